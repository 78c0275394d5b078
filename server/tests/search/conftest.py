"""Search starts anew in each test: keys and change numbers repeat in every database."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from gallery.accounts.models import User
from gallery.search.queries import Found, Question, find
from gallery.search.replica import let_go


@pytest.fixture
def index_folder() -> Path:
    """Where the indexes of all processes lie."""
    return Path(settings.CONFIG.home) / "index"


@pytest.fixture(autouse=True)
def _fresh_index(index_folder: Path) -> Iterator[None]:
    shutil.rmtree(index_folder, ignore_errors=True)
    yield
    let_go()


@pytest.fixture
def titles(db: None) -> Callable[..., list[str]]:
    """The titles that somebody finds, in order."""
    return lambda user, text="", **more: [card.title for card in ask(user, text, **more).items]


def ask(user: User | None, text: str = "", **more: object) -> Found:
    """One question."""
    return find(user, Question(text=text, **more))  # type: ignore[arg-type]
