"""Who shares readers with whom: worked out by hand, the slow way, and for those who may see it."""

import math
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.directory.actions import create_organisation, place
from gallery.notebooks.actions import star
from gallery.notebooks.models import Notebook, Star, Use
from gallery.notebooks.usage import today
from gallery.recommendations import readership, usage
from gallery.recommendations.algorithms.served import LEAST_PEOPLE
from gallery.recommendations.habits import nearest
from gallery.recommendations.models import AlsoViewed, SimilarPerson, UsedIn
from gallery.recommendations.queries import also_viewed_with
from gallery.recommendations.readership import compute_readership
from gallery.recommendations.tasks import recommend_to_everybody
from gallery.site.chores import CHORES

from server.tests.recommendations.using import person, uses
from server.tests.working import work_off

Write = Callable[..., Notebook]
READERS = "ben cleo dan fay gil hal"


@pytest.fixture
def three(ada: User, write: Write) -> tuple[Notebook, Notebook, Notebook]:
    """Tides is read by all but eve, Moons by four of these, Bread by three of these and eve."""
    tides, moons, bread = (write(ada, title=title, public=True) for title in ("Tides", "Moons", "Bread"))
    uses(READERS, tides)
    uses("cleo dan gil hal", moons, views=5)
    uses("dan gil hal eve", bread)
    return tides, moons, bread


def test_also_viewed_is_the_jaccard_index(three: tuple[Notebook, Notebook, Notebook]) -> None:
    compute_readership()
    tides = three[0]
    found = {one.card.title: one.score for one in also_viewed_with(None, tides)}
    assert found == {"Moons": pytest.approx(2 / 3, abs=1e-4), "Bread": pytest.approx(3 / 7, abs=1e-4)}
    assert [one.reason for one in also_viewed_with(None, tides)] == ["Used together with this one"] * 2


def test_what_one_or_two_people_use_together_is_not_told(ada: User, write: Write) -> None:
    tides, moons = (write(ada, title=title, public=True) for title in ("Tides", "Moons"))
    uses(READERS, tides)
    uses("ben cleo eve", moons)
    compute_readership()
    assert also_viewed_with(None, tides) == ()
    assert also_viewed_with(None, moons) == ()
    uses("dan", moons)
    compute_readership()
    assert [one.card.title for one in also_viewed_with(None, tides)] == ["Moons"]


def test_people_are_similar_by_the_cosine_of_what_they_use(three: tuple[Notebook, Notebook, Notebook]) -> None:
    star(notebook=three[0], by=person("ben"))
    compute_readership()
    found = SimilarPerson.objects.get(person=person("ben"), other=person("cleo"))
    cleo = (math.log(2), math.log(6))  # one view of Tides, five of Moons
    assert found.score == pytest.approx(cleo[0] / math.hypot(*cleo), abs=1e-4)
    assert not SimilarPerson.objects.filter(person=person("ben"), other=person("eve")).exists()


def test_a_run_counts_more_than_a_view_and_a_star_counts(ada: User, write: Write) -> None:
    notebook = write(ada, public=True)
    uses("ben", notebook, views=2, runs=1)
    star(notebook=notebook, by=person("ben"))
    loaded = usage.load_usage()
    assert loaded.weights.todense().tolist() == [[pytest.approx(math.log(1 + 2 + 3) + 1)]]
    assert loaded.used.todense().tolist() == [[pytest.approx(math.log(6))]]


def test_what_is_older_than_90_days_or_in_the_trash_counts_nothing(three: tuple[Notebook, Notebook, Notebook]) -> None:
    tides, moons, bread = three
    Use.objects.filter(notebook=moons).update(day=today() - timedelta(days=90))
    Notebook.objects.filter(pk=bread.pk).update(trashed_at="2026-01-01T00:00:00Z")
    compute_readership()
    assert also_viewed_with(None, tides) == ()


