"""An edit is found and a revocation hides with the next request, though what writes the index stands still."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from commonplace_clean import Cleaned
from django.utils import timezone
from gallery.accounts.models import User
from gallery.directory.actions import create_attribute, create_group, grant, remove_member, set_member
from gallery.directory.models import GroupRole
from gallery.notebooks import actions, sharing
from gallery.notebooks.models import Notebook, Share, Visibility
from gallery.notebooks.ownership import set_demands
from gallery.notebooks.permissions import Role
from gallery.notebooks.sharing import Wish
from gallery.notebooks.targets import Target
from gallery.search.queries import suggest
from gallery.search.replica import Replica, let_go, settled, snapshot

from server.tests.search.conftest import ask

Write = Callable[..., Notebook]
Titles = Callable[..., list[str]]


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Stop the writing thread from now on: what is in the index stays as it is."""

    def stop() -> None:
        settled()
        monkeypatch.setattr(Replica, "_start_thread", lambda _: None)

    return stop


def told(person: User | None, text: str = "findme") -> str:
    """Everything that search says to somebody: items with snippets, total, facets, suggestions."""
    found = ask(person, text)
    return repr((found.items, found.total, found.facets, suggest(person, text[:5]))).lower()


def test_an_edit_is_found_by_everybody_in_the_next_request(
    ada: User, otto: User, write: Write, cleaned: Callable[..., Cleaned], titles: Titles, stopped: Callable[[], None]
) -> None:
    notebook = write(ada, "before", title="Old", tags=["old"], public=True)
    write(ada, "other", title="Other", public=True)
    stopped()
    assert titles(otto, "before") == ["Old"]
    actions.save_revision(notebook=notebook, by=ada, cleaned=cleaned("after_words = 'a needle'"), base=1)
    actions.describe(notebook=notebook, by=ada, about=actions.Description(title="New", tags=["fresh"]))
    for person in (ada, otto, None):
        assert titles(person, "before") == titles(person, "old") == []
        (card,) = ask(person, "needle").items
        assert (card.title, card.tags) == ("New", ("fresh",))
        assert "<mark>needle</mark>" in card.snippet
        assert titles(person, "afterwords") == titles(person, "tag:fresh") == ["New"]
        assert [(one.name, one.count) for one in ask(person, "needle").facets.tags] == [("fresh", 1)]
        assert [one.title for one in suggest(person, "fres")] == ["fresh"]
        assert ask(person, "").total == 2
    assert snapshot().behind == {notebook.pk}


def _private(notebook: Notebook, by: User, reader: User) -> None:
    actions.set_visibility(notebook=notebook, by=by, visibility=Visibility.PRIVATE)


def _trash(notebook: Notebook, by: User, reader: User) -> None:
    actions.trash(notebook=notebook, by=by)


def _unlisted(notebook: Notebook, by: User, reader: User) -> None:
    actions.set_visibility(notebook=notebook, by=by, visibility=Visibility.UNLISTED)


def _demand(notebook: Notebook, by: User, reader: User) -> None:
    boss = User.objects.get(username="admin")
    clearance = create_attribute(name="Clearance", by=boss)
    grant(attribute=clearance, person=by, by=boss)
    set_demands(notebook=notebook, by=by, attributes=[clearance])


@pytest.mark.parametrize("lose", [_private, _trash, _unlisted, _demand])
def test_what_was_public_hides_at_once(
    admin: User,
    ada: User,
    otto: User,
    write: Write,
    stopped: Callable[[], None],
    lose: Callable[[Notebook, User, User], None],
) -> None:
    notebook = write(ada, "findme canary", title="Findme canary", tags=["findme-canary"], public=True)
    write(ada, "findme", title="Shown", public=True)
    stopped()
    assert "canary" in told(otto)
    lose(notebook, ada, otto)
    for person in (otto, None):
        assert "canary" not in told(person)
        assert "canary" not in told(person, "canary")
        assert ask(person, "findme").total == 1
        assert ask(person).total == 1


def test_what_was_shared_hides_at_once(ada: User, otto: User, write: Write, stopped: Callable[[], None]) -> None:
    notebook = write(ada, "findme canary", title="Findme canary")
    team = create_group(name="Team", description="", by=ada)
    set_member(group=team, person=otto, role=GroupRole.VIEWER, by=ada)
    stopped()
    for target in (Target(person=otto), Target(group=team)):
        share = sharing.share(notebook=notebook, by=ada, wish=Wish(target, Role.READ))
        assert ask(otto, "canary").total == 1
        sharing.unshare(notebook=notebook, by=ada, pk=share.pk)
        assert "canary" not in told(otto, "canary")
        assert ask(otto).total == 0
    sharing.share(notebook=notebook, by=ada, wish=Wish(Target(group=team), Role.READ))
    assert ask(otto, "canary").total == 1
    remove_member(group=team, person=otto, by=ada)
    assert "canary" not in told(otto, "canary")
    share = sharing.share(notebook=notebook, by=ada, wish=Wish(Target(person=otto), Role.READ))
    Share.objects.filter(pk=share.pk).update(ends_at=timezone.now() - timedelta(seconds=1))  # time passes
    assert "canary" not in told(otto, "canary")


@pytest.mark.django_db(transaction=True)
def test_a_deleted_index_is_rebuilt_in_the_background_while_search_answers(
    ada: User, otto: User, write: Write, titles: Titles, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        write(ada, f"only_in_code_{number}", title=f"Findme {number}", public=number % 2 == 0)
    settled()
    assert len(titles(otto, "findme")) == 3
    let_go()
    shutil.rmtree(index_folder)
    slow = _Slow(index_folder)
    monkeypatch.setattr("gallery.search.queries.snapshot", slow.snapshot)
    try:
        assert slow.snapshot().searcher is not None
        assert slow.snapshot().searcher.num_docs == 0  # type: ignore[union-attr]
        assert sorted(titles(otto, "findme")) == ["Findme 0", "Findme 2", "Findme 4"]  # by the database meanwhile
        assert len(titles(ada, "findme")) == 6
        assert ask(otto, "findme").facets.languages[0].count == 3
        slow.may_go_on.set()
        slow.settle()
        assert not slow.snapshot().behind
        assert titles(otto, "only_in_code_2")[0] == "Findme 2"
    finally:
        slow.may_go_on.set()
        slow.close()


class _Slow(Replica):
    """Its thread waits for a sign before it writes."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, at_once=1, patience=0)
        self.may_go_on = threading.Event()

    def _step(self) -> bool:
        assert self.may_go_on.wait(60)
        return super()._step()


@pytest.fixture(autouse=True)
def _nothing_remains() -> Iterator[None]:
    yield
    let_go()
