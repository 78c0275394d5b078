"""The audit log as administrators look through it: narrowed, page by page, or as rows of a file."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import QueryDict

from gallery.administration.presenting import Told, told
from gallery.administration.sentences import FAMILIES
from gallery.audit.models import AuditEvent
from gallery.lib.paging import Paged, part

ON_A_PAGE = 100
COLUMNS = ("at", "actor", "action", "subject", "detail", "sentence")
LONGEST = 200


@dataclass(frozen=True)
class Narrowed:
    """What the log was narrowed to; "" does not narrow."""

    person: str = ""
    action: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""

    @property
    def words(self) -> str:
        """The filters in a line, for the record."""
        given = ((field.name, getattr(self, field.name)) for field in fields(self))
        return ", ".join(f"{name}={value}" for name, value in given if value) or "everything"


@dataclass(frozen=True)
class AuditPage(Paged):
    """A page of the log, latest first."""

    events: tuple[Told, ...]
    narrowed: Narrowed
    wrong_day: bool


def narrowed_by(asked: QueryDict) -> Narrowed:
    """The filters in an address."""
    return Narrowed(
        **{field.name: asked.get(field.name, "").replace("\0", "").strip()[:LONGEST] for field in fields(Narrowed)}
    )


def audit_page(narrowed: Narrowed, page: int) -> AuditPage:
    """A page of what is left."""
    found = _events(narrowed)
    rows = found[part(page, ON_A_PAGE)]
    return AuditPage(
        total=found.count(),
        page=page,
        page_size=ON_A_PAGE,
        events=tuple(told(event) for event in rows),
        narrowed=narrowed,
        wrong_day=any(text and _day(text) is None for text in (narrowed.since, narrowed.until)),
    )


def all_told(narrowed: Narrowed) -> Iterator[tuple[AuditEvent, Told]]:
    """Everything that is left, read little by little."""
    for event in _events(narrowed).iterator(chunk_size=500):
        yield event, told(event)


def _events(narrowed: Narrowed) -> QuerySet[AuditEvent]:
    found = AuditEvent.objects.order_by("-at", "-pk")
    if narrowed.person:
        name = narrowed.person.lower()
        found = found.filter(Q(actor=name) | Q(subject=f"person:{name}") | Q(detail__person=name))
    if narrowed.action:
        found = found.filter(_of_action(narrowed.action))
    if narrowed.subject:
        found = found.filter(subject__icontains=narrowed.subject)
    if since := _day(narrowed.since):
        found = found.filter(at__gte=since)
    if until := _day(narrowed.until):
        found = found.filter(at__lt=until + timedelta(days=1))
    return found


def _of_action(action: str) -> Q:
    """One action by its name, or a whole family."""
    if action in FAMILIES:
        return Q(action__in=list(FAMILIES[action][1]))
    return Q(action=action)


def _day(text: str) -> datetime | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
