"""The pictures of a notebook's health, each with a sentence that says the same, and the numbers behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.health.charts import Bar, Day, calendar, columns, nice, tick
from gallery.health.models import NotebookHealth
from gallery.health.window import window_days
from gallery.health.words import people, short, span, went_through

SLOW_ENOUGH = 3  # so many cells are named as the slowest


@dataclass(frozen=True)
class CellLine:
    """A code cell in the table behind the pictures. Without a name: only how many people."""

    number: int
    status: str
    mark: SafeString
    executions: int
    successes: int
    failures: int
    excused: int
    users: int
    users_failed: int
    health: str
    runtime: str
    tags: tuple[str, ...]
    fresh: bool


@dataclass(frozen=True)
class DayLine:
    """A day in the table behind the calendar."""

    on: date
    runs: int
    people: int
    executions: int
    failures: int


@dataclass(frozen=True)
class Figure:
    """A picture and the sentence that says what is to be seen in it."""

    svg: SafeString
    words: str


def cell_lines(row: NotebookHealth, fresh: frozenset[int]) -> tuple[CellLine, ...]:
    """One line for each code cell; `fresh` are the numbers of those that the current version changed."""
    marks = _marks({cell["status"] for cell in row.cells})
    return tuple(
        CellLine(
            number=cell["position"],
            status=cell["status"],
            mark=marks[cell["status"]],
            executions=cell["executions"],
            successes=cell["successes"],
            failures=cell["executions"] - cell["successes"],
            excused=cell["excused"],
            users=cell["users"],
            users_failed=cell["users_failed"],
            health=f"{cell['health']:.2f}" if cell["health"] is not None else "",
            runtime=span(cell["median_ms"]) if cell["median_ms"] is not None else "",
            tags=tuple(_TAGS[tag]() for tag in cell["tags"] if tag in _TAGS),
            fresh=cell["position"] in fresh,
        )
        for cell in row.cells
    )


def _marks(statuses: set[str]) -> dict[str, SafeString]:
    """The icon and word of each status, made once rather than for each of hundreds of cells."""
    return {status: render_to_string("parts/health.html", {"health": status}) for status in statuses}


_TAGS = {"optional": lambda: _("optional"), "meant-to-fail": lambda: _("meant to fail")}


def profile(lines: Sequence[CellLine]) -> Figure:
    """How often each cell went through, and how often it failed."""
    bars = [
        Bar(
            label=str(line.number),
            up=line.successes,
            down=line.failures,
            alarm=line.status == "unhealthy",
            tip=_("Cell %(n)s. %(words)s") % {"n": line.number, "words": cell_words(line)},
        )
        for line in lines
    ]
    up, down = nice(max((bar.up for bar in bars), default=0)), nice(max((bar.down for bar in bars), default=0))
    ticks = [tick(0), *([tick(up, short(int(up)))] if up else []), *([tick(-down, short(int(down)))] if down else [])]
    name = _("Successes and failures by cell. The numbers are in the table below.")
    return Figure(columns(bars, name=name, ident="profile-hatch", ticks=ticks), _profile_words(lines))


def cell_words(line: CellLine) -> str:
    """How one cell fares, in a sentence or two."""
    if not line.executions:
        return _("Nobody has run it in the last %(days)s days.") % {"days": window_days()}
    words = [went_through(line.successes, line.executions), *_failed_for(line)]
    if line.excused:
        words.append(
            ngettext("%(n)s failure was excused.", "%(n)s failures were excused.", line.excused) % {"n": line.excused}
        )
    return " ".join(words)


def _failed_for(line: CellLine) -> list[str]:
    if not line.users_failed:
        return []
    return [_("It failed for %(some)s of %(all)s.") % {"some": line.users_failed, "all": people(line.users)}]


def _profile_words(lines: Sequence[CellLine]) -> str:
    bad = [line for line in lines if line.status == "unhealthy"]
    if bad:
        worst = max(bad, key=lambda line: line.failures / line.executions)
        one = _("Cell %(n)s fails too often.")
        several = ngettext("%(n)s cell fails too often.", "%(n)s cells fail too often.", len(bad)) % {"n": len(bad)}
        words = one if len(bad) == 1 else several + " " + _("The worst is cell %(n)s.")
        return f"{words % {'n': worst.number}} {cell_words(worst)}"
    failing = [line for line in lines if line.failures]
    if not failing:
        return _("No cell has failed.")
    words = ngettext(
        "No cell fails too often; %(n)s failed now and then.", "No cell fails too often; %(n)s failed now and then.",
        len(failing),
    )  # fmt: skip
    return words % {"n": len(failing)}


def day_lines(row: NotebookHealth) -> tuple[DayLine, ...]:
    """The days with runs, latest first."""
    made = [_day_line(day) for day in row.days]
    return tuple(sorted(made, key=lambda line: line.on, reverse=True))


def _day_line(day: dict[str, Any]) -> DayLine:
    return DayLine(
        on=date.fromisoformat(day["day"]),
        runs=day["sessions"],
        people=day["people"],
        executions=day["executions"],
        failures=day["failures"],
    )


def run_calendar(lines: Sequence[DayLine], today: date) -> Figure:
    """Runs on each of the last days."""
    found = {line.on: line for line in lines}
    span_of_days = [today - timedelta(days=back) for back in range(window_days() - 1, -1, -1)]
    days = [_day(on, found.get(on)) for on in span_of_days]
    name = _("Calendar of runs. The numbers are in the table below.")
    return Figure(calendar(days, name=name), _calendar_words(days, today))


def _day(on: date, line: DayLine | None) -> Day:
    shown = date_format(on, "j F")
    if line is None:
        return Day(on, 0, tip=_("%(day)s: no run") % {"day": shown})
    words = ngettext("%(day)s: %(runs)s run", "%(day)s: %(runs)s runs", line.runs) % {"day": shown, "runs": line.runs}
    failed = ngettext("%(n)s failure", "%(n)s failures", line.failures) % {"n": line.failures}
    return Day(on, line.runs, failed=line.failures > 0, tip=f"{words}, {failed}")


def _calendar_words(days: Sequence[Day], today: date) -> str:
    busy = [day for day in days if day.runs]
    if not busy:
        return _("No run in the last %(days)s days.") % {"days": window_days()}
    runs = sum(day.runs for day in busy)
    words = ngettext(
        "%(n)s run on %(days)s of the last %(all)s days.", "%(n)s runs on %(days)s of the last %(all)s days.", runs
    )
    failed = sum(day.failed for day in busy)
    more = ngettext("Something failed on %(n)s of them.", "Something failed on %(n)s of them.", failed)
    said = words % {"n": runs, "days": len(busy), "all": len(days)}
    return f"{said} {more % {'n': failed}}" if failed else said


def runtimes(row: NotebookHealth) -> Figure | None:
    """The usual runtime of each cell; None where none is known."""
    known = {cell["position"]: float(cell["median_ms"]) for cell in row.cells if cell["median_ms"] is not None}
    if not known:
        return None
    slowest = sorted(known, key=lambda number: known[number], reverse=True)[:SLOW_ENOUGH]
    bars = [_runtime_bar(cell["position"], known, slowest) for cell in row.cells]
    ticks = [(0.0, "0"), *([(middle, span(middle))] if (middle := nice(max(known.values()))) else [])]
    name = _("Usual runtime by cell. The numbers are in the table below.")
    words = _("All cells together usually take %(all)s. The longest is cell %(n)s with %(one)s.")
    said = words % {"all": span(sum(known.values())), "n": slowest[0], "one": span(known[slowest[0]])}
    return Figure(columns(bars, name=name, ident="runtime-hatch", ticks=ticks), said)


def _runtime_bar(number: int, known: dict[int, float], slowest: Sequence[int]) -> Bar:
    if number not in known:
        return Bar(str(number), 0, tip=_("Cell %(n)s: not run yet") % {"n": number})
    tip = _("Cell %(n)s: %(time)s") % {"n": number, "time": span(known[number])}
    return Bar(str(number), known[number], tip=tip, figure=span(known[number]) if number in slowest else "")
