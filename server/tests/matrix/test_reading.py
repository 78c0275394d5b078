"""Every actor, every state, every address about one notebook."""

import pytest

from server.tests.matrix.actors import ACTORS, Actor, comes_here
from server.tests.matrix.checks import Matrix, check_content, check_otherwise
from server.tests.matrix.states import STATES
from server.tests.matrix.surfaces import Surface, every_probe, of_kind

NAMES = [actor.name for actor in ACTORS]
# One for each reason to find something or not; that lists are right for everybody is asked in test_lists.
SEARCHERS = [
    "guest",
    "stranger",
    "reader",
    "viewer",
    "lacking",
    "administrator",
    "administrator in admin mode",
    "owner's narrow token",
    "owner's full token",
]


def _worth(actor: Actor) -> list[Surface]:
    return [one for one in of_kind("content") if comes_here(actor, api=one.api)]


@pytest.mark.parametrize("name", NAMES)
def test_one_notebook(matrix: Matrix, name: str) -> None:
    visitor = matrix.visitors[name]
    found = [line for surface in _worth(visitor.actor) for line in check_content(matrix, visitor, surface)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", SEARCHERS)
def test_searches_for_the_words_of_one_notebook(matrix: Matrix, name: str) -> None:
    visitor = matrix.visitors[name]
    found = [line for surface in every_probe() for line in check_content(matrix, visitor, surface)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["guest", "stranger", "administrator", "owner's narrow token"])
def test_previews_conditions_and_other_methods(matrix: Matrix, name: str) -> None:
    visitor = matrix.visitors[name]
    hidden = [state for state in STATES if state.visibility == "private" and state.shares][:2] + [
        state for state in STATES if state.trashed
    ]
    surfaces = [one for one in of_kind("content") if not one.listed]
    found = [line for surface in surfaces for line in check_otherwise(matrix, visitor, surface, hidden)]
    assert not found, "\n".join(found)
