"""Lists of numbers by notebook say the same as a dictionary of lists, whatever is replaced in whatever order."""

import numpy as np
from gallery.search.lists import Lists
from hypothesis import given
from hypothesis import strategies as st

KEYS, NUMBERS = st.integers(0, 12), st.integers(1, 5)
PAIRS = st.lists(st.tuples(KEYS, NUMBERS), max_size=20, unique=True)


def _said(pairs: list[tuple[int, int]], known: dict[int, list[int]]) -> dict[int, list[int]]:
    for key in {key for key, _ in pairs}:
        known[key] = [number for other, number in pairs if other == key]
    return known


@given(first=PAIRS, changes=st.lists(PAIRS, max_size=8), asked=st.lists(KEYS, max_size=6))
def test_what_was_replaced_last_counts(
    first: list[tuple[int, int]], changes: list[list[tuple[int, int]]], asked: list[int]
) -> None:
    lists, known = Lists.of_pairs(first), _said(first, {})
    for pairs in changes:
        emptied = sorted({key for key, _ in pairs} | {3})
        known[3] = []
        lists, known = lists.replaced(pairs, emptied), _said(pairs, known)
        assert len(lists.flat) <= 2 * max(1, sum(map(len, known.values())))
    expected = [number for key in asked for number in known.get(key, [])]
    assert lists.of(np.array(asked, np.int64)).tolist() == expected
    having = {key for key, numbers in known.items() if {2, 4} & set(numbers)}
    assert set(np.flatnonzero(lists.having(np.array([2, 4]), 13)).tolist()) == having
    assert set(np.flatnonzero(lists.having(np.array([2, 4]), 7)).tolist()) == {key for key in having if key < 7}


def test_who_reads_an_earlier_state_goes_on_reading_it() -> None:
    before = Lists.of_pairs([(1, 7), (2, 8)])
    before.replaced([(1, 9)], [1, 2])
    assert before.of(np.array([1, 2])).tolist() == [7, 8]
