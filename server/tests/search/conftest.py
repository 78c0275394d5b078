"""Search starts anew in each test: keys and change numbers repeat in every database."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from gallery.accounts.models import User
from gallery.notebooks.changes import next_change
from gallery.notebooks.models import Notebook
from gallery.search import queries
from gallery.search.queries import Found, Question, find
from gallery.search.replica import Replica, let_go


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
def own(index_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Replica]]:
    """Replicas with limits of their own, which the searches of the test use."""
    made: list[Replica] = []

    def make(**limits: Any) -> Replica:
        made.append(Replica(index_folder.with_name(f"own-{len(made)}"), **limits))
        monkeypatch.setattr(queries, "snapshot", made[-1].snapshot)
        return made[-1]

    yield make
    for one in made:
        one.close()
        shutil.rmtree(one.root, ignore_errors=True)


@pytest.fixture
def titles(db: None) -> Callable[..., list[str]]:
    """The titles that somebody finds, in order."""
    return lambda user, text="", **more: [card.title for card in ask(user, text, **more).items]


def ask(user: User | None, text: str = "", **more: object) -> Found:
    """One question."""
    return find(user, Question(text=text, **more))  # type: ignore[arg-type]


def aged(notebook: Notebook, *, days: float) -> None:
    """Let its last change be so many days ago."""
    at = timezone.now() - timedelta(days=days)
    with transaction.atomic():
        Notebook.objects.filter(pk=notebook.pk).update(updated_at=at, changed=next_change())
