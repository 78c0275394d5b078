"""Deprecated notebooks are left out, counted for those who may find them, and shown last to who asks for them."""

from collections.abc import Callable

import pytest
from gallery.accounts.models import User
from gallery.notebooks.deprecation import deprecate, undeprecate
from gallery.notebooks.models import Notebook
from gallery.search.queries import Question, answers, suggest
from gallery.search.replica import settled

from server.tests.search.conftest import ask

Write = Callable[..., Notebook]
Titles = Callable[..., list[str]]


@pytest.fixture
def old(ada: User, write: Write) -> Notebook:
    """One of two notebooks about tides, which has become old; the better answer of the two."""
    made = write(ada, "tides = 1", title="Tides, tides", description="tides", public=True)
    write(ada, "tides = 2", title="Harbour", public=True)
    write(ada, "quarry = 3", title="Quarry", public=True)
    deprecate(notebook=made, by=ada)
    return made


@pytest.mark.parametrize("text", ["tides", ""])
@pytest.mark.parametrize("written", [False, True])
def test_it_is_left_out_and_counted(old: Notebook, otto: User, text: str, written: bool) -> None:
    if written:
        settled()
    found = ask(otto, text)
    assert old.title not in [card.title for card in found.items]
    assert (found.total, found.deprecated) == (1 if text else 2, 1)
    assert sum(one.count for one in found.facets.languages) == found.total
    assert set(answers(otto, Question(text=text)).values_list("title", flat=True)) == {c.title for c in found.items}


def test_who_asks_for_it_finds_it_after_all_others(old: Notebook, otto: User, titles: Titles) -> None:
    assert titles(otto, "tides", deprecated=True) == ["Harbour", old.title]
    found = ask(otto, "tides", deprecated=True)
    assert (found.total, found.deprecated) == (2, 0)
    assert [card.deprecated for card in found.items] == [False, True]
    for order in ("title", "updated", "stars"):
        assert titles(otto, "tides", deprecated=True, sort=order) == ["Harbour", old.title]
    assert titles(otto, "", deprecated=True, sort="newest")[-1] == old.title
    assert answers(otto, Question(text="tides", deprecated=True)).count() == 2


def test_where_nothing_else_answers_that_is_said_and_nothing_less_fitting_offered(
    ada: User, old: Notebook, otto: User, write: Write
) -> None:
    only = write(ada, "moorings = 1", title="Moorings", public=True)
    deprecate(notebook=only, by=ada)
    assert (ask(otto, "moorings").total, ask(otto, "moorings").deprecated) == (0, 1)


def test_hidden_ones_are_not_counted(ada: User, otto: User, old: Notebook, write: Write) -> None:
    deprecate(notebook=write(ada, "tides = 9", title="Private tides"), by=ada)
    assert ask(otto, "tides").deprecated == 1
    assert ask(None, "tides").deprecated == 1
    assert ask(ada, "tides").deprecated == 2


def test_what_is_taken_back_is_found_again_at_once(ada: User, otto: User, old: Notebook, titles: Titles) -> None:
    undeprecate(notebook=old, by=ada)
    assert titles(otto, "tides") == [old.title, "Harbour"]


def test_it_is_not_suggested_as_one_types(ada: User, otto: User, old: Notebook) -> None:
    assert suggest(otto, "tides") == ()
    undeprecate(notebook=old, by=ada)
    assert [one.title for one in suggest(otto, "tides")] == [old.title]
