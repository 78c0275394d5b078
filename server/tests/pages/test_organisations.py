"""Pages of organisations: for signed-in people, and there each reader finds what they may find anywhere."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.directory.actions import create_organisation, place
from gallery.notebooks.models import Notebook
from gallery.notebooks.organisation_queries import organisation_page
from gallery.search.queries import Question, answers, find

from server.tests.pages.counting import Counting
from server.tests.pages.groups_world import READERS, World, canary, make_world

Enter = Callable[[User | None], Client]
Write = Callable[..., Notebook]
BY_NINA = {"shared", "share ended", "public and shared"}  # she belongs to the yard, ada to the house above it
PEOPLE = [one for one in READERS if one != "guest"]
PATHS = ("/organisations/", "/organisations/house", "/organisations/yard", "/organisations/yard/people")


@pytest.fixture
def world(ada: User, grace: User, otto: User, admin: User, write: Write) -> World:
    """A house with a yard."""
    return make_world(ada, grace, otto, admin, write)


@pytest.mark.parametrize("reader", PEOPLE)
def test_everybody_finds_there_what_they_may_find(world: World, reader: str) -> None:
    user = world.people[reader]
    assert user is not None
    for slug, related in (("house", set(world.notebooks)), ("yard", BY_NINA)):
        found = organisation_page(user, slug, sort="title", page=1).listing
        assert {card.title for card in found.items} == {canary(name) for name in world.findable(reader) & related}
        assert found.total == len(found.items)


def test_what_is_shared_with_it_stands_there_too(world: World, otto: User, ada: User, admin: User) -> None:
    place(person=ada, organisation=None, by=admin)
    nina = world.people["nina"]
    assert nina is not None
    titles = {card.title for card in organisation_page(nina, "house", sort="", page=1).listing.items}
    assert canary("shared with the house") in titles
    assert canary("share with the house ended") not in titles
    titles = {card.title for card in organisation_page(otto, "house", sort="", page=1).listing.items}
    assert titles == {canary("public and shared")}


@pytest.mark.parametrize("reader", [one for one in PEOPLE if one != "elevated"])
def test_no_page_has_a_trace_of_what_is_hidden(world: World, signed_in: Enter, reader: str) -> None:
    browser, visible = signed_in(world.people[reader]), world.findable(reader)
    hidden = {canary(name) for name in set(world.notebooks) - visible}
    assert hidden or reader == "ada"
    for path in PATHS:
        assert not hidden & set(re.findall(r"canary\w+", browser.get(path).text)), path


@pytest.mark.parametrize("reader", READERS)
def test_narrowing_by_organisation(world: World, reader: str) -> None:
    user = world.people[reader]
    for name, related in (("house", set(world.notebooks)), ("Yard", BY_NINA), ("nowhere", set())):
        wanted = set() if reader == "guest" else world.findable(reader) & related
        for question in (Question(organisation=name), Question(text=f"org:{name}")):
            assert {card.title for card in find(user, question).items} == {canary(one) for one in wanted}
            assert answers(user, question).count() == len(wanted)


def test_guests_learn_nothing_by_leaving_an_organisation_out(world: World) -> None:
    for text in ("-org:house", "-org:nowhere", "canarypublicalone -org:house", "-org:yard org:house"):
        assert find(None, Question(text=text)).total == 0


def test_guests_are_asked_to_sign_in_whatever_is_there(world: World, signed_in: Enter) -> None:
    for path in (*PATHS, "/organisations/nowhere", "/organisations/nowhere/people"):
        assert signed_in(None).get(path)["Location"] == f"/account/sign-in?next={path}"
    assert "/organisations/" not in signed_in(None).get("/").text


def test_the_tree_crumbs_parts_and_people(world: World, admin: User, otto: User, signed_in: Enter) -> None:
    shed = create_organisation(name="Shed", parent=world.yard, description="Tools.", by=admin)
    place(person=otto, organisation=shed, by=admin)
    browser = signed_in(otto)
    tree = browser.get("/organisations/").text
    assert [tree.index(f'href="/organisations/{one}"') for one in ("house", "yard", "shed")] == sorted(
        tree.index(f'href="/organisations/{one}"') for one in ("house", "yard", "shed")
    )
    assert tree.count('<ul class="tree">') == 3
    assert tree.count("yours") == 1
    page = browser.get("/organisations/shed").text
    crumbs = re.findall(r'<li><a href="/organisations/(\w*)">', page)
    assert crumbs[:3] == ["", "house", "yard"]
    assert "Otto Lind" in page
    assert "Tools." in page
    assert 'href="/people/otto">Otto Lind' not in browser.get("/organisations/yard").text
    assert "Shed" in browser.get("/organisations/yard").text
    assert "Otto Lind" in browser.get("/organisations/shed/people").text


@pytest.mark.parametrize("path", ["/organisations/nowhere", "/organisations/nowhere/people"])
def test_what_is_not_there(ada: User, signed_in: Enter, path: str) -> None:
    assert signed_in(ada).get(path).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_read_only(world: World, ada: User, signed_in: Enter, path: str) -> None:
    assert signed_in(ada).post(path).status_code == 405


def test_empty_pages_teach(ada: User, admin: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    assert "No organisations yet" in browser.get("/organisations/").text
    create_organisation(name="Empty", by=admin)
    page = browser.get("/organisations/empty").text
    assert "No notebooks that you can see" in page
    assert "Nobody belongs here directly" in page
    assert "Nobody belongs here directly" in browser.get("/organisations/empty/people").text


@pytest.mark.parametrize("path", PATHS)
def test_the_number_of_questions_does_not_grow(
    world: World, ada: User, admin: User, write: Write, signed_in: Enter, counting: Counting, path: str
) -> None:
    browser = signed_in(ada)
    create_organisation(name="Shed", parent=world.yard, by=admin)

    def asked() -> int:
        with counting() as counts:
            assert browser.get(path).status_code == 200
        assert counts.rendering == 0
        return int(counts.view)

    asked()
    few = asked()
    for number in range(5):
        person = User.objects.create_user(username=f"more{number}", password="x")
        place(person=person, organisation=world.yard, by=admin)
        write(person, str(number), title=f"More {number}", public=True)
        create_organisation(name=f"Part {number}", parent=world.yard, by=admin)
    asked()
    assert asked() == few
    assert few <= 16
