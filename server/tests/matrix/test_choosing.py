"""Not everything is asked of everybody: what is left out is what the rest answers already."""

from collections.abc import Sequence
from itertools import product

import pytest

from server.tests.matrix.actors import ACTORS, Actor, comes_here
from server.tests.matrix.choosing import COME, ON_POSTGRESQL, ONE_PER_REASON, SEARCHERS, coming, gets, worth
from server.tests.matrix.states import STATES
from server.tests.matrix.surfaces import Surface, every_probe, of_kind

BY_NAME = {actor.name: actor for actor in ACTORS}
ASKED = {
    "content": (of_kind("content"), COME),
    "changes": (of_kind("change"), COME),
    "searches": (every_probe(), coming(SEARCHERS)),
}
Asked = tuple[Sequence[Surface], Sequence[str]]


def test_everybody_comes_or_one_for_each_reason() -> None:
    assert set(COME) == (ONE_PER_REASON if ON_POSTGRESQL else BY_NAME.keys())


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_every_two_of_actor_state_and_address_meet(asked: Asked) -> None:
    surfaces, names = asked
    met = [(BY_NAME[name], at, one) for name in names for one, at in worth(BY_NAME[name], surfaces)]
    assert {(state, place) for _, at, one in met for state in at for place in [id(one)]} == set(
        product(STATES, map(id, surfaces))
    )
    assert {(actor.name, id(one)) for actor, at, one in met if at} == {
        (name, id(one)) for name, one in product(names, surfaces) if comes_here(BY_NAME[name], api=one.api)
    }
    assert {(actor.name, state) for actor, at, _ in met for state in at} == set(product(names, STATES))


def _not_as_for_a_stranger(actor: Actor, surface: Surface) -> set[str]:
    stranger = BY_NAME["stranger"]
    return {one.name for one in STATES if gets(actor, one, surface) != gets(stranger, one, surface)}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_whatever_somebody_may_that_a_stranger_may_not_is_asked(asked: Asked) -> None:
    surfaces, names = asked
    for name in names:
        for surface, states in worth(BY_NAME[name], surfaces):
            assert _not_as_for_a_stranger(BY_NAME[name], surface) <= {one.name for one in states}, (
                f"{name} at {surface}"
            )
