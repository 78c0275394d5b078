"""What was shared with somebody is new to them on that day, however long ago it was written."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.directory.actions import create_group, create_organisation, place, set_member
from gallery.directory.models import GroupRole
from gallery.feeds.actions import subscribe
from gallery.feeds.delivery import SETTLED, deliver
from gallery.feeds.lists import List
from gallery.feeds.models import Kind
from gallery.notebooks.models import Notebook, Share
from gallery.notebooks.permissions import Role
from gallery.notebooks.sharing import Wish, share, unshare
from gallery.notebooks.targets import Target

from server.tests.feeds.asking import parsed

Write = Callable[..., Notebook]
Enter = Callable[[User | None], Client]
LONG_AGO = timezone.now() - timedelta(days=90)
FEED = "/feeds/all.atom"


def written_long_ago(ada: User, write: Write, title: str, **about: object) -> Notebook:
    """A notebook that has not changed for months."""
    made = write(ada, title=title, **about)
    Notebook.objects.filter(pk=made.pk).update(created_at=LONG_AGO, updated_at=LONG_AGO)
    return made


@pytest.fixture
def targets(ada: User, grace: User, admin: User) -> dict[str, Target]:
    """Ways in which something reaches grace."""
    group = create_group(name="Pricing", by=ada)
    set_member(group=group, person=grace, role=GroupRole.VIEWER, by=ada)
    house = create_organisation(name="House", by=admin)
    desk = create_organisation(name="Desk", by=admin, parent=house)
    place(person=grace, organisation=desk, by=admin)
    return {"person": Target(person=grace), "group": Target(group=group), "organisation": Target(organisation=house)}


def titles(browser: Client, path: str = FEED) -> list[str]:
    """In the order of the feed."""
    return [one.title for one in parsed(browser.get(path)).entries]


@pytest.mark.parametrize("way", ["person", "group", "organisation"])
def test_it_comes_first_in_the_readers_feed_and_nobody_elses(
    ada: User, grace: User, otto: User, targets: dict[str, Target], write: Write, signed_in: Enter, way: str
) -> None:
    old = written_long_ago(ada, write, "Old one", tags=["sea"])
    write(ada, title="Fresh", public=True, tags=["sea"])
    share(notebook=old, by=ada, wish=Wish(targets[way], Role.READ))
    for path in (FEED, "/feeds/tags/sea.atom"):
        assert titles(signed_in(grace), path) == ["Old one", "Fresh"]
        assert titles(signed_in(otto), path) == ["Fresh"]
    assert titles(signed_in(ada)) == ["Fresh", "Old one"]
    entry = parsed(signed_in(grace).get(FEED)).entries[0]
    assert entry.id == f"urn:uuid:{old.uuid}"
    assert datetime.fromisoformat(entry.updated) == Share.objects.get().created_at
    assert entry.published.startswith(LONG_AGO.date().isoformat())


def test_what_is_taken_back_or_over_is_not_told(
    ada: User, grace: User, targets: dict[str, Target], write: Write, signed_in: Enter
) -> None:
    back, over = (written_long_ago(ada, write, title) for title in ("Taken back", "Over"))
    taken, ended = (share(notebook=one, by=ada, wish=Wish(targets["person"], Role.READ)) for one in (back, over))
    unshare(notebook=back, by=ada, pk=taken.pk)
    Share.objects.filter(pk=ended.pk).update(ends_at=timezone.now())
    assert titles(signed_in(grace)) == []


def test_among_many_that_change_it_is_still_there(
    ada: User, grace: User, targets: dict[str, Target], write: Write, signed_in: Enter
) -> None:
    old = written_long_ago(ada, write, "Old one")
    for number in range(55):
        write(ada, title=f"Fresh {number}", public=True)
    share(notebook=old, by=ada, wish=Wish(targets["person"], Role.READ))
    found = titles(signed_in(grace))
    assert (found[0], len(found)) == ("Old one", 50)


@pytest.mark.parametrize("way", ["person", "group", "organisation"])
def test_the_daily_mail_tells_it_once(
    ada: User, grace: User, targets: dict[str, Target], write: Write, way: str
) -> None:
    User.objects.filter(pk=grace.pk).update(email="grace@example.org")
    grace.refresh_from_db()
    old = written_long_ago(ada, write, "Old one")
    subscribe(person=grace, wanted=List(Kind.ALL))
    share(notebook=old, by=ada, wish=Wish(targets[way], Role.READ))
    assert deliver(grace, timezone.now() + SETTLED)
    (sent,) = mail.outbox
    assert "Old one" in sent.body
    assert "new, Ada Brandt" in sent.body
    assert not deliver(grace, timezone.now() + SETTLED + timedelta(days=1))


def test_what_one_shares_oneself_is_no_news(ada: User, grace: User, targets: dict[str, Target], write: Write) -> None:
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    ada.refresh_from_db()
    old = written_long_ago(grace, write, "Old one")
    share(notebook=old, by=grace, wish=Wish(Target(person=ada), Role.OWN))
    Share.objects.update(created_at=LONG_AGO)
    subscribe(person=ada, wanted=List(Kind.ALL))
    share(notebook=old, by=ada, wish=Wish(targets["group"], Role.READ))
    assert not deliver(ada, timezone.now() + SETTLED)
