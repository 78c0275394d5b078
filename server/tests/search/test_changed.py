"""Narrowing by when a notebook last changed: typed, chosen, asked for by programs, followed; to the second."""

import doctest
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.notebooks.actions import Description, describe
from gallery.notebooks.models import Notebook
from gallery.search import periods
from gallery.search.narrowing import narrow, narrowed
from gallery.search.queries import Question, answers
from gallery.search.replica import snapshot

from server.tests.search.conftest import aged, ask

Write = Callable[..., Notebook]
Enter = Callable[[User | None], Client]
AGES = {"Hours": 0.5, "Days": 3, "Weeks": 20, "Months": 200, "Years": 2000}
COUNTS = {"day": 1, "week": 2, "month": 3, "year": 4}


@pytest.fixture
def ages(ada: User, write: Write) -> dict[str, Notebook]:
    """Public notebooks that changed longer and longer ago, and a private one of this minute."""
    made = {title: write(ada, "findme", title=title, public=True) for title in AGES}
    for title, days in AGES.items():
        aged(made[title], days=days)
    write(ada, "findme", title="Private")
    return made


def test_what_a_period_is_called() -> None:
    assert doctest.testmod(periods).failed == 0
    said = [periods.period_in_words(one) for one in ("day", "year", "2026-02-01", "")]
    assert said == ["in the last 24 hours", "in the last 365 days", "since 1 February 2026", ""]


@pytest.mark.parametrize("period", COUNTS)
def test_typed_or_given_it_finds_what_changed_since(ages: dict[str, Notebook], period: str) -> None:
    expected = set(list(AGES)[: COUNTS[period]])
    for asked in ({"text": f"findme CHANGED:{period}"}, {"text": "findme", "changed": period}, {"changed": period}):
        found = ask(None, **asked)
        assert ({card.title for card in found.items}, found.total) == (expected, len(expected))
    unwanted = ask(None, f"findme -changed:{period}")
    assert {card.title for card in unwanted.items} == set(AGES) - expected


def test_since_a_day(ages: dict[str, Notebook]) -> None:
    day = (timezone.now() - timedelta(days=21)).date().isoformat()
    assert {card.title for card in ask(None, f"changed:{day}").items} == {"Hours", "Days", "Weeks"}
    assert ask(None, f"changed:{day} changed:week").total == 2  # both hold, where two are said


@pytest.mark.parametrize("said", ["lately", "2026-02-31", "20260101", "2026-W01", "0000-01-01", "-1"])
def test_what_is_no_period_is_a_word(said: str) -> None:
    asked = Question(text=f"changed:{said}").asked
    assert not asked.conditions
    assert asked.words
    assert Question(changed=said).asked.conditions == ()


def test_a_day_begins_at_midnight_in_memory_as_in_the_database(ada: User, write: Write) -> None:
    midnight = datetime(2026, 10, 1, tzinfo=UTC)
    for moved in (-1_000_000, -1, 0, 1):
        notebook = write(ada)
        Notebook.objects.filter(pk=notebook.pk).update(updated_at=midnight + timedelta(microseconds=moved))
        columns, asked = snapshot().columns, Question(text="changed:2026-10-01").asked
        columns.read([notebook.pk])
        assert (notebook.pk in np.flatnonzero(narrow(columns.alive, asked, columns))) == (moved >= 0)
        assert narrowed(Notebook.objects.filter(pk=notebook.pk), asked).exists() == (moved >= 0)


def test_a_change_counts_with_the_next_question(ages: dict[str, Notebook], ada: User) -> None:
    assert ask(None, "changed:week").total == 2
    describe(notebook=ages["Years"], by=ada, about=Description("Years", "as new"))
    assert {card.title for card in ask(None, "findme changed:day").items} == {"Hours", "Years"}
    assert {one.name: one.count for one in ask(None).facets.changed} == {"day": 2, "week": 3, "month": 4, "year": 5}


def choices(page: str) -> list[tuple[str, str]]:
    """The lines below *Last changed*: words and counts."""
    (facet,) = re.findall(r"<h2>Last changed</h2>(.*?)</section>", page, re.DOTALL) or [""]
    return re.findall(r"<span>([^<]+)</span><span class=\"count\">(\d+)</span>", facet)


def test_the_side_bar_counts_what_the_reader_may_find(ages: dict[str, Notebook], ada: User, signed_in: Enter) -> None:
    lines = [(periods.period_in_words(one), str(count)) for one, count in COUNTS.items()]
    assert choices(signed_in(None).get("/notebooks/?q=findme").text) == lines
    more = [(words, str(int(count) + 1)) for words, count in lines]
    assert choices(signed_in(ada).get("/notebooks/?q=findme").text) == more


def test_a_chosen_period_is_a_chip_and_hides_longer_ones(ages: dict[str, Notebook], signed_in: Enter) -> None:
    page = signed_in(None).get("/notebooks/?q=findme&changed=week").text
    assert choices(page) == [("in the last 24 hours", "1"), ("in the last 7 days", "2")]
    assert 'href="/notebooks/?q=findme">Last changed: in the last 7 days' in page
    assert 'name="changed" value="week"' in page  # the next words are asked of the same period
    assert "Last changed:" not in signed_in(None).get("/notebooks/?changed=evil").text


def test_the_way_to_the_page_of_all_says_so(ages: dict[str, Notebook], signed_in: Enter) -> None:
    page = signed_in(None).get("/notebooks/?q=findme").text
    assert '<a class="small" href="/languages/"><span>All languages</span></a>' in page
    assert "all…" not in page


def test_programs_ask_for_it(ages: dict[str, Notebook], client: Client) -> None:
    address = "/api/v1/notebooks"
    assert client.get(address, {"changed": "month"}).json()["total"] == COUNTS["month"]
    assert client.get(address, {"changed": "2001-01-01"}).json()["total"] == len(AGES)
    assert [client.get(address, {"changed": one}).status_code for one in ("evil", "2026-02-31")] == [422, 422]


def test_it_can_be_followed(ages: dict[str, Notebook], client: Client) -> None:
    feed = client.get("/feeds/search.atom?q=findme&changed=week").text
    assert "Notebooks found by: findme, in the last 7 days" in feed
    assert feed.count("<entry>") == COUNTS["week"]
    found = answers(None, Question(changed="week")).values_list("title", flat=True)
    assert set(found) == {"Hours", "Days"}
