"""The health page of a notebook as a finished thing, and the margin of its own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.accounts.models import User
from gallery.executions.models import Cause
from gallery.health.figures import (
    CellLine,
    DayLine,
    Figure,
    cell_lines,
    cell_words,
    day_lines,
    profile,
    run_calendar,
    runtimes,
)
from gallery.health.metrics import Metric, metrics_of, overall
from gallery.health.models import NotebookHealth
from gallery.health.queries import OutageNote, code_hashes, measured, outage_of
from gallery.health.telling import commonest_cause, first_bad
from gallery.health.window import window_days
from gallery.health.words import cause_in_words, people, short
from gallery.notebooks.access import readable, revision_of
from gallery.notebooks.cards import HealthShown, health_shown
from gallery.notebooks.margins import Margin, Mark
from gallery.notebooks.models import Notebook, Revision

MOST_NAMED = 12


@dataclass(frozen=True)
class Changes:
    """What the current version changed, and how the notebook fared just before it."""

    version: int
    at: datetime
    message: str
    words: str
    before: str


@dataclass(frozen=True)
class Measured:
    """Everything that was computed, put into words and pictures."""

    users: int
    users_with_failures: int
    executions: int
    sessions: int
    last_run: datetime | None
    last_failure: datetime | None
    unhealthy_since: datetime | None
    computed_at: datetime
    score: str
    own_score: str
    profile: Figure
    calendar: Figure
    runtimes: Figure | None
    cells: tuple[CellLine, ...]
    days: tuple[DayLine, ...]
    metrics: tuple[Metric, ...]


@dataclass(frozen=True)
class HealthPage:
    """The page. `measured` is None where nobody has run the notebook within the window."""

    title: str
    url: str
    run_url: str
    shown: HealthShown
    headline: str
    words: str
    days: int
    outage: OutageNote | None
    cause: str
    changes: Changes | None
    measured: Measured | None


def health_page(user: User | None, uuid: UUID) -> HealthPage:
    """The page for this reader, or `NotThere`."""
    notebook = readable(user, uuid)
    revision = revision_of(notebook, None)
    row = measured(notebook)
    current, before = code_hashes(notebook, revision.number)
    fresh = frozenset(number for number, one in current.items() if before and one not in before)
    shown = health_shown(notebook)
    ran = row is not None and row.executions > 0
    # Failures during an outage are marked: where none is, there is no outage to ask for.
    outage = outage_of(user, notebook) if row is not None and any(cell["excused"] for cell in row.cells) else None
    return HealthPage(
        title=notebook.title,
        url=notebook.get_absolute_url(),
        run_url=f"/run/{notebook.uuid}",
        shown=shown,
        headline=_headline(shown, row),
        words=overall(row.osr) if row is not None and ran else "",
        days=window_days(),
        outage=outage,
        cause=_cause(notebook, row) if row is not None and shown == "unhealthy" and outage is None else "",
        changes=_changes(revision, row, len(current), sorted(fresh)) if before else None,
        measured=_measured(row, fresh) if row is not None and ran else None,
    )


_HEADLINES = {
    "healthy": lambda: _("You can expect this notebook to work."),
    "unhealthy": lambda: _("Expect this notebook to fail for you, too."),
    "undetermined": lambda: _("It works for some and not for others."),
    "unknown": lambda: _("Nobody has run it lately, so nobody knows."),
    "promising": lambda: _("Nobody has run it lately, but it looks good."),
    "was-healthy": lambda: _("The version before was healthy; for this one it is too early to say."),
    "was-unhealthy": lambda: _("The version before was unhealthy; for this one it is too early to say."),
}


def _headline(shown: HealthShown, row: NotebookHealth | None) -> str:
    bad = first_bad(row) if row is not None and shown == "unhealthy" else None
    if bad is not None:
        return _("Expect this notebook to fail for you, too, at cell %(n)s.") % {"n": bad["position"]}
    if row is not None and shown == "undetermined" and not row.users_with_failures:
        return _("Nothing has failed, but too few have come to its end to be sure.")
    return _HEADLINES[shown]()


def _cause(notebook: Notebook, row: NotebookHealth) -> str:
    """Why most people fail at the first cell that fails too often, as far as their Jupyter said so."""
    bad = first_bad(row)
    return cause_in_words(Cause(commonest_cause(notebook, bad["hash"], timezone.now()))) if bad is not None else ""


def _measured(row: NotebookHealth, fresh: frozenset[int]) -> Measured:
    cells, days = cell_lines(row, fresh), day_lines(row)
    return Measured(
        users=row.users,
        users_with_failures=row.users_with_failures,
        executions=row.executions,
        sessions=row.sessions,
        last_run=row.last_run,
        last_failure=row.last_failure,
        unhealthy_since=row.unhealthy_since if row.status == "unhealthy" else None,
        computed_at=row.computed_at,
        score=f"{row.shown_score:.2f}" if row.shown_score is not None else "",
        own_score=f"{row.score:.2f}" if row.note and row.score is not None else "",
        profile=profile(cells),
        calendar=run_calendar(days, timezone.now().date()),
        runtimes=runtimes(row),
        cells=cells,
        days=days,
        metrics=metrics_of(row),
    )


def _changes(revision: Revision, row: NotebookHealth | None, cells: int, fresh: Sequence[int]) -> Changes:
    return Changes(
        version=revision.number,
        at=revision.created_at,
        message=revision.message,
        words=_changed(cells, fresh),
        before=_before(row),
    )


def _changed(cells: int, fresh: Sequence[int]) -> str:
    """Cells 4 and 7 are new or changed and start afresh; the other 10 keep their record."""
    if not fresh:
        return _("No code cell changed: every cell keeps its record.")
    named = ", ".join(str(number) for number in fresh[:MOST_NAMED]) + (" …" if len(fresh) > MOST_NAMED else "")
    words = ngettext(
        "Cell %(cells)s is new or changed and starts afresh;", "Cells %(cells)s are new or changed and start afresh;",
        len(fresh),
    )  # fmt: skip
    kept = cells - len(fresh)
    others = ngettext("%(n)s other keeps its record.", "%(n)s others keep their record.", kept) % {"n": kept}
    return f"{words % {'cells': named}} {others}"


def _before(row: NotebookHealth | None) -> str:
    if row is None or row.previous_score is None:
        return ""
    known = {
        "healthy": _("Just before it, the notebook was healthy (%(score)s)."),
        "unhealthy": _("Just before it, the notebook was unhealthy (%(score)s)."),
    }
    usual = _("Just before it, the notebook was undetermined (%(score)s).")
    return known.get(row.previous_status, usual) % {"score": f"{row.previous_score:.2f}"}


# The margin of the notebook's own page


def margin(notebook: Notebook, revision: Revision) -> Margin:
    """Marks at the cells of the version that was measured, and a sentence beside the title; at most one query."""
    url = f"/notebooks/{notebook.uuid}/health"
    row = measured(notebook) if notebook.health_score is not None else None  # without a score nobody ran it
    if row is None or not row.executions:
        return Margin(url=url)
    marks = {line.number: _mark(line) for line in cell_lines(row, frozenset())}
    return Margin(words=_beside_title(row), url=url, marks=marks if row.revision == revision.number else {})


def _beside_title(row: NotebookHealth) -> str:
    return _("ran by %(people)s in %(days)s days") % {"people": people(row.users), "days": window_days()}


def _mark(line: CellLine) -> Mark:
    counts = f"{short(line.successes)}/{short(line.executions)}" if line.executions else ""
    status = line.status if line.status in {"healthy", "unhealthy"} else "undetermined"
    return Mark(status=status, counts=counts, words=cell_words(line))  # type: ignore[arg-type]
