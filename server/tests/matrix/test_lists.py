"""Every actor and every list: exactly what may be found is named, counted and suggested."""

import pytest

from server.tests.matrix.checks import Matrix, check_listing, check_nothing_hidden
from server.tests.matrix.choosing import COME
from server.tests.matrix.counts import check_counts
from server.tests.matrix.surfaces import of_kind


@pytest.mark.parametrize("name", COME)
def test_lists(matrix: Matrix, name: str) -> None:
    visitor = matrix.visitors[name]
    found = [line for surface in of_kind("listing") for line in check_listing(matrix, visitor, surface)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", COME)
def test_counts(matrix: Matrix, name: str) -> None:
    found = check_counts(matrix, matrix.visitors[name])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", COME)
def test_pages_about_oneself_and_for_everybody(matrix: Matrix, name: str) -> None:
    safe = [one for one in of_kind("own", "open") if one.method == "GET"]
    found = [line for surface in safe for line in check_nothing_hidden(matrix, matrix.visitors[name], surface)]
    assert not found, "\n".join(found)
