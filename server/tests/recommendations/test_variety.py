"""A shelf tells different things where several are true, and nothing that is not."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from gallery.accounts.models import User
from gallery.directory.actions import create_organisation, place
from gallery.notebooks.models import Notebook
from gallery.notebooks.trends import compute_trends
from gallery.recommendations.models import Kind, Similar
from gallery.recommendations.queries import Suggestion, recommended_to
from gallery.recommendations.readership import compute_readership
from gallery.recommendations.variety import told_abouts, told_kinds

from server.tests.recommendations.truth import check_true
from server.tests.recommendations.using import person, uses

Write = Callable[..., Notebook]
SHELF = 8
BEGINNINGS = ("People", "Used together", "Like", "Used in", "Trending")


@pytest.fixture
def shelf(ada: User, admin: User, write: Write) -> tuple[Suggestion, ...]:
    """Eight notebooks that ben's neighbours use with two of his, and that are all like one of these."""
    house = create_organisation(name="House", by=admin)
    for name in ("ben", "cleo", "dan", "eve"):
        place(person=person(name), organisation=house, by=admin)
    mine = [write(ada, title=f"Mine {n}", public=True) for n in range(2)]
    others = [write(ada, title=f"Other {n}", public=True) for n in range(SHELF)]
    uses("ben cleo dan eve", *mine)
    uses("cleo dan eve", *others)
    for number, other in enumerate(others):
        Similar.objects.create(notebook=mine[number % 2], other=other, score=0.4 + 0.05 * number)
    compute_trends()
    compute_readership()
    return recommended_to(person("ben"), SHELF)


def test_a_shelf_of_eight_tells_several_things_and_all_are_true(shelf: tuple[Suggestion, ...]) -> None:
    assert len(shelf) == SHELF
    for one in shelf:
        check_true(person("ben"), one)
    said = [one.reason for one in shelf]
    beginnings = [
        next(b for b in ("People", "Used together", "Like", "Used in", "Trending") if r.startswith(b)) for r in said
    ]
    assert beginnings[0] == "People"  # it adds most
    assert len(set(beginnings)) >= 4
    assert max(beginnings.count(one) for one in beginnings) <= SHELF / 2
    assert all(one != other for one, other in pairwise(said))


def test_only_what_added_something_is_told() -> None:
    parts = [{Kind.FIELD: 0.4, Kind.LIKE: 0.1}] * 9 + [{Kind.FIELD: 0.001}, {Kind.TREND: 0.05, Kind.FIELD: 0.4}]
    found = told_kinds(parts)
    assert all(kind in added for kind, added in zip(found, parts, strict=True))
    assert found[:3] == [Kind.FIELD, Kind.FIELD, Kind.LIKE]
    assert found[9:] == [Kind.FIELD, Kind.TREND]


def test_what_adds_little_waits_until_much_was_told() -> None:
    found = told_kinds([{Kind.FIELD: 0.4, Kind.ALSO: 0.02}] * 20)
    assert Kind.ALSO not in found[:SHELF]
    assert found.index(Kind.ALSO) == 10


def test_another_notebook_is_named_each_time_and_only_what_it_is_about() -> None:
    abouts = [(1, 2, 3), (1, 2), (1,), (), (1, 2, 3)]
    found = told_abouts(abouts)
    assert found == [1, 2, 1, None, 3]
