"""The colours and sizes of plots, for light and for dark pages.

Colours can be told apart with each common kind of colour blindness; against the page, marks have a contrast of at
least 3 and words of at least 4.5.
"""

from dataclasses import dataclass
from typing import Any

LIGHT, DARK = "light", "dark"
DASHES = ((1, 0), (7, 4), (2, 3), (9, 3, 2, 3), (14, 4), (5, 2, 2, 2, 2, 2))  # lines differ by more than colour


@dataclass(frozen=True)
class Colours:
    """The colours of one theme: page, words, lines of the grid, series, and from little to much."""

    page: str
    words: str
    grid: str
    series: tuple[str, ...]
    ramp: tuple[str, str]


THEMES = {
    LIGHT: Colours(
        page="#ffffff",
        words="#1f2933",
        grid="#e3e8ee",
        series=("#0060a8", "#b34a00", "#00765a", "#9c3f78", "#6b5b00", "#4b5563"),
        ramp=("#e6f0f8", "#004a80"),
    ),
    DARK: Colours(
        page="#111418",
        words="#e6e9ed",
        grid="#2c333b",
        series=("#56b4e9", "#f0a04b", "#2fc79b", "#e08cc0", "#e2d14a", "#aab4c0"),
        ramp=("#16293a", "#9fd3f5"),
    ),
}


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _shares(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _shares(colour: str) -> list[float]:
    return [part / 255 for part in _parts(colour)]


def contrast(one: str, two: str) -> float:
    """The contrast of two colours as WCAG counts it, from 1 to 21.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    dark, light = sorted((_luminance(one), _luminance(two)))
    return round((light + 0.05) / (dark + 0.05), 2)


def between(theme: str, share: float) -> str:
    """The colour between little (0) and much (1)."""
    low, high = (_parts(colour) for colour in THEMES[theme].ramp)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(low, high, strict=True))


def ink(theme: str, share: float) -> str:
    """Black or white, whichever can be read on that colour."""
    field = between(theme, share)
    return max(("#000000", "#ffffff"), key=lambda colour: contrast(field, colour))


def style(theme: str) -> dict[str, Any]:
    """Vega-Lite's configuration for a theme."""
    colours = THEMES[theme]
    words = {"labelColor": colours.words, "titleColor": colours.words}
    lines = {"gridColor": colours.grid, "domainColor": colours.grid, "tickColor": colours.grid}
    sizes = {"labelFontSize": 12, "titleFontSize": 12}
    return {
        "background": colours.page,
        "font": "Inter, system-ui, sans-serif",
        "title": {"color": colours.words, "fontSize": 15, "anchor": "start"},
        "axis": {**words, **sizes, **lines, "labelOverlap": "greedy"},
        "legend": {**words, **sizes, "orient": "top"},
        "view": {"stroke": None},
        "range": {"category": list(colours.series)},
        "mark": {"color": colours.series[0]},
        "bar": {"color": colours.series[0]},
        "line": {"strokeWidth": 2.5},
        "text": {"color": colours.words, "fontSize": 12},
    }
