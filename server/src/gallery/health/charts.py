"""Charts as SVG, drawn on the server from plain numbers: no script, no inline style, colours by class alone.

Widths are shares of the page and heights are pixels, so a chart fits a phone and its letters stay as large as they are.
What is good stands above the line in one colour, what failed hangs below it and is hatched: colour says nothing alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

GUTTER = 7.0  # for the figures at the left, in hundredths of the width
WIDEST_SLOT, WIDEST_BAR = 12.0, 5.0
MOST_LABELS = 16
ABOVE, PLOT, BELOW = 18, 168, 22  # pixels for figures, bars, labels
LEAST = 2.0  # pixels of a bar that is not nothing
DAY, GAP, WORDS, HEAD = 30, 4, 36, 20  # pixels of the calendar
LEVELS = 4


@dataclass(frozen=True)
class Bar:
    """A column: what stands above the line, what hangs below it, and what a pointer that rests on it is told."""

    label: str
    up: float
    down: float = 0.0
    tip: str = ""
    figure: str = ""  # written above it
    alarm: bool = False  # marked below it


@dataclass(frozen=True)
class Day:
    """A day of the calendar: runs, and whether something failed."""

    on: date
    runs: int
    failed: bool = False
    tip: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a whole: `kind` is the class that colours it."""

    kind: str
    size: int
    tip: str = ""


def columns(bars: Sequence[Bar], *, name: str, ident: str, ticks: Sequence[tuple[float, str]]) -> SafeString:
    """Columns above and below a line. `name` is the text alternative, `ticks` are values with their figures."""
    scale = _Scale.of(bars)
    height = ABOVE + PLOT + BELOW
    return format_html(
        '<svg class="chart" width="100%" height="{}" role="img" aria-label="{}">{}{}{}'
        '<line class="chart-axis" x1="{}%" x2="100%" y1="{}" y2="{}"></line></svg>',
        height,
        name,
        _hatch(ident),
        _ticks(ticks, scale),
        format_html_join("", "{}", ((one,) for one in _columns(bars, scale, ident))),
        GUTTER,
        _n(scale.line),
        _n(scale.line),
    )


@dataclass(frozen=True)
class _Scale:
    """Pixels for a unit, and where the line is."""

    unit: float
    line: float

    @staticmethod
    def of(bars: Sequence[Bar]) -> "_Scale":
        up, down = max((bar.up for bar in bars), default=0), max((bar.down for bar in bars), default=0)
        unit = PLOT / (up + down) if up + down else 0.0
        return _Scale(unit, ABOVE + up * unit)


