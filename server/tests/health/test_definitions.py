"""The published check values, and what the definitions say at their borders."""

import doctest
from collections import Counter
from fractions import Fraction
from math import isclose

import pytest
from gallery.health import definitions
from gallery.health.definitions import (
    CellCount,
    Count,
    Metrics,
    Session,
    Status,
    blended,
    cell_health,
    cell_status,
    notebook_metrics,
    status_of,
    usage_factor,
)


def count(executions: int, successes: int, users: int) -> Count:
    return Count(executions, successes, users, executions)


def notebook(cells: list[Count], *sessions: Session, users: int = 1) -> Metrics:
    total = count(int(sum(one.executions for one in cells)), int(sum(one.successes for one in cells)), users)
    return notebook_metrics([CellCount(number, one) for number, one in enumerate(cells)], total, Counter(sessions))


def test_the_examples_of_the_docstrings_are_true() -> None:
    tried = doctest.testmod(definitions)
    assert tried.failed == 0
    assert tried.attempted > 10


@pytest.mark.parametrize(("users", "expected"), [(1, 0.75), (2, 0.92), (3, 0.96), (4, 0.99), (5, 1.0)])
def test_the_check_values_of_one_execution_per_user_and_cell(users: int, expected: float) -> None:
    for cells in (1, 2, 10):
        assert round(usage_factor(users, users * cells, cells), 2) == expected


def test_confidence_grows_by_executions_too_but_never_beyond_one() -> None:
    assert usage_factor(1, 40, 1) == 1.0
    assert usage_factor(1, 100_000, 1) == 1.0
    assert usage_factor(1, 1, 30) == 0.75
    assert usage_factor(1, 1, 0) == 0.75  # no cell counts as one


def test_a_weight_below_one_never_takes_confidence_below_its_least() -> None:
    assert usage_factor(0, 0, 4) == 0.75
    assert usage_factor(0.5, 0.5, 4) == 0.75


def test_a_cell_is_healthy_from_three_quarters_on() -> None:
    assert cell_health(count(1, 1, 1)) == 0.75
    assert cell_status(count(1, 1, 1)) == Status.HEALTHY
    assert cell_status(count(2, 1, 1)) == Status.UNHEALTHY
    assert cell_status(count(0, 0, 0)) == Status.UNDETERMINED
    assert cell_health(count(0, 0, 0)) is None


@pytest.mark.parametrize("times", [3, 7, 41, 999])
def test_exactly_three_quarters_of_many_executions_is_healthy(times: int) -> None:
    assert cell_status(count(4 * times, 3 * times, 5)) == Status.HEALTHY
    assert cell_status(count(4 * times, 3 * times - 1, 5)) == Status.UNHEALTHY


def test_one_clean_run_by_one_person() -> None:
    metrics = notebook([count(1, 1, 1)] * 4, Session(None, 3))
    assert (metrics.osr, metrics.gcr, metrics.bcr, metrics.fbc, metrics.lgc) == (1, 1, 0, 1, 1)
    assert (metrics.ffd, metrics.ned, metrics.ue, metrics.uf, metrics.score) == (1, 1, 1, 0.75, 0.75)
    assert metrics.status == Status.HEALTHY


def test_a_run_that_stops_half_way() -> None:
    cells = [count(1, 1, 1), count(1, 1, 1), count(1, 0, 1), count(0, 0, 0)]
    metrics = notebook(cells, Session(2, 1))
    assert (metrics.gcr, metrics.bcr, metrics.fbc, metrics.lgc) == (0.5, 0.25, 0.5, 0.5)
    assert (metrics.ffd, metrics.ned) == (0.5, 0.5)
    assert isclose(metrics.osr, 2 / 3)
    assert isclose(metrics.score or 0, 0.75 * (2 / 3 + 0.5) / 2)


def test_the_first_cell_fails_for_the_only_person() -> None:
    metrics = notebook([count(1, 0, 1), count(0, 0, 0)], Session(0, None))
    assert (metrics.ffd, metrics.ned, metrics.fbc, metrics.lgc) == (0, 0, 0, 0)
    assert (metrics.score, metrics.status) == (0, Status.UNHEALTHY)


def test_without_executions_nothing_is_known() -> None:
    metrics = notebook([count(0, 0, 0)])
    assert (metrics.score, metrics.status) == (None, Status.UNDETERMINED)
    assert (metrics.osr, metrics.fbc, metrics.lgc, metrics.ffd, metrics.ned) == (0, 1, 0, 1, 0)


def test_without_code_cells_nothing_is_known() -> None:
    metrics = notebook([])
    assert (metrics.score, metrics.status) == (None, Status.UNDETERMINED)
    assert (metrics.gcr, metrics.bcr, metrics.fbc, metrics.lgc) == (0, 0, 1, 0)


def test_an_optional_cell_counts_for_osr_alone() -> None:
    cells = [CellCount(0, count(1, 1, 1)), CellCount(None, count(1, 0, 1))]
    metrics = notebook_metrics(cells, count(2, 1, 1), {Session(None, 0): 1})
    assert (metrics.osr, metrics.gcr, metrics.bcr, metrics.fbc, metrics.ned) == (0.5, 1, 0, 1, 1)


@pytest.mark.parametrize(
    ("score", "status"),
    [
        (0.625, "healthy"),
        (0.6249, "undetermined"),
        (0.375, "unhealthy"),
        (0.3751, "undetermined"),
        (None, "undetermined"),
    ],
)
def test_the_borders_of_the_status(score: float | None, status: str) -> None:
    assert status_of(score) == status


def fractions_on(border: Fraction, factor: Fraction) -> list[tuple[int, int, int, int]]:
    """Every OSR and NED, as numerators and denominators up to a dozen, whose score is exactly the border."""
    found = []
    for size in range(1, 13):
        for depth in range(size + 1):
            osr = 2 * border / factor - Fraction(depth, size)
            if 0 <= osr <= 1:
                found.append((osr.numerator, osr.denominator, depth, size))
    return found


@pytest.mark.parametrize(("border", "status"), [(Fraction(5, 8), "healthy"), (Fraction(3, 8), "unhealthy")])
def test_a_score_exactly_on_a_border_falls_on_its_side_however_thirds_are_rounded(
    border: Fraction, status: str
) -> None:
    tried = 0
    for factor, users in ((Fraction(3, 4), 1), (Fraction(1), 5)):
        for good, all_, depth, size in fractions_on(border, factor):
            cells = [CellCount(number, count(0, 0, 0)) for number in range(size)]
            total = Count(all_, good, users, min(all_, size))
            metrics = notebook_metrics(cells, total, {Session(None, depth - 1 if depth else None): 1})
            assert metrics.uf == factor
            assert (metrics.score, metrics.status) == (float(border), status), (good, all_, depth, size)
            tried += 1
    assert tried > 50


def test_after_a_new_version_the_old_score_fades_within_seven_days() -> None:
    assert blended(None, 0.9, Status.HEALTHY, days=0) == 0.9
    assert blended(None, 0.9, Status.HEALTHY, days=7) == 0.5
    assert blended(None, 0.2, Status.UNHEALTHY, days=7) == 0.0
    assert blended(None, 0.2, Status.UNHEALTHY, days=700) == 0.0
    assert isclose(blended(0.5, 0.9, Status.HEALTHY, days=3.5) or 0, 0.7)
    assert blended(None, 0.5, Status.UNDETERMINED, days=1) is None
