"""Outliers: each rule takes out what it should, in pandas and in Polars, and reports it."""

import math
from collections.abc import Callable
from typing import Any

import commonplace as cp
import numpy as np
import pandas as pd
import polars as pl
import pytest
from commonplace.errors import WrongRequest
from commonplace.outliers import RULES

KINDS: dict[str, Callable[[Any], Any]] = {"pandas": pd.DataFrame, "polars": pl.DataFrame}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", RULES)
def test_two_planted_outliers_are_found(method: Any, kind: str) -> None:
    values = [*np.random.default_rng(1).normal(100, 5, 198).tolist(), 1000.0, -800.0]
    frame = KINDS[kind]({"plays": values, "title": list(range(200))})
    kept, removed = cp.remove_outliers(frame, "plays", method)
    assert type(kept) is type(frame)
    assert {198, 199} <= set(removed.frame["title"])
    assert len(kept) + len(removed) == 200
    assert len(removed) <= 8
    assert removed.counts == {"plays": len(removed)}


def test_bounds_are_those_of_the_textbook() -> None:
    values = np.arange(1.0, 102.0)
    bounds = {rule: cp.remove_outliers(pd.DataFrame({"a": values}), "a", rule)[1].bounds["a"] for rule in RULES}  # type: ignore[arg-type]
    deviation = float(np.std(values, ddof=1))
    assert bounds["iqr"] == pytest.approx((26 - 75, 76 + 75))
    assert bounds["zscore"] == pytest.approx((51 - 3 * deviation, 51 + 3 * deviation))
    assert bounds["mad"] == pytest.approx((51 - 3.5 * 1.4826 * 25, 51 + 3.5 * 1.4826 * 25))
    assert bounds["percentile"] == pytest.approx((2, 100))


@pytest.mark.parametrize("kind", KINDS)
def test_missing_values_stay(kind: str) -> None:
    frame = KINDS[kind]({"plays": [1.0, 2.0, None, 3.0, 2.0, math.nan, 99.0]})
    kept, removed = cp.remove_outliers(frame, "plays")
    assert removed.frame["plays"].to_list() == [99.0]
    assert len(kept) == 6


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values", [[5, 5, 5, 5, 5, 5, 9], [None, None], [math.nan, math.nan], []])
def test_without_spread_nothing_goes(values: list[Any], kind: str) -> None:
    kept, removed = cp.remove_outliers(KINDS[kind]({"plays": values}), "plays")
    assert (len(kept), len(removed)) == (len(values), 0)


def test_a_row_goes_if_any_column_is_beyond() -> None:
    frame = pd.DataFrame({"a": [1, 2, 3, 2, 99], "b": [-99, 2, 3, 2, 1]}, index=[5, 6, 7, 8, 9])
    kept, removed = cp.remove_outliers(frame, ["a", "b"])
    assert kept.index.tolist() == [6, 7, 8]
    assert removed.counts == {"a": 1, "b": 1}
    assert "2 of 5 rows taken out" in repr(removed)
    assert "<caption>2 of 5 rows taken out</caption>" in removed._repr_html_()
    assert len(frame) == 5


@pytest.mark.parametrize(
    ("columns", "options", "said"),
    [
        ("prays", {}, "no column “prays”; there are plays, name"),
        ("name", {}, "“name” holds no numbers"),
        ([], {}, "at least one column"),
        ("plays", {"method": "magic"}, "method is one of iqr, zscore, mad, percentile"),
        ("plays", {"width": -1}, "width is above 0"),
        ("plays", {"method": "percentile", "width": 0.5}, "below 0.5"),
    ],
)
def test_what_makes_no_sense_is_told(columns: Any, options: Any, said: str) -> None:
    with pytest.raises(WrongRequest, match=said):
        cp.remove_outliers(pd.DataFrame({"plays": [1, 2], "name": ["a", "b"]}), columns, **options)
