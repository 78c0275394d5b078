"""Pages of groups: what each reader finds there equals what they may find anywhere, landing included."""

import re
from collections.abc import Callable
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client
from gallery.accounts.models import User
from gallery.directory.actions import create_group
from gallery.directory.models import Group, GroupRole, Membership
from gallery.lib.errors import Invalid, NotAllowed
from gallery.notebooks.group_queries import group_page, groups_page
from gallery.notebooks.landing import set_landing
from gallery.notebooks.models import Landing, Notebook, Share, Visibility
from gallery.notebooks.ownership import give_to_group
from gallery.search.queries import Question, find

from server.tests.pages.counting import Counting
from server.tests.pages.groups_world import READERS, World, canary, land, make_world

Enter = Callable[[User | None], Client]
Write = Callable[..., Notebook]
OWNED = {"owned private", "owned unlisted", "owned public", "demanding"}
SHARED = {"shared", "public and shared"}
NAMES = r'data-value="(\w+)"'


@pytest.fixture
def world(ada: User, grace: User, otto: User, admin: User, write: Write) -> World:
    """A group with notebooks in every state."""
    return make_world(ada, grace, otto, admin, write)


def expected(world: World, reader: str) -> set[str]:
    """What the group's page lists to this reader, by going through all notebooks."""
    related = OWNED if reader == "guest" else OWNED | SHARED
    return world.findable(reader) & related


@pytest.mark.parametrize("reader", READERS)
def test_everybody_finds_in_the_group_what_they_may_find(world: World, reader: str) -> None:
    user = world.people[reader]
    found = group_page(user, "pricing", sort="title", page=1).listing
    assert {card.title for card in found.items} == {canary(name) for name in expected(world, reader)}
    assert found.total == len(found.items)
    lines = groups_page(user, 1)
    assert [line.notebooks for line in (*lines.mine, *lines.others)] == [found.total]


def test_the_readers_differ(world: World) -> None:
    """The comparison above says something only if there are many answers."""
    answers = {reader: frozenset(expected(world, reader)) for reader in READERS}
    assert answers["guest"] == {"owned public"}
    assert answers["otto"] == {"owned public", "public and shared"}
    assert answers["vera"] == {"owned private", "owned unlisted", "owned public", "shared", "public and shared"}
    assert answers["ada"] == answers["elevated"] == OWNED | SHARED
    assert answers["admin"] == answers["otto"]


@pytest.mark.parametrize("reader", [one for one in READERS if one != "elevated"])
def test_no_page_of_a_group_has_a_trace_of_what_is_hidden(world: World, signed_in: Enter, reader: str) -> None:
    browser, visible = signed_in(world.people[reader]), world.findable(reader)
    hidden = {canary(name) for name in set(world.notebooks) - visible}
    for path in ("/groups/", "/groups/pricing?sort=title&page=2", "/groups/pricing/members"):
        assert not hidden & birds(browser.get(path).text), path
    for landing in (*sorted(OWNED | SHARED), "private alone"):
        land(world, landing)
        page = browser.get("/groups/pricing").text
        assert not hidden & birds(page), landing
        assert ("Start here" in page) is (landing in visible)


def birds(text: str) -> set[str]:
    """Every canary in a page."""
    return set(re.findall(r"canary\w+", text))


@pytest.mark.parametrize("reader", READERS)
def test_narrowing_by_group_finds_what_the_group_owns(world: World, reader: str) -> None:
    user = world.people[reader]
    owned = {canary(name) for name in world.findable(reader) & OWNED}
    for question in (Question(group="pricing"), Question(text="group:Pricing"), Question(text='group:"pricing"')):
        found = find(user, question)
        assert {card.title for card in found.items} == owned
        assert {card.group.slug if card.group else "" for card in found.items} == {"pricing"}
        assert [(one.name, one.count) for one in found.facets.groups] == [("pricing", len(owned))]
    others = find(user, Question(text="-group:pricing"))
    assert {card.title for card in others.items} == {canary(name) for name in world.findable(reader) - OWNED}
    assert find(user, Question(group="nowhere")).total == 0


