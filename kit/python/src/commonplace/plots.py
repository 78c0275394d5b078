"""Plots in one style, light and dark, each with its meaning in words: `cp.plots.time_series(frame, "day", "plays")`.

They are Vega-Lite, which JupyterLab, Notebook and VS Code draw by themselves: sharp at every size, and without asking
the internet for anything. Altair writes them; `.chart` is Altair's own chart, for whoever wants to change it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Literal

import narwhals as nw

from commonplace.display import amount
from commonplace.errors import WrongRequest
from commonplace.house_style import DASHES, LIGHT, THEMES, ink, style
from commonplace.lazily import library
from commonplace.translation import _

MOST = 5000  # marks that can be told apart, and that a notebook can still carry
INK = "commonplace_ink"  # the colour of a number, beside the data
ROW, COLUMN = "commonplace_row", "commonplace_column"  # where a tile lies, beside the data
TILE = 44  # pixels high: two lines of words
MIME = "application/vnd.vegalite.v5+json"
WHITE_WHERE_DARK = {"test": f"datum.{INK} === '#ffffff'", "value": "#ffffff"}
Theme = Literal["light", "dark"]
Rows = list[dict[str, Any]]
_chosen = [LIGHT]


class Plot:
    """A chart and its meaning in words, which screen readers say and plain consoles print."""

    def __init__(self, chart: Any, text: str) -> None:
        """Put the words into the chart, where the browser reads them out."""
        self.chart = chart.properties(description=text)
        self.text = text

    def __repr__(self) -> str:
        """The words."""
        return self.text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {MIME: self.chart.to_dict(), "text/plain": self.text}


def use(theme: Theme) -> None:
    """Draw all plots from now on for light or for dark pages; a kernel cannot see which of them the page is.

    >>> cp.plots.use("light")
    """
    if theme not in THEMES:
        raise WrongRequest(_("A theme is light or dark; “{theme}” is neither.").format(theme=theme))
    _chosen[0] = theme


def time_series(frame: Any, x: str, y: str, by: str | None = None, title: str = "") -> Plot:
    """A line over time, or one for each value of `by`, told apart by colour and by dashes.

    >>> import pandas as pd
    >>> days = pd.DataFrame({"day": pd.to_datetime(["2026-01-01", "2026-01-02"]), "plays": [10, 14]})
    >>> cp.plots.time_series(days, "day", "plays")
    Line of plays by day, from 2026-01-01 to 2026-01-02: lowest 10, highest 14, last 14.
    """
    rows = sorted(_rows(frame, [x, y, *([by] if by else [])], numbers=[y]), key=lambda row: row[x])
    lines = sorted({str(row[by]) for row in rows}) if by else []
    if len(lines) > len(DASHES):
        raise WrongRequest(
            _("{lines} lines cannot be told apart; choose {most} values of {by} at most.").format(
                lines=len(lines), most=len(DASHES), by=by
            )
        )
    values = [row[y] for row in rows]
    said = _("Line of {y} by {x}, from {first} to {end}: lowest {lowest:g}, highest {highest:g}, last {last:g}.")
    if by:
        said = _("Line of {y} by {x} for {by} {lines}, from {first} to {end}: lowest {lowest:g}, highest {highest:g}.")
    ends = {"first": rows[0][x], "end": rows[-1][x], "last": values[-1]}
    text = said.format(x=x, y=y, by=by, lines=_listed(lines), lowest=min(values), highest=max(values), **ends)
    encoded: dict[str, Any] = {"x": _field(x, _time_or_number(frame, x)), "y": _field(y, "quantitative")}
    if by:
        dashes = {**_field(by, "nominal"), "scale": {"range": [list(dash) for dash in DASHES]}}
        encoded |= {"color": _field(by, "nominal"), "strokeDash": dashes}
    return _plot(rows, title, text, lambda chart: chart.mark_line().encode(**_channels(encoded)))


def distribution(frame: Any, column: str, bins: int = 30, title: str = "") -> Plot:
    """How often which values occur, in bars of equal width; missing values are left out and counted in the words.

    >>> import pandas as pd
    >>> cp.plots.distribution(pd.DataFrame({"plays": [1, 2, 2, 3, 3, 3]}), "plays", bins=3)
    Distribution of plays: 6 values from 1 to 3, median 2.5; most in 2.33333 to 3 (3 values).
    """
    import numpy as np  # noqa: PLC0415 - only this plot needs it

    values = [row[column] for row in _rows(frame, [column], numbers=[column], most=None)]
    missing = len(frame) - len(values)
    counts, edges = np.histogram(values, bins=bins)
    rows = [
        {"from": float(low), "to": float(high), "values": int(count)}
        for (low, high), count in zip(pairwise(edges), counts, strict=True)
    ]
    at = int(np.argmax(counts))
    text = _(
        "Distribution of {column}: {values} from {lowest:g} to {highest:g}, median {median:g}; most in "
        "{low:g} to {high:g} ({most}){missing}."
    ).format(
        column=column,
        values=amount(len(values), "value"),
        lowest=min(values),
        highest=max(values),
        median=float(np.median(values)),
        low=edges[at],
        high=edges[at + 1],
        most=amount(int(counts[at]), "value"),
        missing=_("; {number} missing").format(number=missing) if missing else "",
    )
    encoded = {"x": {**_field("from", "quantitative", column), "bin": "binned"}, "x2": {"field": "to"}}
    encoded["y"] = _field("values", "quantitative")
    return _plot(rows, title, text, lambda chart: chart.mark_bar().encode(**_channels(encoded)))


def top(frame: Any, label: str, value: str, number: int = 10, title: str = "") -> Plot:
    """The largest of many, as bars with their numbers; what is left out is counted in the words.

    >>> import pandas as pd
    >>> cp.plots.top(pd.DataFrame({"title": ["A", "B", "C"], "plays": [5, 9, 7]}), "title", "plays", number=2)
    Top 2 of 3 title by plays: B 9, C 7.
    """
    rows = sorted(_rows(frame, [label, value], numbers=[value], most=None), key=lambda row: -row[value])
    _distinct(rows, label)
    shown = rows[:number]
    listed = ", ".join(f"{row[label]} {row[value]:g}" for row in shown)
    text = _("Top {shown} of {all} {label} by {value}: {listed}.").format(
        shown=len(shown), all=len(rows), label=label, value=value, listed=listed
    )
    return _plot(shown, title, text, lambda chart: _bars(chart, label, value))


def funnel(frame: Any, step: str, value: str, title: str = "") -> Plot:
    """How many reach each step, in the order of the rows, with the share that came from the step before.

    >>> import pandas as pd
    >>> cp.plots.funnel(pd.DataFrame({"step": ["seen", "played"], "people": [200, 50]}), "step", "people")
    Funnel of people: seen 200, played 50 (25% of the step before).
    """
    rows = _rows(frame, [step, value], numbers=[value])
    _distinct(rows, step)
    told = [f"{rows[0][step]} {rows[0][value]:g}"]
    for before, row in pairwise(rows):
        share = (
            _("{share:.0%} of the step before").format(share=row[value] / before[value])
            if before[value]
            else _("nobody was left")
        )
        told.append(f"{row[step]} {row[value]:g} ({share})")
    return _plot(
        rows,
        title,
        _("Funnel of {value}: {listed}.").format(value=value, listed=", ".join(told)),
        lambda chart: _bars(chart, step, value),
    )


def cohort(frame: Any, cohort: str, period: str, value: str, title: str = "") -> Plot:
    """A field for each cohort and period, with its number written in it, darker for more.

    >>> import pandas as pd
    >>> kept = pd.DataFrame({"month": ["Jan", "Jan", "Feb"], "after": [0, 1, 0], "share": [1, 0.5, 1]})
    >>> cp.plots.cohort(kept, "month", "after", "share")
    Cohorts of share by month and after: Jan from 1 to 0.5, Feb from 1 to 1.
    """
    rows = _rows(frame, [cohort, period, value], numbers=[value])
    series: dict[Any, list[Any]] = {}
    for row in sorted(rows, key=lambda row: row[period]):
        series.setdefault(row[cohort], []).append(row[value])
    order = list(dict.fromkeys(row[cohort] for row in rows))
    told = ", ".join(
        _("{name} from {first:g} to {last:g}").format(name=name, first=series[name][0], last=series[name][-1])
        for name in order
    )
    text = _("Cohorts of {value} by {cohort} and {period}: {told}.").format(
        value=value, cohort=cohort, period=period, told=told
    )
    place = {
        "x": {**_field(period, "ordinal"), "axis": {"labelAngle": 0}},
        "y": {**_field(cohort, "ordinal"), "sort": None},
    }
    return _plot(_inked(rows, value), title, text, lambda chart: _heat(chart, place, value))


def tiles(frame: Any, region: str, value: str, places: Mapping[str, tuple[int, int]], title: str = "") -> Plot:
    """A tile for each region about where it lies, coloured by its number: unlike on a map, none looks larger.

    `places` gives each region its row and its column in the grid, from the top left, beginning at 0. It may hold more
    regions than the table.

    >>> import pandas as pd
    >>> plays = pd.DataFrame({"state": ["SP", "RJ"], "plays": [46, 17]})
    >>> cp.plots.tiles(plays, "state", "plays", places={"MG": (0, 1), "SP": (1, 0), "RJ": (1, 1)})
    plays by state, as tiles: most in SP 46, least in RJ 17; nothing known of 1 of 3.
    """
    rows = _rows(frame, [region, value], numbers=[value])
    _distinct(rows, region)
    if lost := [str(row[region]) for row in rows if row[region] not in places]:
        raise WrongRequest(_("“{lost}” has no place; give its row and column in `places`.").format(lost=lost[0]))
    most, least = (choose(rows, key=lambda row: row[value]) for choose in (max, min))
    unknown = (
        _("; nothing known of {missing} of {all}").format(missing=len(places) - len(rows), all=len(places))
        if len(places) > len(rows)
        else ""
    )
    ends = {"most": most[region], "largest": most[value], "least": least[region], "smallest": least[value]}
    text = _(
        "{value} by {region}, as tiles: most in {most} {largest:g}, least in {least} {smallest:g}{unknown}."
    ).format(value=value, region=region, unknown=unknown, **ends)
    placed = [{**row, ROW: places[row[region]][0], COLUMN: places[row[region]][1]} for row in _inked(rows, value)]
    return _plot(placed, title, text, lambda chart: _grid(chart, region, value, list(places.values())))


def _grid(chart: Any, region: str, value: str, places: Sequence[tuple[int, int]]) -> Any:
    """Tiles in rows and columns without axes, each with its name above its number; gaps stay gaps."""
    down, along = (list(range(max(some) + 1)) for some in zip(*places, strict=True))
    place = {
        "x": {**_field(COLUMN, "ordinal"), "axis": None, "scale": {"padding": 0.04, "domain": along}},
        "y": {**_field(ROW, "ordinal"), "axis": None, "scale": {"padding": 0.04, "domain": down}},
    }
    written = {"condition": WHITE_WHERE_DARK, "value": "#000000"}
    names = {**place, "text": _field(region, "nominal"), "color": written}
    label = chart.mark_text(dy=-7, fontWeight="bold").encode(**_channels(names))
    number = chart.mark_text(dy=8).encode(**_channels({**place, "text": _number(value), "color": written}))
    colours = {"range": list(THEMES[_chosen[0]].ramp), "interpolate": "rgb"}
    fields = {**place, "color": {**_field(value, "quantitative"), "scale": colours}}
    tiles_with_words = chart.mark_rect().encode(**_channels(fields)) + label + number
    return tiles_with_words.properties(height=TILE * len(down))


def _inked(rows: Rows, value: str) -> Rows:
    """The rows with the colour in which the number is written on its field."""
    low, high = (limit(row[value] for row in rows) for limit in (min, max))
    shares = [(row[value] - low) / (high - low) if high > low else 0.0 for row in rows]
    return [{**row, INK: ink(_chosen[0], share)} for row, share in zip(rows, shares, strict=True)]


def _heat(chart: Any, place: dict[str, Any], value: str) -> Any:
    colours = {"range": list(THEMES[_chosen[0]].ramp), "interpolate": "rgb"}
    fields = {**place, "color": {**_field(value, "quantitative"), "scale": colours}}
    numbers = {**place, "text": _number(value), "color": {"condition": WHITE_WHERE_DARK, "value": "#000000"}}
    return chart.mark_rect().encode(**_channels(fields)) + chart.mark_text().encode(**_channels(numbers))


def _bars(chart: Any, label: str, value: str) -> Any:
    """Bars whose numbers are written at their ends, so that no axis repeats them."""
    along = {**_field(value, "quantitative"), "axis": None}
    place = {"x": along, "y": {**_field(label, "nominal"), "sort": None}}
    numbers = chart.mark_text(align="left", dx=4).encode(**_channels({**place, "text": _number(value)}))
    return chart.mark_bar().encode(**_channels(place)) + numbers


def _number(value: str) -> dict[str, Any]:
    return {**_field(value, "quantitative"), "format": ",.7~r"}


def _field(name: str, kind: str, title: str = "") -> dict[str, Any]:
    escaped = name.replace("\\", "\\\\").replace(".", "\\.").replace("[", "\\[").replace("]", "\\]")
    return {"field": escaped, "type": kind, "title": title or name}


def _channels(encoded: dict[str, dict[str, Any]]) -> dict[str, Any]:
    altair = library("altair", "plots")
    kinds = {"strokeDash": "StrokeDash", "x2": "X2"}
    made = {}
    for name, given in encoded.items():
        kind = kinds.get(name, name.capitalize())
        made[name] = getattr(altair, kind if "field" in given else f"{kind}Value").from_dict(given)
    return made


def _plot(rows: Rows, title: str, text: str, draw: Callable[[Any], Any]) -> Plot:
    altair = library("altair", "plots")
    plain = [{name: _plain(value) for name, value in row.items()} for row in rows]
    drawn = draw(altair.Chart(altair.Data(values=plain)))
    if title:
        drawn = drawn.properties(title=title)
    return Plot(drawn.properties(width=560).configure(**style(_chosen[0])), text)


def _plain(value: Any) -> Any:
    """What JSON can hold; a day alone would be read as midnight in UTC, the day before in half of the world."""
    if isinstance(value, datetime):
        return value.isoformat()
    return f"{value.isoformat()}T00:00:00" if isinstance(value, date) else value


def _rows(frame: Any, columns: Sequence[str], numbers: Sequence[str], most: int | None = MOST) -> Rows:
    """The rows as plain values, without those that miss one; raises WrongRequest for what cannot be drawn."""
    data: Any = nw.from_native(frame, eager_only=True)
    columns = list(dict.fromkeys(columns))
    for name in columns:
        if name not in data.columns:
            raise WrongRequest(
                _("There is no column “{name}”; there are {listed}.").format(
                    name=name, listed=", ".join(data.columns[:12])
                )
            )
    for name in numbers:
        if not data[name].dtype.is_numeric():
            raise WrongRequest(_("The column “{name}” holds no numbers.").format(name=name))
    present = data.select(*columns).drop_nulls()
    if not len(present):
        raise WrongRequest(_("There is nothing to draw: no row has all the values."))
    if most is not None and len(present) > most:
        raise WrongRequest(
            _("{number} points cannot be told apart; sum them up first, to {most} at most.").format(
                number=len(present), most=most
            )
        )
    rows: Rows = present.rows(named=True)
    return [{name: _day(value) for name, value in row.items()} for row in rows]


def _day(value: Any) -> Any:
    """pandas' own moments as Python's, and midnights without a zone as days."""
    plain = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    is_day = isinstance(plain, datetime) and plain.tzinfo is None and plain.time() == datetime.min.time()
    return plain.date() if is_day else (plain.item() if hasattr(plain, "item") else plain)


def _time_or_number(frame: Any, name: str) -> str:
    kind = nw.from_native(frame, eager_only=True)[name].dtype
    return "quantitative" if kind.is_numeric() else "temporal"


def _distinct(rows: Rows, label: str) -> None:
    twice = [name for name, count in Counter(row[label] for row in rows).items() if count > 1]
    if twice:
        raise WrongRequest(
            _("“{twice}” is there more than once in {label}; sum up first.").format(twice=twice[0], label=label)
        )


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{several} and {last}").format(several=", ".join(names[:-1]), last=names[-1])
