"""Every metric with its published name, its value, and one plain sentence on what it means here."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.health.models import NotebookHealth
from gallery.health.window import window_days


@dataclass(frozen=True)
class Metric:
    """A line of the table of metrics."""

    abbreviation: str
    name: str
    value: str
    meaning: str


def percent(ratio: float) -> int:
    """A ratio in hundredths, never rounded to all or nothing.

    >>> percent(0.931), percent(0.999), percent(0.001), percent(1.0)
    (93, 99, 1, 100)
    """
    rounded = round(100 * ratio)
    if rounded == 100 and ratio < 1:
        return 99
    return 1 if rounded == 0 and ratio > 0 else rounded


def overall(ratio: float) -> str:
    """The overall success rate, as everybody understands it."""
    words = _("Out of 100 cells that people executed in the last %(days)s days, %(good)s went through.")
    return words % {"days": window_days(), "good": percent(ratio)}


def metrics_of(row: NotebookHealth) -> tuple[Metric, ...]:
    """All of them, the score first."""
    cells = sum(1 for cell in row.cells if "optional" not in cell["tags"])
    return tuple(_lines(row, cells))


def _lines(row: NotebookHealth, cells: int) -> Iterator[Metric]:
    scale = _("All in all, on a scale from 0 (nothing works) to 1. Healthy from 0.625 on, unhealthy up to 0.375.")
    yield Metric("H", _("score"), f"{row.score:.2f}" if row.score is not None else _("none"), scale)
    yield Metric("OSR", _("overall success rate"), _rate(row.osr), overall(row.osr))
    yield Metric("NED", _("notebook execution depth"), _rate(row.ned), _depth(row.ned))
    yield Metric("FFD", _("first failure depth"), _rate(row.ffd), _first_failure(row.ffd))
    yield Metric("GCR", _("good cell ratio"), _rate(row.gcr), _good(row.gcr, cells))
    yield Metric("BCR", _("bad cell ratio"), _rate(row.bcr), _bad(row.bcr, cells))
    yield Metric("FBC", _("first bad cell"), _rate(row.fbc), _first_bad(row))
    yield Metric("LGC", _("last good cell"), _rate(row.lgc), _last_good(row.lgc))
    more = _("Executions of a typical cell, and ten for each further person: from this the usage factor follows.")
    yield Metric("UE", _("user-adjusted executions"), f"{row.ue:.0f}", more)
    yield Metric("UF", _("usage factor"), f"{row.uf:.2f}", _sure(row.users))


def _rate(ratio: float) -> str:
    return _("%(n)s %%") % {"n": percent(ratio)}


def _depth(ned: float) -> str:
    return _("On average, a run comes %(n)s %% of the way through the notebook.") % {"n": percent(ned)}


def _first_failure(ffd: float) -> str:
    if ffd >= 1:
        return _("No run met a failure.")
    return _("On average, a run is %(n)s %% of the way through before a cell fails.") % {"n": percent(ffd)}


def _good(gcr: float, cells: int) -> str:
    number = round(gcr * cells)
    words = ngettext(
        "%(n)s cell out of %(all)s works for nearly everybody who runs it.",
        "%(n)s cells out of %(all)s work for nearly everybody who runs them.",
        number,
    )
    return words % {"n": number, "all": cells}


def _bad(bcr: float, cells: int) -> str:
    number = round(bcr * cells)
    if not number:
        return _("No cell fails too often.")
    words = ngettext("%(n)s cell out of %(all)s fails too often.", "%(n)s cells out of %(all)s fail too often.", number)
    return words % {"n": number, "all": cells}


def _first_bad(row: NotebookHealth) -> str:
    found = next((cell for cell in row.cells if cell["status"] == "unhealthy"), None)
    if found is None or row.fbc >= 1:
        return _("No cell fails too often, from the first to the last.")
    words = _("The first cell that fails too often is cell %(cell)s, %(n)s %% of the way through.")
    return words % {"cell": found["position"], "n": percent(row.fbc)}


def _last_good(lgc: float) -> str:
    if lgc >= 1:
        return _("The last cell works: nothing breaks off the end.")
    return _("Beyond %(n)s %% of the notebook, no cell is known to work.") % {"n": percent(lgc)}


def _sure(users: int) -> str:
    words = ngettext(
        "How sure this is, from 0.75 to 1: it rests on %(n)s person. Five make it certain.",
        "How sure this is, from 0.75 to 1: it rests on %(n)s people. Five make it certain.",
        users,
    )
    return words % {"n": users}
