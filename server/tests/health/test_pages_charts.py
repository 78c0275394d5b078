"""Charts from plain data: they say what they show, hold nothing that acts, and colour never says it alone."""

import doctest
import re
from datetime import date, timedelta
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest
from gallery.health import charts, metrics, words
from gallery.health.charts import Bar, Day, Part, calendar, columns, shares, tick
from gallery.notebooks import cards

SVG = "{http://www.w3.org/2000/svg}"
MONDAY = date(2026, 11, 2)


def parsed(svg: str) -> ET.Element:
    """As a browser reads it; fails for what is not well formed."""
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 — our own


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    """Elements of a class."""
    return [one for one in root.iter() if name in one.get("class", "").split()]


def drawn(*bars: Bar) -> ET.Element:
    """A chart of these columns."""
    return parsed(columns(bars, name="A chart", ident="h", ticks=[tick(0), tick(10)]))


def test_a_chart_has_a_text_alternative_and_a_tip_at_each_column() -> None:
    root = drawn(Bar("1", 10, 0, tip="Cell 1"), Bar("2", 2, 8, tip="Cell 2"))
    assert (root.get("role"), root.get("aria-label")) == ("img", "A chart")
    assert [one.text for one in root.iter(f"{SVG}title")] == ["Cell 1", "Cell 2"]


def test_heights_are_to_scale_above_and_below_one_line() -> None:
    root = drawn(Bar("1", 10, 0), Bar("2", 5, 10))
    good, bad = of_class(root, "chart-good"), of_class(root, "chart-bad")
    assert float(good[0].get("height", 0)) == pytest.approx(2 * float(good[1].get("height", 0)), rel=0.01)
    assert float(bad[0].get("height", 0)) == pytest.approx(float(good[0].get("height", 0)), rel=0.01)
    line = float(of_class(root, "chart-axis")[0].get("y1", 0))
    feet = [float(one.get("y", 0)) + float(one.get("height", 0)) for one in good]
    assert feet == pytest.approx([line, line], abs=0.02)
    assert float(bad[0].get("y", 0)) == pytest.approx(line, abs=0.02)


def test_a_failure_among_thousands_can_be_seen_and_is_hatched() -> None:
    root = drawn(Bar("1", 100_000, 1))
    (bad,) = of_class(root, "chart-bad")
    assert float(bad.get("height", 0)) >= 2
    assert of_class(root, "chart-over")[0].get("fill") == "url(#h)"


@pytest.mark.parametrize("number", [0, 1, 3, 40, 700])
def test_columns_stay_within_the_width_and_labels_do_not_crowd(number: int) -> None:
    root = drawn(*(Bar(str(n), n % 7, n % 3) for n in range(number)))
    edges = [
        float(one.get("x", "0").rstrip("%")) + float(one.get("width", "0").rstrip("%"))
        for one in (*of_class(root, "chart-good"), *of_class(root, "chart-bad"))
    ]
    assert all(0 <= edge <= 100 for edge in edges)
    labels = [one for one in of_class(root, "chart-label") if one.get("text-anchor") == "middle"]
    assert len(labels) <= charts.MOST_LABELS


def test_words_are_escaped_and_nothing_acts() -> None:
    hostile = '<script>alert(1)</script>" onload="x'
    bar = Bar(hostile, 1, 1, tip=hostile, figure=hostile)
    made = columns([bar], name=hostile, ident="h", ticks=[tick(1, hostile)])
    made += calendar([Day(MONDAY, 1, tip=hostile)], name=hostile) + shares(
        [Part("good", 1, hostile)], name="n", ident="i"
    )
    assert "<script" not in made
    assert not re.search(r'<[^>]*\son\w+="', made.replace("&quot;", ""))
    assert "style=" not in made
    assert "http" not in made


def test_the_calendar_puts_days_under_their_weekday() -> None:
    days = [Day(MONDAY + timedelta(days=n), n, failed=n == 3) for n in range(10)]
    root = parsed(calendar(days, name="Runs"))
    places = [(float(one.get("x", 0)), float(one.get("y", 0))) for one in of_class(root, "chart-day")]
    assert places[0][1] == places[7][1]
    assert places[0][0] < places[7][0]
    assert len({y for _, y in places}) == 7
    assert len(of_class(root, "chart-corner")) == 1
    assert [one.text for one in of_class(root, "chart-in") if one.text] == [str(n) for n in range(1, 10)]


def test_no_day_is_no_picture() -> None:
    assert calendar([], name="Runs") == ""


def test_shares_fill_the_whole_and_leave_nothing_for_nothing() -> None:
    root = parsed(shares([Part("good", 3), Part("bad", 1), Part("quiet", 0)], name="n", ident="i"))
    assert [one.get("width") for one in of_class(root, "chart-good")] == ["75%"]
    assert (of_class(root, "chart-bad")[0].get("x"), of_class(root, "chart-quiet")) == ("75%", [])
    assert parsed(shares([], name="none", ident="i")).get("aria-label") == "none"


@pytest.mark.parametrize("module", [charts, words, metrics, cards], ids=lambda module: module.__name__)
def test_examples_of_the_docstrings(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)
