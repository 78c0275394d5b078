"""Weights between notebooks as the gallery keeps them: what they recommend, to whom, and what they never tell."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.recommendations import field_shares, habits, readership
from gallery.recommendations.algorithms.served import SHARES
from gallery.recommendations.models import AlsoViewed, FieldShare, Kind, Similar, SimilarPerson, UsedWith
from gallery.recommendations.personal import OF_USE, WEIGHTS, rank, weights_with
from gallery.recommendations.queries import recommended_to
from gallery.recommendations.readership import compute_readership
from scipy import sparse

from server.tests.recommendations.truth import check_true
from server.tests.recommendations.using import person, uses

Write = Callable[..., Notebook]


@pytest.fixture
def rail(ada: User, write: Write, monkeypatch: pytest.MonkeyPatch) -> list[Notebook]:
    """Eight people of each of two teams use most of its eight notebooks; the one that comes back is of the second."""
    monkeypatch.setattr(field_shares, "FEWEST_PEOPLE", 10)
    made = {team: [write(ada, title=f"{team} {n}", public=True) for n in range(8)] for team in ("Sea", "Rail")}
    for (team, notebooks), number in product(made.items(), range(8)):
        used = (one for place, one in enumerate(notebooks) if (place + number) % 4)
        uses(f"{team.lower()}{number}", *used)
    return made["Rail"]


def from_weights_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is similar to anybody, nothing shares readers, and there are no fields."""
    for model in (AlsoViewed, SimilarPerson, FieldShare):
        model.objects.all().delete()
    monkeypatch.setattr(habits, "nearest", lambda *_: {})


def test_what_is_used_together_is_recommended_and_named(rail: list[Notebook], monkeypatch: pytest.MonkeyPatch) -> None:
    uses("ben", *rail[:3])
    compute_readership()
    from_weights_alone(monkeypatch)
    ben = person("ben")
    found = [one for one in recommended_to(ben, 20) if one.reason.startswith("Used together with “Rail")]
    assert {one.card.title for one in found} >= {f"Rail {n}" for n in range(3, 8)}
    for one in found:
        check_true(ben, one)
    best = max(row.score for row in rank(ben) if row.kind == Kind.ALSO)
    assert best == pytest.approx(weights_with(fields=False)[Kind.ALSO] * 0.75, abs=1e-4)  # health is unknown


def test_beside_fields_they_weigh_what_was_measured(rail: list[Notebook]) -> None:
    weights = weights_with(fields=True)
    assert weights[Kind.ALSO] == pytest.approx(OF_USE * SHARES["ease"])
    assert weights[Kind.FIELD] == pytest.approx(OF_USE * SHARES["fields"])


def test_of_what_two_people_use_together_nothing_is_kept(rail: list[Notebook], ada: User, write: Write) -> None:
    secret = write(ada, title="Of two", public=True)
    uses("rail0 rail1", secret, views=9)
    compute_readership()
    assert UsedWith.objects.filter(notebook=rail[1]).exists()
    assert not UsedWith.objects.filter(other=secret).exists()
    uses("rail2", secret)
    compute_readership()
    assert UsedWith.objects.filter(other=secret).exists()


def test_among_few_people_shared_readers_stand_for_them(rail: list[Notebook], monkeypatch: pytest.MonkeyPatch) -> None:
    uses("ben", *rail[:3])
    compute_readership()
    assert UsedWith.objects.exists()
    monkeypatch.setattr(field_shares, "FEWEST_PEOPLE", 25)
    compute_readership()
    assert not UsedWith.objects.exists()
    assert any(row.kind == Kind.ALSO for row in rank(person("ben")))


def test_what_speaks_against_a_notebook_is_taken_off(rail: list[Notebook], monkeypatch: pytest.MonkeyPatch) -> None:
    uses("ben", *rail[:2])
    learned = np.zeros((16, 16), np.float32)
    learned[8, 13:16], learned[9, 14:16] = (0.4, 0.4, 0.1), (-0.3, -0.2)  # those of rail are the last eight
    monkeypatch.setattr(readership, "strongest_weights", lambda *_: sparse.csr_array(learned))
    compute_readership()
    from_weights_alone(monkeypatch)
    Similar.objects.create(notebook=rail[0], other=rail[7], score=0.5)
    rows = {row.notebook: row for row in rank(person("ben")) if row.kind == Kind.ALSO}
    assert list(rows) == [rail[5], rail[6]]
    assert rows[rail[6]].score == pytest.approx(rows[rail[5]].score / 4)
    assert {row.about for row in rows.values()} == {rail[0]}
    (alike,) = [row for row in rank(person("ben")) if row.notebook == rail[7]]
    assert alike.score == pytest.approx(WEIGHTS[Kind.LIKE] * 0.75, abs=1e-4)  # of another reason nothing is taken off


@pytest.mark.parametrize("own", [0, 1])
def test_a_hidden_notebook_takes_no_place_and_changes_no_number(
    own: int, rail: list[Notebook], ada: User, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether anything else is known of what ben uses, or not."""
    from_weights_alone(monkeypatch)
    uses("ben", rail[0])
    UsedWith.objects.create(notebook=rail[own], other=rail[5], weight=0.1)
    AlsoViewed.objects.create(notebook=rail[0], other=rail[4], score=0.5)
    before = [(row.notebook, row.score, row.about) for row in rank(person("ben"))]
    secret = write(ada, title="Secret")
    UsedWith.objects.create(notebook=rail[0], other=secret, weight=0.9)
    UsedWith.objects.create(notebook=secret, other=rail[6], weight=0.9)
    uses("ben", secret)
    assert [(row.notebook, row.score, row.about) for row in rank(person("ben"))] == before
