"""Health, demand and what suits the reader move answers a little, and lift nothing that does not match."""

import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.notebooks import inclining
from gallery.notebooks.changes import HEALTH, next_change
from gallery.notebooks.models import Notebook, Trend
from gallery.recommendations.models import Recommended
from gallery.search import replica
from gallery.search.columns import Columns
from gallery.search.queries import Question, find
from gallery.search.ranking import MOST, factors
from gallery.search.replica import settled, snapshot
from hypothesis import given
from hypothesis import strategies as st

from server.tests.search.conftest import ask

Write = Callable[..., Notebook]
Titles = Callable[..., list[str]]


@pytest.fixture
def alike(ada: User, write: Write) -> dict[str, Notebook]:
    """Three notebooks that answer equally well, and one that does not answer."""
    made = {title: write(ada, "tides of the sea", title=title, kind="markdown", public=True) for title in "ABC"}
    made["D"] = write(ada, "something else", title="D", kind="markdown", public=True)
    settled()
    return made


def fares(notebook: Notebook, health: str = "undetermined", demand: float = 0.0) -> None:
    """Health and demand, as the worker writes them."""
    Notebook.objects.filter(pk=notebook.pk).update(health=health)
    if demand:
        Trend.objects.create(notebook=notebook, value=demand, computed_at=timezone.now())
    next_change(HEALTH)


def test_of_equally_good_answers_the_healthy_one_is_first(alike: dict[str, Notebook], titles: Titles) -> None:
    before = titles(None, "tides")
    assert sorted(before) == ["A", "B", "C"]
    fares(alike[before[0]], "unhealthy")
    fares(alike[before[2]], "healthy")
    assert titles(None, "tides") == [before[2], before[1], before[0]]


def test_what_is_in_demand_comes_sooner(alike: dict[str, Notebook], titles: Titles) -> None:
    before = titles(None, "tides")
    fares(alike[before[2]], demand=3.0)
    fares(alike[before[1]], demand=0.2)
    assert titles(None, "tides") == [before[2], before[1], before[0]]


def test_of_few_notebooks_it_is_read_at_once_however_large_their_keys_are(
    alike: dict[str, Notebook], ada: User, titles: Titles
) -> None:
    Notebook.objects.create(
        pk=10 * replica.FEW,
        owner=ada,
        title="Late",
        visibility="public",
        updated_at=timezone.now(),
        changed=next_change(),
    )
    before = titles(None, "tides")
    for _ in range(3):
        fares(alike[before[0]], "unhealthy")
        fares(alike[before[2]], "healthy")
        after = titles(None, "tides")
        assert after == [before[2], before[1], before[0]]
        before = after


def test_what_suits_the_reader_comes_sooner_for_nobody_else(
    alike: dict[str, Notebook], ada: User, otto: User, titles: Titles, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = titles(otto, "tides")
    last = alike[before[2]]

    def known(person: User) -> Mapping[int, float]:
        return {last.pk: 1.0, alike["D"].pk: 1.0, 10**9: 1.0} if person == ada else {}

    monkeypatch.setattr(inclining, "_knowing", [known])
    assert titles(ada, "tides") == [before[2], before[0], before[1]]
    assert titles(otto, "tides") == titles(None, "tides") == before


def test_what_was_recommended_to_the_reader_suits_them(alike: dict[str, Notebook], otto: User, titles: Titles) -> None:
    before = titles(otto, "tides")
    Recommended.objects.create(person=otto, notebook=alike[before[2]], score=0.5, kind="people")
    assert titles(otto, "tides") == [before[2], before[0], before[1]]
    assert titles(None, "tides") == before


def test_nothing_lifts_what_does_not_match_or_beats_a_better_text(
    ada: User, alike: dict[str, Notebook], write: Write, titles: Titles
) -> None:
    write(ada, "tides tides tides", title="Tides", public=True)
    settled()
    fares(alike["A"], "healthy", demand=1000.0)
    fares(alike["D"], "healthy", demand=1000.0)
    assert titles(None, "tides")[:2] == ["Tides", "A"]
    assert "D" not in titles(None, "tides")


def test_pages_follow_each_other_without_gaps(ada: User, write: Write, titles: Titles) -> None:
    made = [write(ada, "tides", title=f"{number}") for number in range(9)]
    for number, notebook in enumerate(made):
        fares(notebook, ("healthy", "unhealthy", "undetermined")[number % 3], demand=number / 3)
    whole = titles(ada, "tides", page_size=100)
    assert [title for page in (1, 2, 3, 4) for title in titles(ada, "tides", page_size=4, page=page)] == whole
    assert len(whole) == 9


@given(health=st.integers(0, 2), demand=st.floats(0, 1e9), value=st.floats(-10, 10, allow_nan=False))
def test_no_factor_weighs_more_than_it_may(health: int, demand: float, value: float) -> None:
    import numpy as np

    columns = Columns()
    columns._grow(8)
    columns.health[3], columns.trend[3] = health, demand
    moving = factors(np.array([3]), columns, {3: value, 10**6: 1.0})
    for factor in (moving.health, moving.trend, moving.taste):
        assert 1 - MOST <= factor[0] <= 1 + MOST


def test_administrators_see_why_and_nobody_else_does(
    alike: dict[str, Notebook], admin: User, otto: User, signed_in: Callable[..., Client]
) -> None:
    fares(alike["B"], "healthy")
    assert find(otto, Question(text="tides")).why == find(None, Question(text="tides")).why == ()
    told = find(admin, Question(text="tides sea")).why
    assert len(told) == 3
    for one in told:
        assert one.score == pytest.approx(one.text * one.health * one.trend * one.taste)
        assert one.text >= sum(score for _, score in one.additions) > 0
    assert told[0].health == 1 + MOST
    for person in (otto, None):
        assert "Why here?" not in signed_in(person).get("/notebooks/?q=tides").text
    page = re.sub(r"\s+", " ", signed_in(admin).get("/notebooks/?q=tides").text)
    assert page.count("Why here?") == 3
    assert re.search("<dt>Health</dt><dd>. 1.080</dd>", page)
    assert "why" not in signed_in(admin).get("/api/v1/notebooks?q=tides").json()["items"][0]


def test_why_is_told_of_what_is_not_in_the_index_yet(admin: User, write: Write) -> None:
    write(admin, "tides", title="Tides", public=True)
    assert snapshot().pending
    (why,) = ask(admin, "tides").why
    assert why.additions == ()
    assert why.score == why.text > 0
