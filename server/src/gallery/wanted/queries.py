"""The board and one request as finished things. Every list starts from `seen_by`, every answer from `listed_to`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Q, QuerySet, Sum
from django.utils import timezone

from gallery.accounts.links import PersonLink, person_link
from gallery.accounts.models import User
from gallery.directory.links import GroupLink, group_link
from gallery.lib.paging import Paged, part
from gallery.notebooks.cards import Card, card_of, starred_among, with_card_data
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import listed_to
from gallery.wanted.access import answered_for, answers_to, seen, seen_by, with_people
from gallery.wanted.models import Answer, Seconding, Term, Wanted
from gallery.wanted.permissions import answering, may_decide
from gallery.wanted.states import State, can

PAGE_SIZE = 24
MOST_TERMS, MOST_MINE = 20, 40
LATELY = timedelta(days=30)
# What can be asked for: open ones are wanted still, answered ones have an answer that the reader can find.
SHOWN = (State.OPEN, State.ANSWERED, State.CLOSED)


@dataclass(frozen=True)
class WantedLine:
    """A request as it stands in a list. `state` is what the reader can see of it."""

    uuid: UUID
    url: str
    question: str
    explanation: str
    asker: PersonLink
    group: GroupLink | None
    needed: int
    state: State
    seconded: bool
    mine: bool
    asked: datetime


@dataclass(frozen=True)
class MissedTerm:
    """A question that many asked and that found nothing. `people` in the last 30 days."""

    pk: int
    words: str
    people: int
    last: date


@dataclass(frozen=True)
class Board(Paged):
    """One page of requests in one state, and what many looked for in vain."""

    items: tuple[WantedLine, ...]
    state: State
    missed: tuple[MissedTerm, ...]


@dataclass(frozen=True)
class Answered:
    """A notebook that answers a request, and who gave it."""

    card: Card
    by: PersonLink
    at: datetime


@dataclass(frozen=True)
class WantedPage:
    """One request with the answers that its reader may find, and what the reader may do."""

    line: WantedLine
    answers: tuple[Answered, ...]
    mine: tuple[Card, ...]
    may_answer: bool
    may_close: bool
    may_reopen: bool
    may_remove: bool


def board(user: User, *, state: State = State.OPEN, page: int = 1, size: int = PAGE_SIZE) -> Board:
    """Requests that this person may know of, the most needed first."""
    answered = answered_for(user)
    found = _in_state(seen_by(user), state, answered)
    rows = list(
        with_people(found).annotate(answered_here=answered).order_by("-needed", "-created_at", "-pk")[part(page, size)]
    )
    missed = missed_terms() if state == State.OPEN and page == 1 else ()
    return Board(items=_lines(user, rows), total=found.count(), page=page, page_size=size, state=state, missed=missed)


def _in_state(wanted: QuerySet[Wanted], state: State, answered: Exists) -> QuerySet[Wanted]:
    """A request whose answers the reader cannot find, or that are gone, is as open as if there were none."""
    if state == State.ANSWERED:
        return wanted.filter(answered, state=state)
    if state == State.OPEN:
        return wanted.filter(Q(state=state) | (Q(state=State.ANSWERED) & ~Q(answered)))
    return wanted.filter(state=state)


def _lines(user: User, rows: Sequence[Wanted]) -> tuple[WantedLine, ...]:
    mine = Seconding.objects.filter(person=user, wanted__in=[row.pk for row in rows])
    seconded = set(mine.values_list("wanted", flat=True))
    return tuple(
        _line(user, row, answered=getattr(row, "answered_here", False), seconded=row.pk in seconded) for row in rows
    )


def _line(user: User, row: Wanted, *, answered: bool, seconded: bool) -> WantedLine:
    hidden = row.state == State.ANSWERED and not answered
    return WantedLine(
        uuid=row.uuid,
        url=row.get_absolute_url(),
        question=row.question,
        explanation=row.explanation,
        asker=person_link(row.asker),
        group=group_link(row.group) if row.group is not None else None,
        needed=row.needed,
        state=State.OPEN if hidden else State(row.state),
        seconded=seconded,
        mine=row.asker_id == user.pk,
        asked=row.created_at,
    )


def wanted_page(user: User, uuid: UUID) -> WantedPage:
    """One request, or `NotThere`."""
    row = seen(user, uuid)
    answers = _answers(user, row)
    line = _line(user, row, answered=bool(answers), seconded=row.seconded.filter(person=user).exists())
    decides = may_decide(user, row)
    return WantedPage(
        line=line,
        answers=answers,
        mine=_mine(user, row) if can("answer", row.state) else (),
        may_answer=can("answer", row.state),
        may_close=decides and can("close", row.state),
        may_reopen=decides and can("reopen", line.state),
        may_remove=user.is_superuser,
    )


def _answers(user: User, wanted: Wanted) -> tuple[Answered, ...]:
    rows: list[Answer] = list(answers_to(user).filter(wanted=wanted).select_related("by").order_by("at", "pk"))
    found = with_card_data(listed_to(user)).in_bulk([row.notebook_id for row in rows])
    starred = starred_among(user, found.values())
    return tuple(
        Answered(card_of(found[row.notebook_id], starred=row.notebook_id in starred), person_link(row.by), row.at)
        for row in rows
        if row.notebook_id in found
    )


def _mine(user: User, wanted: Wanted) -> tuple[Card, ...]:
    """One's own notebooks that can be an answer, latest first: proposed to whoever answers."""
    fitting = answering(listed_to(user).filter(owner=user), wanted)
    rows = with_card_data(fitting).order_by("-updated_at", "-pk")[:MOST_MINE]
    return tuple(card_of(row, starred=False) for row in rows)


def missed_terms(most: int = MOST_TERMS, *, dismissed: bool = False) -> tuple[MissedTerm, ...]:
    """What many people looked for in vain lately, the most wanted first."""
    since = timezone.now().date() - LATELY
    lately = Term.objects.filter(dismissed=dismissed, days__day__gte=since)
    rows = lately.annotate(n=Sum("days__people")).order_by("-n", "words")[:most]
    last = _last_days([row.pk for row in rows])
    return tuple(MissedTerm(row.pk, row.words, row.n, last[row.pk]) for row in rows)


def _last_days(terms: Sequence[int]) -> Mapping[int, date]:
    rows = Term.objects.filter(pk__in=terms).order_by("days__day").values_list("pk", "days__day")
    return dict(rows)


def notebook_named(user: User, text: str) -> Notebook | None:
    """The notebook whose number, or the address that contains it, was typed, if this person may find it."""
    for piece in text.strip().split("/"):
        try:
            number = UUID(piece)
        except ValueError:
            continue
        return listed_to(user).select_related("owner", "group").filter(uuid=number).first()
    return None
