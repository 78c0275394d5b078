"""Suggestions as one types: beginnings, slips of the finger, notebooks before tags before people."""

from collections.abc import Callable

import pytest
from gallery.accounts.models import User
from gallery.directory.groups import create_group
from gallery.notebooks import actions
from gallery.notebooks.models import Notebook, Visibility
from gallery.notebooks.ownership import give_to_group
from gallery.search.queries import Suggestion, suggest
from gallery.search.spelling import begins
from hypothesis import given
from hypothesis import strategies as st

Write = Callable[..., Notebook]


@pytest.fixture
def world(ada: User, grace: User, write: Write) -> Notebook:
    """A few notebooks by two people."""
    write(grace, title="Machine learning for beginners", tags=["machine-learning"], public=True)
    write(ada, title="Maps of Europe", tags=["maps", "c#"], public=True)
    return write(ada, title="Earthquakes", tags=["maps"], public=True)


def titles(*typed: str) -> list[list[str]]:
    return [[one.title for one in suggest(None, text)] for text in typed]


def test_what_a_suggestion_says(world: Notebook, ada: User) -> None:
    assert suggest(None, "earthq") == (Suggestion("notebook", "Earthquakes", world.get_absolute_url(), "Ada Brandt"),)
    assert suggest(None, "map")[1:] == (Suggestion("tag", "maps", "/tags/maps", "2 notebooks"),)
    assert suggest(None, "c#")[-1] == Suggestion("tag", "c#", "/tags/c%23", "1 notebook")
    assert suggest(None, "brandt") == (Suggestion("person", "Ada Brandt", "/people/ada", "ada"),)


@pytest.mark.parametrize("typed", ["earth", "EARTHQ", "earthquakes", "earthqakes", "aerthq", "earrth", "eirth"])
def test_beginnings_and_slips(world: Notebook, typed: str) -> None:
    assert titles(typed) == [["Earthquakes"]]


@pytest.mark.parametrize("typed", ["", " ", "!", "\0", "zzz", "quakes", "eartz zz", "mpa"])
def test_nothing_to_suggest(world: Notebook, typed: str) -> None:
    assert suggest(None, typed) == ()


def test_all_words_count_and_the_last_may_be_unfinished(world: Notebook) -> None:
    assert titles("machine lear", "machin learning beg", "europe ma", "euro ma") == [
        ["Machine learning for beginners", "machine-learning"],
        ["Machine learning for beginners"],
        ["Maps of Europe"],
        [],
    ]


def test_people_and_tags_by_any_of_their_words(world: Notebook) -> None:
    assert titles("okoy", "grase", "learn") == [
        ["Grace Okoye"],
        ["Grace Okoye"],
        ["Machine learning for beginners", "machine-learning"],
    ]


def test_groups_with_something_for_the_reader(world: Notebook, ada: User, otto: User) -> None:
    group = create_group(name="Pricing desk", by=ada)
    create_group(name="Pricing without notebooks", by=ada)
    assert suggest(ada, "pric") == ()
    give_to_group(notebook=world, by=ada, group=group)
    assert suggest(None, "pric") == (Suggestion("group", "Pricing desk", "/groups/pricing-desk", "group"),)
    actions.set_visibility(notebook=world, by=ada, visibility=Visibility.PRIVATE)
    assert [one.kind for one in suggest(ada, "desk")] == ["group"]
    assert suggest(otto, "desk") == suggest(None, "desk") == ()


def test_at_most_eight_and_the_most_starred_first(ada: User, write: Write) -> None:
    notebooks = [write(ada, title=f"Common {number}", tags=[f"common-{number}"]) for number in range(9)]
    actions.star(notebook=notebooks[7], by=ada)
    suggestions = suggest(ada, "commo")
    assert [one.kind for one in suggestions] == ["notebook"] * 5 + ["tag"] * 3
    assert suggestions[0].title == "Common 7"


def one_step(word: str) -> set[str]:
    """Every word that one slip makes of this one."""
    letters = "abc"
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    changed = {a + c + b[1:] for a, b in cuts if b for c in letters}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return changed | swapped | {a + b[1:] for a, b in cuts if b} | {a + c + b for a, b in cuts for c in letters}


@given(st.text("abc", min_size=4, max_size=7), st.text("abc", min_size=1, max_size=8))
def test_one_slip_is_what_it_says(typed: str, word: str) -> None:
    reachable = any(typed in one_step(word[:size]) | {word[:size]} for size in range(1, len(word) + 1))
    assert begins(typed, word, slips=True) == reachable