def test_guests_know_only_groups_that_own_something_public(world: World, signed_in: Enter, ada: User) -> None:
    create_group(name="Quiet", by=ada)
    guest = signed_in(None)
    assert "Quiet" not in guest.get("/groups/").text
    page = guest.get("/groups/pricing").text
    assert "What things cost." in page
    assert "grace" not in page.lower()
    assert "to see who is in this group" in page
    hidden, absent = guest.get("/groups/quiet"), guest.get("/groups/absent")
    assert hidden.status_code == absent.status_code == 404
    assert without_token(hidden.text).replace("quiet", "absent") == without_token(absent.text)
    world.notebooks["owned public"].visibility = Visibility.PRIVATE
    world.notebooks["owned public"].save()
    assert guest.get("/groups/pricing").status_code == 404
    assert "Pricing" not in guest.get("/groups/").text


def without_token(page: str) -> str:
    """A page without what is different each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", page)


def test_guests_know_no_groups_where_nothing_is_read_without_signing_in(world: World, signed_in: Enter) -> None:
    with mock.patch.dict(settings.CONFIG.__dict__, {"anonymous_reading": False}):
        assert signed_in(None).get("/groups/pricing").status_code == 404
        assert "Sign in" in signed_in(None).get("/groups/").text


def test_signed_in_people_know_every_group_and_its_members(world: World, signed_in: Enter, otto: User) -> None:
    browser = signed_in(otto)
    assert "3 members" in browser.get("/groups/").text
    page = browser.get("/groups/pricing").text
    assert "Ada Brandt" in page
    assert "Leave the group" not in page
    for control in ("/groups/pricing/edit", 'action="/groups/pricing/members"', "/groups/pricing/landing"):
        assert control not in page + browser.get("/groups/pricing/members").text


def test_ones_own_groups_stand_first(world: World, ada: User, grace: User, signed_in: Enter) -> None:
    create_group(name="Aaa", by=grace)
    page = groups_page(ada, 1)
    assert [line.link.shown_name for line in page.mine] == ["Pricing"]
    assert [line.link.shown_name for line in page.others] == ["Aaa"]
    assert page.mine[0].role == GroupRole.OWNER
    text = signed_in(ada).get("/groups/").text
    assert text.index("Pricing") < text.index("Aaa")


def test_somebody_who_has_left_is_not_counted_or_named(world: World, grace: User, signed_in: Enter, otto: User) -> None:
    grace.is_active = False
    grace.save()
    browser = signed_in(otto)
    assert "2 members" in browser.get("/groups/").text
    assert "Grace Okoye" not in browser.get("/groups/pricing").text + browser.get("/groups/pricing/members").text


# From the first group to the last


def test_a_group_from_its_making_to_its_end(ada: User, grace: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    assert "You are in no group yet" in browser.get("/groups/").text or "No groups yet" in browser.get("/groups/").text
    made = browser.post("/groups/new", {"name": "Traffic desk", "description": "Roads."})
    assert made["Location"] == "/groups/traffic-desk/members"
    taken = browser.post("/groups/traffic-desk/members", {"person": "grace okoye", "role": "2"}, follow=True)
    assert "Grace Okoye is in Traffic desk as editor." in taken.text
    browser.post("/groups/traffic-desk/members", {"person": "grace", "role": "3"})
    assert Membership.objects.get(person=grace).role == GroupRole.OWNER
    edited = browser.post("/groups/traffic-desk/edit", {"name": "Traffic", "description": "Rails."}, follow=True)
    assert "Rails." in edited.text
    assert "You have left" in browser.post("/groups/traffic-desk/leave", follow=True).text
    assert browser.post("/groups/traffic-desk/edit", {"name": "Mine"}).status_code == 403
    assert "is gone" in signed_in(grace).post("/groups/traffic-desk/delete", follow=True).text
    assert not Group.objects.exists()


def test_removing_and_refusals_in_words(world: World, ada: User, grace: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    assert "no longer in Pricing" in browser.post("/groups/pricing/members/vera/remove", follow=True).text
    for path, form in (
        ("/groups/pricing/members/ada/remove", {}),
        ("/groups/pricing/members", {"person": "ada", "role": "1"}),
        ("/groups/pricing/leave", {}),
    ):
        assert "without an owner" in browser.post(path, form, follow=True).text, path
    assert "still owns notebooks" in browser.post("/groups/pricing/delete", follow=True).text
    assert Membership.objects.get(person=ada).role == GroupRole.OWNER


@pytest.mark.parametrize(
    "form",
    [
        {"person": "", "role": "2"},
        {"person": "nobody-here", "role": "2"},
        {"person": "Twin", "role": "2"},
        {"person": "otto", "role": "9"},
        {"person": "otto", "role": ""},
        {"person": "x\0y", "role": "2"},
        {"person": "o" * 200, "role": "2"},
    ],
)
def test_nothing_typed_is_lost_and_nobody_taken_in_by_mistake(
    world: World, ada: User, otto: User, signed_in: Enter, form: dict[str, str]
) -> None:
    for name in ("twin1", "twin2"):
        User.objects.create_user(username=name, password="x", full_name="Twin")
    answer = signed_in(ada).post("/groups/pricing/members", form)
    assert answer.status_code == 422
    assert Membership.objects.filter(group=world.group).count() == 3
    if form["person"] in {"otto", "Twin"}:
        assert f'value="{form["person"]}"' in answer.text


OWNERS_ONLY: tuple[tuple[str, dict[str, str]], ...] = (
    ("/groups/pricing/edit", {"name": "Mine"}),
    ("/groups/pricing/delete", {}),
    ("/groups/pricing/members", {"person": "otto", "role": "3"}),
    ("/groups/pricing/members/ada/remove", {}),
)


@pytest.mark.parametrize(("path", "form"), OWNERS_ONLY)
@pytest.mark.parametrize("who", ["grace", "vera", "otto", "guest"])
def test_nobody_but_owners_manages(world: World, signed_in: Enter, path: str, form: dict[str, str], who: str) -> None:
    before = list(Membership.objects.order_by("pk").values_list("person", "role"))
    answer = signed_in(world.people[who]).post(path, form)
    assert answer.status_code == (401 if who == "guest" else 403)
    assert list(Membership.objects.order_by("pk").values_list("person", "role")) == before
    assert Group.objects.get(pk=world.group.pk).name == "Pricing"


@pytest.mark.parametrize("path", ["edit", "delete", "leave", "members", "members/ada/remove", "landing"])
def test_what_is_not_there(ada: User, signed_in: Enter, path: str) -> None:
    assert signed_in(ada).post(f"/groups/absent/{path}", {"name": "x"}).status_code == 404


@pytest.mark.parametrize("path", ["delete", "leave", "members/ada/remove", "landing"])
def test_verbs_are_not_pages(world: World, ada: User, signed_in: Enter, path: str) -> None:
    assert signed_in(ada).get(f"/groups/pricing/{path}").status_code == 405


@pytest.mark.parametrize("path", ["/groups/new", "/groups/pricing/edit", "/groups/pricing/members"])
def test_guests_are_asked_to_sign_in(world: World, signed_in: Enter, path: str) -> None:
    assert signed_in(None).get(path)["Location"].startswith("/account/sign-in")


def test_a_group_of_the_directory_says_that_it_is_kept_there(grace: User, signed_in: Enter) -> None:
    staff = Group.objects.create(slug="staff", name="Staff", source="sso", external="staff")
    Membership.objects.create(group=staff, person=grace, role=GroupRole.OWNER, source="sso")
    browser = signed_in(grace)
    page = browser.get("/groups/staff").text
    assert "comes from your organisation" in page
    assert "Leave the group" not in page
    assert "comes from your organisation" in browser.get("/groups/staff/members").text
    for path in ("leave", "edit", "delete"):
        assert browser.post(f"/groups/staff/{path}", {"name": "x"}).status_code == 403


# What is shown first


def test_editors_and_owners_choose_what_is_shown_first(world: World, grace: User, signed_in: Enter) -> None:
    browser, first = signed_in(grace), world.notebooks["owned private"]
    page = browser.get("/groups/pricing").text
    assert f'value="{first.uuid}"' in page
    assert str(world.notebooks["demanding"].uuid) not in page
    assert browser.post("/groups/pricing/landing", {"notebook": str(first.uuid)})["Location"] == "/groups/pricing"
    shown = browser.get("/groups/pricing").text
    assert "Start here" in shown
    assert f'value="{first.uuid}" selected' in shown
    browser.post("/groups/pricing/landing", {"notebook": ""})
    assert "Start here" not in browser.get("/groups/pricing").text


@pytest.mark.parametrize("who", ["vera", "otto", "admin"])
def test_others_do_not(world: World, who: str, signed_in: Enter) -> None:
    person, open_one = world.people[who], world.notebooks["public alone"]
    assert person is not None
    with pytest.raises(NotAllowed):
        set_landing(group=world.group, notebook=open_one, by=person)
    answer = signed_in(person).post("/groups/pricing/landing", {"notebook": str(open_one.uuid)})
    assert answer.status_code == 403
    assert not Landing.objects.exists()


def test_what_the_group_cannot_see_is_not_shown_first(world: World, ada: User) -> None:
    for name in ("private alone", "share with the house ended"):
        with pytest.raises(Invalid, match="cannot see"):
            set_landing(group=world.group, notebook=world.notebooks[name], by=ada)
    for name in ("owned private", "shared", "public alone"):
        set_landing(group=world.group, notebook=world.notebooks[name], by=ada)
    assert Landing.objects.get().notebook == world.notebooks["public alone"]


@pytest.mark.parametrize("chosen", ["private alone", "demanding", "absent", "no number"])
def test_what_one_cannot_read_answers_like_what_is_not_there(
    world: World, grace: User, signed_in: Enter, chosen: str
) -> None:
    known = {name: str(one.uuid) for name, one in world.notebooks.items()}
    uuid = known.get(chosen, {"absent": "00000000-0000-4000-8000-000000000000"}.get(chosen, "x"))
    assert signed_in(grace).post("/groups/pricing/landing", {"notebook": uuid}).status_code == 404


def test_a_landing_that_is_closed_later_is_gone_at_once(world: World, otto: User, signed_in: Enter) -> None:
    land(world, "public alone")
    browser = signed_in(otto)
    assert canary("public alone") in browser.get("/groups/pricing").text
    Notebook.objects.filter(pk=world.notebooks["public alone"].pk).update(visibility=Visibility.PRIVATE)
    assert "canarypublicalone" not in browser.get("/groups/pricing").text
    Share.objects.create(notebook=world.notebooks["public alone"], person=otto, role=1)
    assert canary("public alone") in browser.get("/groups/pricing").text


# Elsewhere


def test_lists_and_the_notebook_itself_name_the_group(world: World, signed_in: Enter) -> None:
    owned = world.notebooks["owned public"]
    for path in ("/notebooks/?group=pricing", owned.get_absolute_url(), "/people/ada"):
        page = signed_in(None).get(path).text
        assert re.search(r'Ada Brandt</a> for <a[^>]* href="/groups/pricing">Pricing</a>', page), path
    browse = signed_in(None).get("/notebooks/?group=pricing").text
    assert "Group: pricing" in browse
    assert 'href="/notebooks/" aria-current="true"><span>Pricing</span>' in browse.replace("  ", " ")


def test_a_persons_page_names_their_groups_and_place_to_colleagues(world: World, signed_in: Enter, otto: User) -> None:
    page = signed_in(otto).get("/people/ada").text
    assert 'href="/groups/pricing">Pricing</a>' in page
    assert 'href="/organisations/house">House</a>' in page
    guest = signed_in(None).get("/people/ada").text
    assert "/organisations/house" not in guest
    assert guest.count("/groups/pricing") == guest.count(' for <a class="over" href="/groups/pricing">') > 0


def test_people_are_suggested_to_people(world: World, ada: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    assert re.findall(NAMES, browser.get("/suggest/names?name=ok").text) == ["grace"]
    assert re.findall(NAMES, browser.get("/suggest/names?person=ADA").text) == ["ada"]
    assert re.findall(NAMES, browser.get("/suggest/names?name=ra").text) == []
    assert browser.get("/suggest/names").text.strip() == ""
    assert browser.get("/suggest/names", {"name": "\0"}).text.strip() == ""
    assert signed_in(None).get("/suggest/names?name=a").status_code == 302
    User.objects.filter(username="grace").update(is_active=False)
    assert "grace" not in browser.get("/suggest/names?name=gra").text


def test_groups_and_organisations_are_suggested_ones_own_groups_first(
    world: World, ada: User, otto: User, signed_in: Enter
) -> None:
    create_group(name="Planning", by=otto)
    asked = {person: f"/suggest/names?kind=group&name={typed}" for person, typed in ((ada, "P"), (otto, "p"))}
    assert [re.findall(NAMES, signed_in(person).get(path).text) for person, path in asked.items()] == [
        ["pricing", "planning"],
        ["planning", "pricing"],
    ]
    assert re.findall(NAMES, signed_in(otto).get("/suggest/names?kind=organisation&name=hou").text) == ["house"]
    for kind in ("email", "nothing", ""):
        assert signed_in(ada).get(f"/suggest/names?kind={kind}&name=p").text.strip() == ""
    assert signed_in(None).get("/suggest/names?kind=group&name=p").status_code == 302


def test_empty_pages_teach(ada: User, otto: User, signed_in: Enter) -> None:
    assert "No groups yet" in signed_in(otto).get("/groups/").text
    create_group(name="Pricing", by=ada)
    assert "You are in no group yet" in signed_in(otto).get("/groups/").text
    assert "give it to the group" in signed_in(ada).get("/groups/pricing").text
    assert "No notebooks that you can see" in signed_in(otto).get("/groups/pricing").text
    for path in ("/groups/?page=7", "/groups/pricing/members?page=7"):
        assert "There is no such page" in signed_in(otto).get(path).text, path


@pytest.mark.parametrize(
    "path", ["/groups/", "/groups/pricing", "/groups/pricing/members", "/notebooks/", "/people/ada"]
)
def test_the_number_of_questions_does_not_grow(
    world: World, ada: User, grace: User, write: Write, signed_in: Enter, counting: Counting, path: str
) -> None:
    browser = signed_in(ada)
    land(world, "public alone")
    create_group(name="Another", by=grace)

    def asked() -> int:
        with counting() as counts:
            assert browser.get(path).status_code == 200
        assert counts.rendering == 0
        return int(counts.view)

    asked()
    few = asked()
    for number in range(5):
        person = User.objects.create_user(username=f"more{number}", password="x")
        Membership.objects.create(group=world.group, person=person, role=GroupRole.EDITOR)
        give_to_group(notebook=write(ada, str(number), title=f"More {number}"), by=ada, group=world.group)
        create_group(name=f"Group {number}", by=grace)
        create_group(name=f"Mine {number}", by=ada)
    asked()
    assert asked() == few
    assert few <= 20
