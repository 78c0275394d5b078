"""Cell ids are valid, unique, and the same each time the same notebook comes."""

from __future__ import annotations

import nbformat
import pytest

from clean.tests.notebooks import cleaned, code, prose


def ids(*cells: object) -> list[str]:
    """Return the ids of these cells after cleaning."""
    result = cleaned(*cells)
    nbformat.validate(result.notebook)
    return [cell["id"] for cell in result.notebook["cells"]]


def test_a_valid_id_stays() -> None:
    assert ids(code(id="a_B-9"), code(id="x" * 64)) == ["a_B-9", "x" * 64]


@pytest.mark.parametrize("wrong", ["", "x" * 65, "a b", "é", "a\n", 7, ["a"], "$"])
def test_a_wrong_id_is_replaced_and_counted(wrong: object) -> None:
    result = cleaned(code(id=wrong))
    assert result.notebook["cells"][0]["id"] != wrong
    assert result.stripped.metadata_keys == 1
    nbformat.validate(result.notebook)


def test_a_missing_id_is_made_and_not_counted() -> None:
    result = cleaned(code())
    assert result.notebook["cells"][0]["id"]
    assert result.stripped.metadata_keys == 0


def test_the_first_of_two_equal_ids_keeps_it() -> None:
    first, second = ids(code("1", id="a"), code("2", id="a"))
    assert (first, second != "a") == ("a", True)


def test_made_ids_are_the_same_each_time_and_differ_among_equal_cells() -> None:
    cells = (code("1"), code("1"), prose("1"), code("1"))
    assert ids(*cells) == ids(*cells)
    assert len(set(ids(*cells))) == 4


def test_a_made_id_takes_nobody_elses() -> None:
    made = ids(code("1"))[0]
    assert ids(code("1"), code("2", id=made))[1] == made


def test_a_cell_keeps_its_made_id_when_another_is_put_before_it() -> None:
    assert ids(code("1"))[0] == ids(code("0"), code("1"))[1]