def _columns(bars: Sequence[Bar], scale: _Scale, ident: str) -> Iterator[SafeString]:
    slot = min((100 - GUTTER) / max(1, len(bars)), WIDEST_SLOT)
    width = min(slot * 0.72, WIDEST_BAR)
    every = -(-len(bars) // MOST_LABELS)
    for place, bar in enumerate(bars):
        middle = GUTTER + slot * (place + 0.5)
        label = bar.label if place % every == 0 or bar.alarm else ""
        drawn = _upright(bar, scale, middle - width / 2, width) + _hanging(bar, scale, middle - width / 2, width, ident)
        yield SafeString(f"<g><title>{escape(bar.tip)}</title>{drawn}{_letters(bar, label, scale, middle)}</g>")


def _upright(bar: Bar, scale: _Scale, left: float, width: float) -> SafeString:
    high = max(bar.up * scale.unit, LEAST) if bar.up else 0
    return _box("chart-good", left, scale.line - high, width, high)


def _hanging(bar: Bar, scale: _Scale, left: float, width: float, ident: str) -> SafeString:
    high = max(bar.down * scale.unit, LEAST) if bar.down else 0
    over = _box("chart-over", left, scale.line, width, high, fill=f"url(#{ident})")
    return _box("chart-bad", left, scale.line, width, high) + over


def _letters(bar: Bar, label: str, scale: _Scale, middle: float) -> SafeString:
    kind = "chart-label chart-alarm" if bar.alarm else "chart-label"
    below = _text(kind, middle, ABOVE + PLOT + BELOW - 6, label)
    return below + _text("chart-figure", middle, scale.line - bar.up * scale.unit - 5, bar.figure)


def _ticks(ticks: Sequence[tuple[float, str]], scale: _Scale) -> SafeString:
    return format_html_join(
        "",
        '<line class="chart-grid" x1="{}%" x2="100%" y1="{}" y2="{}"></line>'
        '<text class="chart-label" x="{}%" y="{}" text-anchor="end">{}</text>',
        (
            (GUTTER, _n(y), _n(y), GUTTER - 1, _n(y + 4), words)
            for value, words in ticks
            for y in (scale.line - value * scale.unit,)
        ),
    )


# Hundreds of these make a chart: they are put together as they are, from numbers and names that stand in this file.


def _box(kind: str, left: float, top: float, width: float, high: float, fill: str = "") -> SafeString:
    if not high:
        return SafeString("")
    given = f' fill="{fill}"' if fill else ""
    place = f'x="{_n(left)}%" y="{_n(top)}" width="{_n(width)}%" height="{_n(high)}"'
    return SafeString(f'<rect class="{kind}" {place}{given}></rect>')


def _text(kind: str, x: float, y: float, words: str) -> SafeString:
    if not words:
        return SafeString("")
    return SafeString(f'<text class="{kind}" x="{_n(x)}%" y="{_n(y)}" text-anchor="middle">{escape(words)}</text>')


def _hatch(ident: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<path class="chart-hatch" d="M-1 1l2-2M0 6l6-6M5 7l2-2"></path></pattern></defs>',
        ident,
    )


def calendar(days: Sequence[Day], *, name: str) -> SafeString:
    """Weeks from left to right, Monday on top; each day with its number of runs, a corner where something failed."""
    if not days:
        return SafeString("")
    first = days[0].on - timedelta(days=days[0].on.weekday())
    weeks = (days[-1].on - first).days // 7 + 1
    most = max(day.runs for day in days)
    return format_html(
        '<svg class="chart chart-calendar" width="{}" height="{}" role="img" aria-label="{}">{}{}{}</svg>',
        WORDS + weeks * (DAY + GAP),
        HEAD + 7 * (DAY + GAP),
        name,
        _weekdays(first),
        _weeks(first, weeks),
        format_html_join("", "{}", ((_day(day, first, most),) for day in days)),
    )


def _day(day: Day, first: date, most: int) -> SafeString:
    place = (day.on - first).days
    x, y = WORDS + place // 7 * (DAY + GAP), HEAD + place % 7 * (DAY + GAP)
    level = -(-day.runs * LEVELS // most) if most else 0
    corner = format_html(
        '<path class="chart-corner" d="M{} {}h-11l11-11z"></path>' if day.failed else "", x + DAY, y + DAY
    )
    return format_html(
        '<g><title>{}</title><rect class="chart-day chart-day-{}" x="{}" y="{}" width="{}" height="{}" rx="4"></rect>'
        '{}<text class="chart-in chart-in-{}" x="{}" y="{}" text-anchor="middle">{}</text></g>',
        day.tip,
        level,
        x,
        y,
        DAY,
        DAY,
        corner,
        level,
        x + DAY // 2,
        y + DAY // 2 + 4,
        day.runs or "",
    )


def _weekdays(first: date) -> SafeString:
    named = ((0, first), (2, first + timedelta(days=2)), (4, first + timedelta(days=4)))
    return format_html_join(
        "",
        '<text class="chart-label" x="0" y="{}">{}</text>',
        ((HEAD + row * (DAY + GAP) + DAY // 2 + 4, date_format(on, "D")) for row, on in named),
    )


def _weeks(first: date, weeks: int) -> SafeString:
    """The date of every other Monday, above its week."""
    return format_html_join(
        "",
        '<text class="chart-label" x="{}" y="{}">{}</text>',
        (
            (WORDS + week * (DAY + GAP), HEAD - 7, date_format(first + timedelta(weeks=week), "j M"))
            for week in range(0, weeks, 2)
        ),
    )


def shares(parts: Sequence[Part], *, name: str, ident: str, high: int = 14) -> SafeString:
    """Parts of a whole, side by side; a part of the kind "bad" is hatched."""
    whole = sum(part.size for part in parts) or 1
    return format_html(
        '<svg class="chart chart-shares" width="100%" height="{}" role="img" aria-label="{}">{}{}</svg>',
        high,
        name,
        _hatch(ident),
        format_html_join("", "{}", ((one,) for one in _shares(parts, whole, ident, high))),
    )


def _shares(parts: Sequence[Part], whole: int, ident: str, high: int) -> Iterator[SafeString]:
    left = 0.0
    for part in parts:
        width = 100 * part.size / whole
        over = _box("chart-over", left, 0, width, high, fill=f"url(#{ident})") if part.kind == "bad" else ""
        if part.size:
            yield format_html(
                "<g><title>{}</title>{}{}</g>", part.tip, _box(f"chart-{part.kind}", left, 0, width, high), over
            )
        left += width


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def nice(most: float) -> float:
    """The largest of 1, 2, 5, 10, 20 … that is no larger than a value: where a line of the grid is drawn.

    >>> nice(7), nice(43), nice(0.3)
    (5, 20, 0.0)
    """
    step = 0.0
    for power in range(12):
        for digit in (1, 2, 5):
            if digit * 10**power <= most:
                step = digit * 10**power
    return step


def tick(value: float, words: str = "") -> tuple[float, str]:
    """A line of the grid with its figure."""
    return value, words or _("%(n)s") % {"n": f"{value:g}"}
