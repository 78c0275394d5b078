"""Fields of work as the gallery keeps them: what they recommend, to whom, and what they never tell."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.recommendations import field_shares, habits
from gallery.recommendations.algorithms.served import SHARES
from gallery.recommendations.field_shares import mixture_of
from gallery.recommendations.models import AlsoViewed, FieldShare, Kind, Recommended, SimilarPerson, UsedWith
from gallery.recommendations.personal import OF_USE, rank
from gallery.recommendations.queries import recommended_to
from gallery.recommendations.readership import compute_readership
from gallery.recommendations.refreshing import compute_people
from scipy import sparse

from server.tests.recommendations.using import person, uses

Write = Callable[..., Notebook]
TEAMS = ("Sea", "Rail", "Food")


@pytest.fixture
def teams(ada: User, write: Write, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Notebook]]:
    """Eight people of each team use most of its eight notebooks, and nothing else."""
    monkeypatch.setattr(field_shares, "FEWEST_PEOPLE", 10)
    made = {team: [write(ada, title=f"{team} {n}", public=True) for n in range(8)] for team in TEAMS}
    for (team, notebooks), number in product(made.items(), range(8)):
        name = f"{team.lower()}{number}"
        uses(name, *(one for place, one in enumerate(notebooks) if (place + number) % 4))
    return made


def from_fields_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is similar to anybody, and nothing is used with anything."""
    AlsoViewed.objects.all().delete()
    UsedWith.objects.all().delete()
    SimilarPerson.objects.all().delete()
    monkeypatch.setattr(habits, "nearest", lambda *_: {})


def test_a_field_recommends_what_its_people_use_and_says_to_what_it_belongs(
    teams: dict[str, list[Notebook]], monkeypatch: pytest.MonkeyPatch
) -> None:
    uses("ben", *teams["Rail"][:3])
    compute_readership()
    from_fields_alone(monkeypatch)
    told = {one.card.title: one.reason for one in recommended_to(person("ben"), 5)}
    assert len(told) == 5
    assert all(title.startswith("Rail") for title in told)
    assert all(reason.startswith("Used for the same work as “Rail") for reason in told.values())
    assert not any(f"“{title}”" in reason for title, reason in told.items())  # nothing is a reason for itself
    named = {reason.removeprefix("Used for the same work as ").strip("“”") for reason in told.values()}
    assert named == {one.title for one in teams["Rail"][:3]}  # each of what ben uses is named, and nothing else


def test_what_two_people_use_is_in_no_field(teams: dict[str, list[Notebook]], ada: User, write: Write) -> None:
    secret = write(ada, title="Of two", public=True)
    uses("rail0 rail1", secret, views=9)
    compute_readership()
    assert FieldShare.objects.exists()
    assert not FieldShare.objects.filter(notebook=secret).exists()
    uses("rail2", secret)
    compute_readership()
    assert FieldShare.objects.filter(notebook=secret).exists()


def test_among_few_people_there_are_no_fields(
    teams: dict[str, list[Notebook]], monkeypatch: pytest.MonkeyPatch
) -> None:
    compute_readership()
    assert FieldShare.objects.exists()
    monkeypatch.setattr(field_shares, "FEWEST_PEOPLE", 25)
    compute_readership()
    assert not FieldShare.objects.exists()


def test_what_one_may_no_longer_read_says_nothing_of_ones_fields(
    teams: dict[str, list[Notebook]], monkeypatch: pytest.MonkeyPatch
) -> None:
    uses("ben", teams["Sea"][0], teams["Rail"][0])
    compute_readership()
    Notebook.objects.filter(pk=teams["Rail"][0].pk).update(visibility="private")
    ben = person("ben")
    from_fields_alone(monkeypatch)
    found = [row for row in rank(ben) if row.kind == Kind.FIELD]
    assert {row.about_id for row in found} == {teams["Sea"][0].pk}
    assert {row.notebook.title.split()[0] for row in found[:5]} == {"Sea"}


def test_a_hidden_notebook_takes_no_place_in_a_field(teams: dict[str, list[Notebook]]) -> None:
    uses("ben", *teams["Rail"][:3])
    compute_readership()
    hidden = teams["Rail"][5]
    Notebook.objects.filter(pk=hidden.pk).update(visibility="private")
    shown = {row.notebook_id for row in rank(person("ben"))}
    assert hidden.pk not in shown
    assert {one.pk for one in teams["Rail"][3:]} - {hidden.pk} <= shown


def test_for_everybody_fields_are_read_once(teams: dict[str, list[Notebook]]) -> None:
    compute_readership()
    with CaptureQueriesContext(connection) as asked:
        assert compute_people() > 20
    assert sum("fieldshare" in query["sql"] for query in asked) == 1
    assert Recommended.objects.filter(kind=Kind.FIELD).exists()


def test_a_field_is_spoken_of_by_what_somebody_uses_much_of_it() -> None:
    shares = sparse.csr_array([[0.5, 0.3, 0.15, 0.05]], dtype=np.float32)
    learned = field_shares.Learned(np.array([0]), np.array([10, 20, 30, 40]), shares, sparse.csr_array(shares.T))
    assert mixture_of({10: 1.0, 20: 1.0, 30: 0.1, 99: 9.0}, learned).known_by == ((10, 20),)
    assert mixture_of({40: 1.0, 10: 1.0}, learned).known_by == ((10, 40),)  # a second one always
    assert mixture_of({20: 1.0, 10: 1.0, 30: 3.0}, learned).known_by == ((10, 30, 20),)
    assert mixture_of({99: 1.0}, learned).known_by == ()


def test_fields_weigh_what_was_measured(teams: dict[str, list[Notebook]], monkeypatch: pytest.MonkeyPatch) -> None:
    uses("ben", *teams["Rail"][:3])
    compute_readership()
    from_fields_alone(monkeypatch)
    best = max(row.score for row in rank(person("ben")) if row.kind == Kind.FIELD)
    assert best == pytest.approx(OF_USE * SHARES["fields"] * 0.75, abs=1e-4)  # health is unknown
