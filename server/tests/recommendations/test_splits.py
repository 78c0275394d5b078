"""Hiding a part: nothing hidden is known, and who has too little keeps it."""

import numpy as np
import pytest
from gallery.recommendations.interactions import Interactions, from_rows
from gallery.recommendations.splits import Split, last_fifth, random_fifth

from server.tests.recommendations.world import organisation


def pairs(log: Interactions) -> set[tuple[int, int]]:
    return set(zip(log.user.tolist(), log.item.tolist(), strict=True))


def hidden_pairs(split: Split) -> set[tuple[int, int]]:
    found = split.hidden.tocoo()
    return set(zip(found.row.tolist(), found.col.tolist(), strict=True))


@pytest.mark.parametrize("split", [random_fifth(organisation(), 1), last_fifth(organisation())], ids=["random", "time"])
def test_what_is_hidden_is_not_known(split: Split) -> None:
    hidden = hidden_pairs(split)
    assert hidden
    assert not hidden & pairs(split.known)
    assert {user for user, _ in hidden} >= set(split.users.tolist())
    assert {user for user, _ in pairs(split.known)} >= set(split.users.tolist())


def test_a_random_fifth_takes_a_fifth_of_each_person_and_loses_nothing() -> None:
    log = organisation()
    split = random_fifth(log, 3)
    assert pairs(split.known) | hidden_pairs(split) == pairs(log)
    items = np.bincount([user for user, _ in pairs(log)], minlength=len(log.users))
    taken = np.bincount([user for user, _ in hidden_pairs(split)], minlength=len(log.users))
    assert taken.tolist() == [int(n * 0.2) if n >= 5 else 0 for n in items]


def test_a_seed_repeats_a_split_and_another_does_not() -> None:
    log = organisation()
    assert hidden_pairs(random_fifth(log, 3)) == hidden_pairs(random_fifth(log, 3))
    assert hidden_pairs(random_fifth(log, 3)) != hidden_pairs(random_fifth(log, 4))


def test_who_used_four_items_keeps_them() -> None:
    log = from_rows([("u", str(item), item) for item in range(4)])
    assert not hidden_pairs(random_fifth(log, 0))
    assert len(random_fifth(log, 0).users) == 0


def test_time_hides_what_came_last_and_was_not_known_before() -> None:
    rows = [("u", "a", 1), ("u", "b", 2), ("v", "a", 3), ("u", "c", 4), ("u", "a", 9), ("u", "d", 10), ("w", "a", 11)]
    split = last_fifth(from_rows([*rows, *[("x", "a", 0)] * 10]))
    assert hidden_pairs(split) <= {(0, 2), (0, 3), (2, 0)}
    assert (0, 3) in hidden_pairs(split)
    assert 2 not in split.users  # nothing is known of w
    assert split.known.at.max() < 10
