"""Every feed, asked for in every way by everybody, shows what its reader may find, and of the rest no trace."""

import pytest
from django.test import Client
from gallery.accounts.actions import deactivate, reactivate
from gallery.accounts.models import User
from gallery.directory.models import Membership
from gallery.feeds.queries import with_token
from gallery.feeds.tokens import create_feed_token, revoke_feed_token
from gallery.notebooks.models import Share, Visibility
from gallery.notebooks.permissions import listed_to
from gallery.notebooks.rendered import forget_bodies

from server.tests.feeds.asking import WAYS, Place, ask, titles
from server.tests.feeds.conftest import World, canary

PLACES = {
    "everything": Place("/feeds/all.atom", "/notebooks/"),
    "tag": Place("/feeds/tags/shared-tag.atom", "/tags/shared-tag"),
    "language": Place("/feeds/languages/python.atom", "/languages/python"),
    "person": Place("/feeds/people/ada.atom", "/people/ada"),
    "search by words": Place("/feeds/search.atom?q=tides", "/notebooks/?q=tides"),
    "search by tag": Place("/feeds/search.atom?tag=shared-tag", "/notebooks/?tag=shared-tag"),
}
ACTORS = ["nobody", "ada", "grace", "otto", "nina"]


def shown(names: set[str]) -> set[str]:
    """Their titles."""
    return {f"{canary(name)} tides" for name in names}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", ACTORS)
def test_each_feed_shows_exactly_what_its_reader_may_find(world: World, who: str, way: str) -> None:
    person, finds = world.people[who], world.finds[who]
    assert listed_to(person).count() == len(finds)
    for name, place in PLACES.items():
        answer = ask(person, place, way)
        assert titles(answer) == shown(finds), name
        for hidden in set(world.notebooks) - finds:
            assert canary(hidden) not in answer.text, name
            assert str(world.notebooks[hidden].uuid) not in answer.text, name
        for each in world.notebooks:
            assert f"{canary(each)}body" not in answer.text, f"{name} shows what is in a notebook"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", ACTORS)
def test_what_only_hidden_notebooks_carry_does_not_exist(world: World, who: str, way: str) -> None:
    absent = ask(world.people[who], Place("/feeds/tags/none.atom", "/tags/none"), way)
    assert absent.status_code == 404
    for name in world.notebooks:
        tag = f"{canary(name)}tag"
        answer = ask(world.people[who], Place(f"/feeds/tags/{tag}.atom", f"/tags/{tag}"), way)
        if name in world.finds[who]:
            assert titles(answer) == shown({name})
            continue
        assert (answer.status_code, answer.content) == (404, absent.content)
        assert {k: v for k, v in answer.headers.items() if k != "Content-Length"} == {
            k: v for k, v in absent.headers.items() if k != "Content-Length"
        }


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", ACTORS)
def test_groups_and_organisations_exist_as_their_pages_do(world: World, who: str, way: str) -> None:
    group = Place("/feeds/groups/tide-team.atom", "/groups/tide-team")
    organisation = Place("/feeds/organisations/house.atom", "/organisations/house")
    person, finds = world.people[who], world.finds[who]
    for place, found in ((group, finds & {"grouped"}), (organisation, finds)):
        answer = ask(person, place, way)
        if person is None:
            assert answer.status_code == 404
            assert "canary" not in answer.text
        else:
            assert titles(answer) == shown(found)
        absent = Place(place.feed.replace(".atom", "x.atom"), f"{place.page}x")
        assert ask(person, absent, way).status_code == 404


def test_people_without_notebooks_exist_for_those_who_are_signed_in(world: World) -> None:
    place = Place("/feeds/people/otto.atom", "/people/otto")
    assert ask(None, place, "session").status_code == 404
    for way in WAYS:
        assert titles(ask(world.people["grace"], place, way)) == set()


def test_a_search_without_an_answer_is_an_empty_feed(world: World) -> None:
    for name in set(world.notebooks) - world.finds["grace"]:
        query = f"q=%22{canary(name)}description%22"
        place = Place(f"/feeds/search.atom?{query}", f"/notebooks/?{query}")
        assert titles(ask(world.people["grace"], place, "token")) == set()


def test_what_is_taken_back_is_gone_with_the_next_request(world: World, grace: User, nina: User) -> None:
    place, group = PLACES["everything"], Place("/feeds/groups/tide-team.atom", "")
    _, secret = create_feed_token(owner=grace, name="reader")
    address = with_token(place.feed, secret)
    assert canary("shared") in Client().get(address).text
    Share.objects.filter(person=grace).delete()
    assert canary("shared") not in Client().get(address).text
    assert titles(ask(nina, group, "token")) == shown({"grouped"})
    Membership.objects.all().delete()
    assert titles(ask(nina, group, "token")) == set()
    public = world.notebooks["public"]
    public.visibility = Visibility.PRIVATE
    public.save()
    forget_bodies()
    assert titles(ask(None, place, "session")) == set()


def test_a_revoked_token_and_one_whose_owner_left_open_nothing(world: World, grace: User) -> None:
    made, secret = create_feed_token(owner=grace, name="reader")
    _, kept = create_feed_token(owner=grace, name="other")
    unknown = Client().get("/feeds/all.atom?token=cpf_unknown")
    assert unknown.status_code == 404
    revoke_feed_token(owner=grace, pk=made.pk)
    for place in PLACES.values():
        assert Client().get(with_token(place.feed, secret)).content == unknown.content
    assert Client().get(with_token("/feeds/all.atom", kept)).status_code == 200
    User.objects.filter(pk=grace.pk).update(is_active=False)
    assert Client().get(with_token("/feeds/all.atom", kept)).content == unknown.content
    User.objects.filter(pk=grace.pk).update(is_active=True)
    deactivate(person=grace, by="admin")
    reactivate(person=grace, by="admin")
    assert Client().get(with_token("/feeds/all.atom", kept)).status_code == 404


def test_a_deactivated_session_reads_no_more_than_a_guest(world: World) -> None:
    browser = Client()
    gone = world.people["gone"]
    assert gone is not None
    browser.force_login(gone)
    assert titles(browser.get("/feeds/all.atom")) == shown({"public"})


def test_answers_tell_nothing_by_their_age(world: World) -> None:
    for who in ACTORS:
        answer = ask(world.people[who], PLACES["everything"], "session")
        assert not {"ETag", "Last-Modified", "Expires", "Age"} & set(answer.headers)
        assert answer["Cache-Control"] == "private, no-store"


def test_guests_read_nothing_where_reading_needs_an_account(world: World, settings: object) -> None:
    from dataclasses import replace

    settings.CONFIG = replace(settings.CONFIG, anonymous_reading=False)  # type: ignore[attr-defined]
    assert titles(ask(None, PLACES["everything"], "session")) == set()
    assert ask(None, PLACES["tag"], "session").status_code == 404
    assert titles(ask(world.people["otto"], PLACES["tag"], "token")) == shown({"public", "marked"})
