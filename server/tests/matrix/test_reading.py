"""Every actor, every state, every address about one notebook."""

import pytest

from server.tests.matrix.checks import Matrix, check_content, check_otherwise
from server.tests.matrix.choosing import COME, SEARCHERS, coming, worth
from server.tests.matrix.states import STATES
from server.tests.matrix.surfaces import every_probe, of_kind


@pytest.mark.parametrize("name", COME)
def test_one_notebook(matrix: Matrix, name: str) -> None:
    visitor = matrix.visitors[name]
    asked = worth(visitor.actor, of_kind("content"))
    found = [line for surface, states in asked for line in check_content(matrix, visitor, surface, states)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", coming(SEARCHERS))
def test_searches_for_the_words_of_one_notebook(matrix: Matrix, name: str) -> None:
    visitor = matrix.visitors[name]
    asked = worth(visitor.actor, every_probe())
    found = [line for surface, states in asked for line in check_content(matrix, visitor, surface, states)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", coming(["guest", "stranger", "administrator", "owner's narrow token"]))
def test_previews_conditions_and_other_methods(matrix: Matrix, name: str) -> None:
    visitor = matrix.visitors[name]
    hidden = [state for state in STATES if state.visibility == "private" and state.shares][:2] + [
        state for state in STATES if state.trashed
    ]
    surfaces = [one for one in of_kind("content") if not one.listed]
    found = [
        line
        for place, surface in enumerate(surfaces)
        for line in check_otherwise(matrix, visitor, surface, hidden[place % 2 :: 2])
    ]
    assert not found, "\n".join(found)
