"""A small world with names: who everybody is, and what ada has written."""

import json
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from commonplace_clean import Cleaned, clean_notebook
from django.conf import settings
from django.test import Client
from gallery.accounts.models import User
from gallery.accounts.tokens import create_token
from gallery.administration import announcements
from gallery.lib.permissions import Permission
from gallery.notebooks.actions import Description, create_notebook
from gallery.notebooks.models import Notebook, Visibility
from gallery.notebooks.rendered import forget_bodies
from gallery.notebooks.usage import forget_views
from gallery.search.replica import let_go

PASSWORD = "a-long-password"


def notebook_json(*sources: str, kind: str = "code", language: str = "python") -> dict[str, Any]:
    """A notebook of cells with these sources."""
    cells: list[dict[str, Any]] = [
        {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for number, source in enumerate(sources or ("1 + 1",))
    ]
    spec = {"name": language, "display_name": language.title(), "language": language}
    return {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(autouse=True)
def _fresh_caches(request: pytest.FixtureRequest) -> Iterator[None]:
    """Numbers of rows repeat between tests, so what the process and the index kept of the last one goes.

    The index goes before the test's database does: its threads may be reading there.
    """
    for database in ("transactional_db", "db"):
        if database in request.fixturenames:
            request.getfixturevalue(database)
    forget_bodies()
    forget_views()
    announcements.remember(())
    yield
    let_go()
    shutil.rmtree(settings.CONFIG.home / "index", ignore_errors=True)


@pytest.fixture
def ada(db: None) -> User:
    """An author."""
    return User.objects.create_user(username="ada", password=PASSWORD, full_name="Ada Brandt")


@pytest.fixture
def grace(db: None) -> User:
    """Another author."""
    return User.objects.create_user(username="grace", password=PASSWORD, full_name="Grace Okoye")


@pytest.fixture
def otto(db: None) -> User:
    """A stranger to everybody."""
    return User.objects.create_user(username="otto", password=PASSWORD, full_name="Otto Lind")


@pytest.fixture
def admin(db: None) -> User:
    """The administrator."""
    return User.objects.create_superuser(username="admin", password=PASSWORD, full_name="Admin")


@pytest.fixture
def write(db: None) -> Callable[..., Notebook]:
    """Make a notebook through the verb that everybody uses."""

    def make(owner: User, *sources: str, title: str = "", public: bool = False, **about: Any) -> Notebook:
        kind, language = about.pop("kind", "code"), about.pop("language", "python")
        raw = json.dumps(notebook_json(*sources, kind=kind, language=language)).encode()
        return create_notebook(
            owner=owner,
            by=owner,
            cleaned=clean_notebook(raw),
            about=Description(title=title or "A notebook", **about),
            visibility=Visibility.PUBLIC if public else Visibility.PRIVATE,
        )

    return make


@pytest.fixture
def cleaned() -> Callable[..., Cleaned]:
    """A clean notebook of code cells with these sources."""
    return lambda *sources: clean_notebook(json.dumps(notebook_json(*sources)).encode())


@pytest.fixture
def raw_notebook() -> Callable[..., dict[str, Any]]:
    """The JSON of a notebook of cells with these sources."""
    return notebook_json


@pytest.fixture
def signed_in(client: Client) -> Callable[[User | None], Client]:
    """A browser session of this person, or of nobody."""

    def enter(person: User | None) -> Client:
        fresh = Client()
        if person is not None:
            fresh.force_login(person)
        return fresh

    return enter


@pytest.fixture
def bearer(db: None) -> Callable[..., dict[str, str]]:
    """Headers with a fresh token of this person."""

    def header(person: User, *scopes: Permission) -> dict[str, str]:
        _, secret = create_token(owner=person, name="test", scopes=scopes or tuple(Permission))
        return {"Authorization": f"Bearer {secret}"}

    return header
