"""What leavers owned is counted for administrators, named only in admin mode, and handed over there."""

from collections.abc import Callable, Sequence

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.directory.actions import create_group
from gallery.notebooks.models import Notebook
from gallery.notebooks.ownership import give_to_group
from gallery.notices.queries import notices_of

from server.tests.pages.counting import count

Events = Callable[[str], Sequence[AuditEvent]]
Write = Callable[..., Notebook]
ADDRESS = "/admin/leavers/ada"


@pytest.fixture
def left(ada: User, write: Write) -> Notebook:
    """What ada owned when she left."""
    notebook = write(ada, title="Hidden canary")
    User.objects.filter(pk=ada.pk).update(is_active=False)
    return notebook


def test_outside_of_admin_mode_there_are_numbers_alone(office: Client, left: Notebook) -> None:
    page = office.get("/admin/leavers/").text
    assert "1 notebook has no active owner" in page
    assert "Ada Brandt" in page
    own = office.get(ADDRESS).text
    assert "Switch admin mode on" in own
    assert "canary" not in page.lower() + own.lower()
    assert str(left.uuid) not in page + own


def test_outside_of_admin_mode_nothing_is_handed_over(office: Client, left: Notebook, grace: User) -> None:
    given = {"kind": "person", "name": "grace", "notebook": str(left.uuid)}
    answer = office.post(ADDRESS, given)
    assert answer.status_code == 422
    assert "Switch admin mode on first" in answer.text
    left.refresh_from_db()
    assert left.owner.username == "ada"


def test_handed_over_to_a_person(in_admin_mode: Client, left: Notebook, grace: User, events: Events) -> None:
    assert "Hidden canary" in in_admin_mode.get(ADDRESS).text
    given = {"kind": "person", "name": "grace", "notebook": str(left.uuid), "owner": "admin"}
    assert in_admin_mode.post(ADDRESS, given).status_code == 302
    left.refresh_from_db()
    assert left.owner == grace
    (event,) = events("notebook.given")
    assert (event.actor, event.detail["elevated"]) == ("admin", True)
    assert "made you the owner of “Hidden canary”" in notices_of(grace)[0].words.text
    assert "Nothing is left" in in_admin_mode.get(ADDRESS).text
    assert "Everything has an owner" in in_admin_mode.get("/admin/leavers/").text


def test_handed_over_to_a_group(in_admin_mode: Client, left: Notebook, grace: User) -> None:
    group = create_group(name="Desk", by=grace)
    in_admin_mode.post(ADDRESS, {"kind": "group", "name": "desk", "notebook": str(left.uuid)})
    left.refresh_from_db()
    assert left.group == group
    assert "Everything has an owner" in in_admin_mode.get("/admin/leavers/").text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "person", "name": "nobody"}, "There is nobody called nobody"),
        ({"kind": "person", "name": "ada"}, "There is nobody called ada"),
        ({"kind": "group", "name": "nowhere"}, "There is no group of this name"),
        ({"kind": "person", "name": "grace", "notebook": "no-uuid"}, "Choose at least one notebook"),
        ({"kind": "thing", "name": "grace"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be(in_admin_mode: Client, left: Notebook, grace: User, given: dict[str, str], words: str) -> None:
    answer = in_admin_mode.post(ADDRESS, {"notebook": str(left.uuid)} | given)
    assert answer.status_code == 422
    assert words in answer.text
    left.refresh_from_db()
    assert left.owner.username == "ada"


def test_only_what_the_leaver_owned(
    in_admin_mode: Client, left: Notebook, grace: User, otto: User, write: Write
) -> None:
    other = write(otto)
    answer = in_admin_mode.post(ADDRESS, {"kind": "person", "name": "grace", "notebook": str(other.uuid)})
    assert answer.status_code == 422
    other.refresh_from_db()
    assert other.owner == otto


def test_somebody_who_is_here_left_nothing(in_admin_mode: Client, grace: User) -> None:
    assert in_admin_mode.get("/admin/leavers/grace").status_code == 404
    assert in_admin_mode.post("/admin/leavers/grace", {"kind": "person", "name": "grace"}).status_code == 404
    assert in_admin_mode.get("/admin/leavers/nobody").status_code == 404


def test_groups_whose_owners_left(office: Client, ada: User, write: Write) -> None:
    notebook, group = write(ada), create_group(name="Desk", by=ada)
    give_to_group(notebook=notebook, by=ada, group=group)
    assert "Everything has an owner" in office.get("/admin/leavers/").text
    User.objects.filter(pk=ada.pk).update(is_active=False)
    page = office.get("/admin/leavers/").text
    assert "1 notebook has no active owner" in page
    assert 'href="/groups/desk/members"' in page


def test_questions_to_the_database(in_admin_mode: Client, left: Notebook, ada: User, otto: User, write: Write) -> None:
    numbers = {}
    for address in ("/admin/leavers/", ADDRESS):
        with count() as numbers[address]:
            assert in_admin_mode.get(address).status_code == 200
    Notebook.objects.filter(pk=write(otto).pk).update(owner=ada)
    for address, before in numbers.items():
        with count() as after:
            assert in_admin_mode.get(address).status_code == 200
        assert (before.rendering, after.rendering, after.total) == (0, 0, before.total)
