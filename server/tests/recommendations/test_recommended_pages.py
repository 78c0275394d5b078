"""Where recommendations show: the page, the home page, the API; and "Not for me", which can be undone."""

from collections.abc import Callable

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.directory.actions import create_group, set_member
from gallery.directory.models import GroupRole
from gallery.notebooks.models import Notebook
from gallery.notebooks.ownership import give_to_group
from gallery.notebooks.trends import compute_trends
from gallery.recommendations.models import Dismissal, Similar
from gallery.recommendations.refreshing import compute_people

from server.tests.recommendations.using import person, uses

Write = Callable[..., Notebook]
Enter = Callable[[User | None], Client]
WHY = "Like “Tides”, which you read"


@pytest.fixture
def moons(ada: User, write: Write) -> Notebook:
    """Moons is recommended to ben, because it is like Tides."""
    tides, moons = (write(ada, title=title, public=True) for title in ("Tides", "Moons"))
    Similar.objects.create(notebook=tides, other=moons, score=0.5)
    uses("ben", tides)
    compute_people()
    return moons


def test_the_page_names_each_with_its_reason(moons: Notebook, signed_in: Enter) -> None:
    page = signed_in(person("ben")).get("/recommended").text
    assert moons.get_absolute_url() in page
    assert WHY in page
    assert f'action="/notebooks/{moons.uuid}/dismiss"' in page


def test_the_page_is_for_the_signed_in_and_teaches_newcomers(db: None, signed_in: Enter) -> None:
    guest = signed_in(None).get("/recommended")
    assert guest.status_code == 302
    assert "/account/sign-in" in guest["Location"]
    assert "Nothing to recommend yet" in signed_in(person("nina")).get("/recommended").text


def test_not_for_me_can_be_undone_without_script(moons: Notebook, signed_in: Enter) -> None:
    ben = signed_in(person("ben"))
    answer = ben.post(f"/notebooks/{moons.uuid}/dismiss", follow=True)
    assert WHY not in answer.text
    assert "“Moons” is no longer recommended to you." in answer.text
    assert answer.text.count(f'action="/notebooks/{moons.uuid}/bring-back"') == 2  # at the top, and below for later
    assert WHY in ben.post(f"/notebooks/{moons.uuid}/bring-back", follow=True).text
    assert not Dismissal.objects.exists()


def test_not_for_me_is_answered_in_place(moons: Notebook, signed_in: Enter) -> None:
    part = signed_in(person("ben")).post(f"/notebooks/{moons.uuid}/dismiss", headers={"HX-Request": "true"}).text
    assert part.startswith("<li")
    assert "bring-back" in part


@pytest.mark.parametrize("verb", ["dismiss", "bring-back"])
def test_one_cannot_dismiss_what_one_may_not_read(ada: User, write: Write, signed_in: Enter, verb: str) -> None:
    secret = write(ada, title="Secret")
    assert signed_in(person("ben")).post(f"/notebooks/{secret.uuid}/{verb}").status_code == 404
    assert signed_in(person("ben")).get(f"/notebooks/{secret.uuid}/{verb}").status_code == 405
    assert signed_in(None).post(f"/notebooks/{secret.uuid}/{verb}").status_code == 401
    assert not Dismissal.objects.exists()


def test_what_was_dismissed_and_then_hidden_is_not_named(moons: Notebook, signed_in: Enter) -> None:
    ben = signed_in(person("ben"))
    ben.post(f"/notebooks/{moons.uuid}/dismiss")
    Notebook.objects.filter(pk=moons.pk).update(visibility="private")
    assert "Moons" not in ben.get(f"/recommended?dismissed={moons.uuid}").text


def test_home_has_what_is_recommended_what_trends_and_what_is_new_in_groups(
    moons: Notebook, ada: User, write: Write, signed_in: Enter
) -> None:
    ben = person("ben")
    group = create_group(name="Bridges", by=ada)
    set_member(group=group, person=ben, role=GroupRole.VIEWER, by=ada)
    give_to_group(notebook=write(ada, title="Arches"), by=ada, group=group)
    uses("cleo", write(ada, title="Comets", public=True), days_ago=0)
    uses("cleo", moons, days_ago=0)
    compute_trends()
    home = signed_in(ben).get("/").text
    for heading, title in (("Recommended for you", "Moons"), ("New in your groups", "Arches"), ("Trending", "Comets")):
        assert title in home[home.index(f">{heading}") :]
    assert WHY in home
    in_demand = home[home.index(">Trending this month") :]
    assert "Moons" not in in_demand[: in_demand.index("</section>")]  # it stands among the recommended
    guest = signed_in(None).get("/").text
    assert all(title in guest[guest.index("Trending this month") :] for title in ("Comets", "Moons"))
    assert "Arches" not in guest
    assert "Recommended for you" not in guest


def test_the_api(moons: Notebook, client: Client, bearer: Callable[..., dict[str, str]]) -> None:
    token = bearer(person("ben"))
    assert client.get("/api/v1/recommendations").status_code == 401
    assert client.get("/api/v1/recommendations?most=0", headers=token).status_code == 422
    (item,) = client.get("/api/v1/recommendations", headers=token).json()["items"]
    assert (item["title"], item["reason"]) == ("Moons", WHY)
    assert 0 < item["score"] <= 1
    address = f"/api/v1/notebooks/{moons.uuid}/dismissal"
    assert client.put(address, headers=token).json() == {"dismissed": True}
    assert client.get("/api/v1/recommendations", headers=token).json() == {"items": []}
    assert client.delete(address, headers=token).json() == {"dismissed": False}
    assert len(client.get("/api/v1/recommendations", headers=token).json()["items"]) == 1
