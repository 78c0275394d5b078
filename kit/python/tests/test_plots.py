"""Plots: drawn for real in both themes, said in words, readable, and nothing in data becomes part of a drawing."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import commonplace as cp
import pandas as pd
import polars as pl
import pytest
import vl_convert
from commonplace.errors import WrongRequest
from commonplace.house_style import THEMES, between, contrast, ink
from commonplace.plots import MIME, Plot

DAYS = [date(2026, 1, 1) + timedelta(at) for at in range(4)]
DRAWN: dict[str, tuple[Callable[[Any], Plot], dict[str, Any], str]] = {
    "time series": (
        lambda frame: cp.plots.time_series(frame, "day", "plays", by="in.country"),
        {"day": DAYS, "plays": [1, 2, 3, None], "in.country": ["FR", "DE", "FR", "DE"]},
        "for in.country DE and FR, from 2026-01-01 to 2026-01-03: lowest 1, highest 3.",
    ),
    "distribution": (
        lambda frame: cp.plots.distribution(frame, "plays", bins=4),
        {"plays": [1.0, 2.0, None, 4.0]},
        "3 values from 1 to 4, median 2; most in 1 to 1.75 (1 value); 1 missing.",
    ),
    "top": (
        lambda frame: cp.plots.top(frame, "title", "plays", number=2),
        {"title": ["<script>", "B", "C"], "plays": [12345, 9, 7]},
        "Top 2 of 3 title by plays: <script> 12345, B 9.",
    ),
    "funnel": (
        lambda frame: cp.plots.funnel(frame, "step", "people"),
        {"step": ["seen", "played", "finished"], "people": [200, 0, 0]},
        "seen 200, played 0 (0% of the step before), finished 0 (nobody was left).",
    ),
    "cohort": (
        lambda frame: cp.plots.cohort(frame, "month", "after", "share"),
        {"month": ["Jan", "Jan", "Feb"], "after": [0, 1, 0], "share": [1.0, 0.25, 0.75]},
        "Jan from 1 to 0.25, Feb from 0.75 to 0.75.",
    ),
    "tiles": (
        lambda frame: cp.plots.tiles(frame, "state", "plays", places={"SP": (1, 0), "RJ": (1, 1), "MG": (0, 1)}),
        {"state": ["SP", "RJ"], "plays": [46, 17]},
        "most in SP 46, least in RJ 17; nothing known of 1 of 3.",
    ),
}


@pytest.fixture(autouse=True)
def _light() -> Iterator[None]:
    yield
    cp.plots.use("light")


def svg(plot: Plot) -> ElementTree.Element:
    """The drawing, made by Vega itself."""
    drawn = vl_convert.vegalite_to_svg(plot._repr_mimebundle_()[MIME], vl_version="v5_20")
    return ElementTree.fromstring(drawn)  # noqa: S314 - drawn here


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame])
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", DRAWN)
def test_each_plot_is_drawn_and_said(name: str, theme: Any, kind: Any) -> None:
    draw, data, said = DRAWN[name]
    cp.plots.use(theme)
    plot = draw(kind(data))
    assert plot.text.endswith(said)
    assert repr(plot) == plot._repr_mimebundle_()["text/plain"] == plot.text
    assert plot._repr_mimebundle_()[MIME]["description"] == plot.text
    assert "://" not in str(plot._repr_mimebundle_()[MIME]).replace("https://vega.github.io/schema/", "")
    drawing = svg(plot)
    background = next(element for element in drawing.iter() if element.tag.endswith("rect"))
    assert background.get("fill") == THEMES[theme].page
    marks = [element for element in drawing.iter() if "mark" in str(element.get("aria-roledescription"))]
    assert marks


def test_a_day_is_a_day_in_every_part_of_the_world() -> None:
    plot = cp.plots.time_series(pd.DataFrame({"day": DAYS, "plays": [1, 2, 3, 4]}), "day", "plays")
    assert "2026-01-01T00:00:00'" in str(plot._repr_mimebundle_()[MIME])


def test_numbers_are_written_out() -> None:
    draw, data, _ = DRAWN["top"]
    words = [element.text for element in svg(draw(pd.DataFrame(data))).iter() if element.tag.endswith("text")]
    assert "12,345" in words
    assert "<script>" in words


def test_tiles_are_named_and_numbered() -> None:
    draw, data, _ = DRAWN["tiles"]
    words = [element.text for element in svg(draw(pd.DataFrame(data))).iter() if element.tag.endswith("text")]
    assert {"SP", "RJ", "46", "17"} <= set(words)
    assert "commonplace_row" not in words


def test_lines_differ_by_more_than_colour() -> None:
    draw, data, _ = DRAWN["time series"]
    drawing = ElementTree.tostring(svg(draw(pd.DataFrame(data))), encoding="unicode")
    assert len(set(re.findall(r'stroke-dasharray="([^"]+)"', drawing))) == 2


@pytest.mark.parametrize("theme", THEMES)
def test_everything_can_be_read(theme: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours.words, colours.page) >= 4.5
    assert min(contrast(colour, colours.page) for colour in colours.series) >= 3
    assert all(one != two for one, two in combinations(colours.series, 2))
    shares = [at / 100 for at in range(101)]
    assert min(contrast(ink(theme, share), between(theme, share)) for share in shares) >= 4.5


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda frame: cp.plots.top(frame, "name", "plays"), "“a” is there more than once in name"),
        (lambda frame: cp.plots.top(frame, "name", "prays"), "no column “prays”"),
        (lambda frame: cp.plots.top(frame, "plays", "name"), "“name” holds no numbers"),
        (lambda frame: cp.plots.time_series(frame[:0], "plays", "plays"), "nothing to draw"),
        (lambda frame: cp.plots.time_series(frame, "plays", "plays"), "5001 points cannot be told apart"),
        (lambda frame: cp.plots.time_series(frame[:9], "plays", "plays", by="plays"), "9 lines cannot be told apart"),
        (lambda frame: cp.plots.tiles(frame[:1], "name", "plays", places={"b": (0, 0)}), "“a” has no place"),
        (lambda _: cp.plots.use("blue"), "light or dark"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_drawn_is_told(draw: Callable[[Any], Any], said: str) -> None:
    with pytest.raises(WrongRequest, match=said):
        draw(pd.DataFrame({"plays": range(5001), "name": ["a"] * 5001}))
