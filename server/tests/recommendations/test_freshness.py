"""What somebody does changes their own recommendations within minutes, and nobody else's."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.notebooks.actions import star, unstar
from gallery.notebooks.models import Notebook
from gallery.notebooks.usage import write_views
from gallery.recommendations import refreshing
from gallery.recommendations.models import Recommended, Similar, StalePerson
from gallery.recommendations.personal import rank
from gallery.recommendations.queries import recommended_to
from gallery.recommendations.refreshing import compute_people, mark_people, refresh_people
from gallery.site.chores import CHORES

from server.tests.recommendations.using import person, uses

Write = Callable[..., Notebook]


@pytest.fixture
def pair(ada: User, write: Write) -> tuple[Notebook, Notebook]:
    """Tides, and Moons which is like it."""
    tides, moons = (write(ada, title=title, public=True) for title in ("Tides", "Moons"))
    Similar.objects.create(notebook=tides, other=moons, score=0.5)
    return tides, moons


def titles(reader: User) -> list[str]:
    return [one.card.title for one in recommended_to(reader)]


def test_a_view_counts_with_the_next_round_of_chores(
    pair: tuple[Notebook, Notebook], signed_in: Callable[..., Client]
) -> None:
    ben, cleo = person("ben"), person("cleo")
    signed_in(ben).get(pair[0].get_absolute_url())
    write_views()
    assert list(StalePerson.objects.values_list("person", flat=True)) == [ben.pk]
    (chore,) = [one for one in CHORES if one.do == refresh_people]
    assert chore.every <= 60
    assert chore.do() == 1
    assert list(Recommended.objects.filter(score__gt=0).values_list("person", "notebook")) == [(ben.pk, pair[1].pk)]
    assert titles(ben) == ["Moons"]
    assert titles(cleo) == []
    assert refresh_people() == 0


def test_a_star_counts_and_so_does_taking_it_away(pair: tuple[Notebook, Notebook]) -> None:
    ben = person("ben")
    star(notebook=pair[0], by=ben)
    refresh_people()
    assert titles(ben) == ["Moons"]
    unstar(notebook=pair[0], by=ben)
    refresh_people()
    assert titles(ben) == []


def test_what_happens_during_the_computing_is_computed_once_more(
    pair: tuple[Notebook, Notebook], monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = person("ben")
    mark_people([ben.pk])

    def rank_while_ben_reads(reader: User, _: object) -> list[Recommended]:
        mark_people([ben.pk])
        return []

    with monkeypatch.context() as patched:
        patched.setattr(refreshing, "rank", rank_while_ben_reads)
        refresh_people()
    uses("ben", pair[0])
    assert refresh_people() == 1
    assert titles(ben) == ["Moons"]
    assert not StalePerson.objects.exists()


def test_one_who_cannot_be_computed_stops_no_other(
    pair: tuple[Notebook, Notebook], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    uses("ben cleo", pair[0])
    mark_people([person("ben").pk, person("cleo").pk])

    def rank_but_ben(reader: User, _: object) -> list[Recommended]:
        if reader.username == "ben":
            raise ValueError(uuid4())
        return rank(reader)

    with monkeypatch.context() as patched:
        patched.setattr(refreshing, "rank", rank_but_ben)
        assert refresh_people() == 1
    assert "could not compute what to recommend" in caplog.text
    assert list(StalePerson.objects.values_list("person__username", flat=True)) == ["ben"]
    assert Recommended.objects.filter(person__username="cleo").exists()
    assert refresh_people() == 1


def test_every_night_those_who_were_here_lately_are_computed(pair: tuple[Notebook, Notebook]) -> None:
    uses("ben", pair[0], days_ago=29)
    uses("cleo", pair[0], days_ago=31)
    long_ago = timezone.now() - timedelta(days=31)
    User.objects.update(date_joined=long_ago, last_login=long_ago)
    assert compute_people() == 1
    assert set(Recommended.objects.values_list("person__username", flat=True)) == {"ben"}


def test_whoever_left_has_none(pair: tuple[Notebook, Notebook]) -> None:
    uses("ben", pair[0], days_ago=29)
    compute_people()
    User.objects.filter(username="ben").update(is_active=False)
    compute_people()
    assert not Recommended.objects.exists()
