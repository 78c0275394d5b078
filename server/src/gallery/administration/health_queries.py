"""How the notebooks of the whole house fare.

Totals include private ones; what has a name, such as a language, is counted over those that the reader may find.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gallery.accounts.links import PersonLink, person_link
from gallery.accounts.models import User
from gallery.executions.models import Execution, Flood
from gallery.health.charts import Part, shares
from gallery.health.models import NotebookHealth, Outage
from gallery.health.window import window
from gallery.lib.languages import shown_language
from gallery.notebooks.cards import HealthShown, health_shown
from gallery.notebooks.models import Health, Notebook
from gallery.notebooks.permissions import listed_to

SHOWN = 25
KINDS = ("healthy", "undetermined", "unhealthy", "not run")
_COLOURS = {"healthy": "good", "undetermined": "quiet", "unhealthy": "bad", "not run": "none"}


@dataclass(frozen=True)
class Distribution:
    """How many notebooks are in which state, as a bar and in numbers."""

    name: str
    url: str
    total: int
    healthy: int
    undetermined: int
    unhealthy: int
    not_run: int
    svg: SafeString


@dataclass(frozen=True)
class FailedLine:
    """A notebook that failed for somebody lately."""

    title: str
    url: str
    owner: PersonLink
    shown: HealthShown
    last_failure: datetime
    users: int
    users_with_failures: int


@dataclass(frozen=True)
class OutageLine:
    """Something that many notebooks share and that fails."""

    name: str
    since: datetime
    notebooks: int


@dataclass(frozen=True)
class PlatformHealth:
    """The page. `hidden` failed too, and are not the reader's to know by name."""

    whole: Distribution
    languages: tuple[Distribution, ...]
    failed: tuple[FailedLine, ...]
    hidden: int
    outages: tuple[OutageLine, ...]
    executions_today: int
    waiting: int
    refused: int


def count_unhealthy() -> int:
    """How many living notebooks are unhealthy, private ones included."""
    return Notebook.objects.filter(trashed_at=None, health=Health.UNHEALTHY).count()


def platform_health(reader: User) -> PlatformHealth:
    """The page for this administrator."""
    now = timezone.now()
    failed, hidden = _failed(reader)
    recent = Execution.objects.filter(received_at__gt=now - timedelta(days=1))
    refused = Flood.objects.filter(day__gt=(now - window()).date()).values_list("records", flat=True)
    return PlatformHealth(
        whole=_distribution("", _sum(_states(Notebook.objects.filter(trashed_at=None))), 0),
        languages=_by_language(_states(listed_to(reader))),  # the name of a language may tell of a hidden notebook
        failed=failed,
        hidden=hidden,
        outages=_outages(reader),
        executions_today=recent.count(),
        waiting=Execution.objects.filter(summed=False).count(),
        refused=sum(refused),
    )


def _states(notebooks: QuerySet[Notebook]) -> dict[str, Counter[str]]:
    """For each language, how many of these notebooks are in which state: one query."""
    never_ran = ExpressionWrapper(Q(health_score=None), output_field=BooleanField())
    counted = (
        notebooks.order_by()
        .annotate(never=never_ran)
        .values_list("language", "health", "never")
        .annotate(n=Count("pk"))
    )
    found: dict[str, Counter[str]] = {}
    for language, health, never, number in counted:
        found.setdefault(language, Counter())["not run" if never else health] += number
    return found


def _sum(states: dict[str, Counter[str]]) -> Counter[str]:
    return sum(states.values(), Counter())


def _by_language(states: dict[str, Counter[str]]) -> tuple[Distribution, ...]:
    ordered = sorted(states.items(), key=lambda one: (-one[1].total(), one[0]))
    return tuple(_distribution(language, counts, place) for place, (language, counts) in enumerate(ordered, start=1))


def _distribution(language: str, counts: Counter[str], place: int) -> Distribution:
    parts = [Part(_COLOURS[kind], counts[kind], f"{_words()[kind]}: {counts[kind]}") for kind in KINDS]
    named = shown_language(language) if language else _("Without a language")
    said = ", ".join(part.tip for part in parts if part.size) or _("none")
    return Distribution(
        name=named,
        url=f"/languages/{language}" if language else "",
        total=counts.total(),
        healthy=counts["healthy"],
        undetermined=counts["undetermined"],
        unhealthy=counts["unhealthy"],
        not_run=counts["not run"],
        svg=shares(parts, name=said, ident=f"shares-{place}", high=14 if place else 26),
    )


def _words() -> dict[str, str]:
    return {
        "healthy": _("healthy"),
        "undetermined": _("undetermined"),
        "unhealthy": _("unhealthy"),
        "not run": _("not run lately"),
    }


def _failed(reader: User) -> tuple[tuple[FailedLine, ...], int]:
    """What failed lately, latest first, and how many more there are that the reader may not find."""
    since = timezone.now() - window()
    every = NotebookHealth.objects.filter(notebook__trashed_at=None, last_failure__gt=since)
    mine = every.filter(notebook__in=listed_to(reader))
    rows = mine.select_related("notebook__owner").order_by("-last_failure", "pk")[:SHOWN]
    return tuple(_failed_line(row, row.last_failure) for row in rows if row.last_failure), every.count() - mine.count()


def _failed_line(row: NotebookHealth, last_failure: datetime) -> FailedLine:
    return FailedLine(
        title=row.notebook.title,
        url=f"/notebooks/{row.notebook.uuid}/health",
        owner=person_link(row.notebook.owner),
        shown=health_shown(row.notebook),
        last_failure=last_failure,
        users=row.users,
        users_with_failures=row.users_with_failures,
    )


def _outages(reader: User) -> tuple[OutageLine, ...]:
    """Those that touch a notebook which the reader may find: the name of a package may tell of a hidden one."""
    found = Count("notebooks", filter=Q(notebooks__in=listed_to(reader).values("pk")))
    rows = Outage.objects.filter(ended_at=None).annotate(n=found).filter(n__gt=0).order_by(F("began_at").desc(), "pk")
    return tuple(OutageLine(row.name, row.began_at, row.n) for row in rows[:SHOWN])