def test_a_crowd_agrees_with_the_slow_way(ada: User, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (readership, usage):
        monkeypatch.setattr(module, "PORTION", 3)
    chance = Random(7)
    notebooks = [write(ada, title=f"N{n}", public=True) for n in range(11)]
    vectors: dict[int, dict[int, float]] = defaultdict(dict)
    readers: dict[int, set[int]] = defaultdict(set)
    for number in range(13):
        who = person(f"p{number}")
        for notebook in chance.sample(notebooks, chance.randrange(1, 7)):
            views, runs, starred = chance.randrange(1, 9), chance.randrange(3), chance.random() < 0.3
            uses(who.username, notebook, views=views, runs=runs)
            if starred:
                Star.objects.create(person=who, notebook=notebook)
            vectors[who.pk][notebook.pk] = math.log(1 + views + 3 * runs) + starred
            readers[notebook.pk].add(who.pk)
    compute_readership()

    def cosine(one: dict[int, float], other: dict[int, float]) -> float:
        product = sum(one[key] * other[key] for key in one.keys() & other.keys())
        return product / math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))

    jaccard = {
        (a, b): len(readers[a] & readers[b]) / len(readers[a] | readers[b])
        for a in readers
        for b in readers
        if a != b and len(readers[a] & readers[b]) >= LEAST_PEOPLE
    }
    near = {(a, b): cosine(vectors[a], vectors[b]) for a in vectors for b in vectors if a != b}
    near = {pair: value for pair, value in near.items() if value > 0}
    kept = {(a, b): value for a, b, value in AlsoViewed.objects.values_list("notebook", "other", "score")}
    people = {(a, b): value for a, b, value in SimilarPerson.objects.values_list("person", "other", "score")}
    assert kept == pytest.approx(jaccard, abs=1e-5)
    assert people == pytest.approx(near, abs=1e-5)
    for one, vector in vectors.items():  # what is computed at once, between two nights
        expected = {b: value for (a, b), value in near.items() if a == one}
        assert nearest(one, vector) == pytest.approx(expected, abs=1e-5)


def test_computed_again_only_what_is_still_true_is_left(three: tuple[Notebook, Notebook, Notebook]) -> None:
    compute_readership()
    Use.objects.exclude(notebook=three[0]).delete()
    compute_readership()
    assert not AlsoViewed.objects.exists()
    assert set(SimilarPerson.objects.values_list("person__username", "other__username")) == {
        (a, b) for a in READERS.split() for b in READERS.split() if a != b
    }
    Use.objects.all().delete()
    assert compute_readership() == 0
    assert not SimilarPerson.objects.exists()


def test_an_organisation_says_what_several_use_and_not_what_one_does(
    three: tuple[Notebook, Notebook, Notebook], admin: User
) -> None:
    tides = three[0]
    house = create_organisation(name="House", by=admin)
    for name in ("ben", "cleo", "dan", "eve"):
        place(person=person(name), organisation=house, by=admin)
    compute_readership()
    assert [(one.notebook, one.people) for one in UsedIn.objects.all()] == [(tides, 3)]  # two of them use the others


def test_what_one_may_not_find_is_not_there_and_takes_no_place(
    three: tuple[Notebook, Notebook, Notebook], ada: User, otto: User
) -> None:
    tides, moons, _ = three
    compute_readership()
    Notebook.objects.filter(pk=moons.pk).update(visibility="private")
    assert [one.card.title for one in also_viewed_with(otto, tides, 1)] == ["Bread"]
    assert [one.card.title for one in also_viewed_with(ada, tides, 1)] == ["Moons"]


def test_its_page_and_the_api(three: tuple[Notebook, Notebook, Notebook], client: Client) -> None:
    tides = three[0]
    address = f"/notebooks/{tides.uuid}/also-viewed"
    assert f'href="{address}"' in client.get(tides.get_absolute_url()).text
    assert "Nothing yet" in client.get(address).text
    assert client.get(address, headers={"HX-Request": "true"}).text.strip() == ""
    compute_readership()
    part = client.get(address, headers={"HX-Request": "true"}).text
    assert "Moons" in part
    assert "<html" not in part
    assert "Used together with this one" in client.get(address).text
    items = client.get(f"/api/v1{address}?most=1").json()["items"]
    assert [(one["title"], one["score"]) for one in items] == [("Moons", 0.6667)]


def test_the_worker_does_it_every_night(three: tuple[Notebook, Notebook, Notebook]) -> None:
    chore = next(one for one in CHORES if one.do == recommend_to_everybody.enqueue)
    chore.do()
    assert not AlsoViewed.objects.exists()  # it takes too long for the process that does the chores
    work_off()
    assert AlsoViewed.objects.exists()
