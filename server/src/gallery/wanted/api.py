"""API: what is wanted; ask, say that you need it, too, answer with a notebook."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from gallery.accounts.caller import caller
from gallery.accounts.models import User
from gallery.directory.models import Group
from gallery.directory.queries import groups_of
from gallery.lib.errors import Invalid
from gallery.notebooks.access import readable
from gallery.wanted import actions
from gallery.wanted.access import seen
from gallery.wanted.queries import Answered, Board, WantedLine, board, wanted_page
from gallery.wanted.states import State

router = Router(tags=["wanted"])
MOST_PAGES = 100_000


class WantedOut(Schema):
    """A request. `state` is what you can see: one whose answers you cannot find is open."""

    uuid: str
    question: str
    explanation: str
    asker: str
    group: str | None = Field(description="The group that alone knows of it; null for everybody who is signed in")
    needed: int = Field(description="How many people need it")
    seconded: bool = Field(description="Whether you said that you need it, too")
    state: Literal["open", "answered", "closed"]
    asked: datetime
    url: str

    @staticmethod
    def fields_of(line: WantedLine) -> dict[str, Any]:
        """From a line of the board."""
        return {
            "uuid": str(line.uuid),
            "question": line.question,
            "explanation": line.explanation,
            "asker": line.asker.name,
            "group": line.group.slug if line.group else None,
            "needed": line.needed,
            "seconded": line.seconded,
            "state": line.state.value,
            "asked": line.asked,
            "url": settings.CONFIG.url + line.url,
        }


class AnswerOut(Schema):
    """A notebook that answers a request."""

    notebook: str
    title: str
    owner: str
    answered_by: str
    at: datetime
    url: str

    @staticmethod
    def of(answer: Answered) -> "AnswerOut":
        """From an answer that the reader may find."""
        card = answer.card
        return AnswerOut(
            notebook=str(card.uuid),
            title=card.title,
            owner=card.owner.name,
            answered_by=answer.by.name,
            at=answer.at,
            url=settings.CONFIG.url + card.url,
        )


class WantedInFull(WantedOut):
    """A request with those of its answers that you may find."""

    answers: list[AnswerOut]


class MissedOut(Schema):
    """Words that many people looked for in vain. Never those of few: they could be a secret."""

    words: str
    people: int = Field(description="In the last 30 days")
    last: date


class BoardOut(Schema):
    """A page of requests; with the first page of the open ones, what many looked for in vain."""

    items: list[WantedOut]
    total: int
    page: int
    missed: list[MissedOut]

    @staticmethod
    def of(found: Board) -> "BoardOut":
        """From the board."""
        return BoardOut(
            items=[WantedOut(**WantedOut.fields_of(one)) for one in found.items],
            total=found.total,
            page=found.page,
            missed=[MissedOut(words=one.words, people=one.people, last=one.last) for one in found.missed],
        )


class AskIn(Schema):
    """What the notebook should answer, and who may know that you ask."""

    question: str = Field(min_length=1, max_length=actions.LONGEST_QUESTION)
    explanation: str = Field("", max_length=actions.LONGEST_EXPLANATION)
    group: str = Field("", description="One of your groups, by its name in addresses; empty for everybody")


class AnswerIn(Schema):
    """The notebook that answers it."""

    notebook: UUID


@router.get("/wanted", response=BoardOut, summary="What is wanted")
def read_board(request: HttpRequest, state: Literal["open", "answered", "closed"] = "open", page: int = 1) -> BoardOut:
    """Requests that you may know of, the most needed first."""
    return BoardOut.of(board(_person(request), state=State(state), page=min(max(page, 1), MOST_PAGES)))


@router.post("/wanted", response={201: WantedInFull}, summary="Ask for a notebook")
def ask(request: HttpRequest, body: AskIn) -> Status[WantedInFull]:
    """Ask everybody, or one of your groups. You are told when somebody answers."""
    person = _person(request)
    made = actions.ask(
        by=person, question=body.question, explanation=body.explanation, group=_group(person, body.group)
    )
    return Status(201, _in_full(person, made.uuid))


def _group(person: User, slug: str) -> Group | None:
    if not slug:
        return None
    found = next((one for one in groups_of(person) if one.slug == slug), None)
    if found is None:
        raise Invalid("group is one of your own groups, by its name in addresses.")
    return found


@router.get("/wanted/{uuid}", response=WantedInFull, summary="One request with its answers")
def read(request: HttpRequest, uuid: UUID) -> WantedInFull:
    """Only answers that you may find are there."""
    return _in_full(_person(request), uuid)


@router.put("/wanted/{uuid}/second", response=WantedInFull, summary="I need this, too")
def second(request: HttpRequest, uuid: UUID) -> WantedInFull:
    """Be counted, and be told when somebody answers."""
    person = _person(request)
    actions.second(wanted=seen(person, uuid), by=person)
    return _in_full(person, uuid)


@router.delete("/wanted/{uuid}/second", response=WantedInFull, summary="I need this no longer")
def unsecond(request: HttpRequest, uuid: UUID) -> WantedInFull:
    """Be counted no longer."""
    person = _person(request)
    actions.unsecond(wanted=seen(person, uuid), by=person)
    return _in_full(person, uuid)


@router.post("/wanted/{uuid}/answers", response={201: WantedInFull}, summary="Answer with a notebook")
def answer(request: HttpRequest, uuid: UUID, body: AnswerIn) -> Status[WantedInFull]:
    """Give a notebook that everybody who knows of the request can find. Whoever needs it is told."""
    person = _person(request)
    actions.answer(wanted=seen(person, uuid), by=person, notebook=readable(person, body.notebook))
    return Status(201, _in_full(person, uuid))


@router.post("/wanted/{uuid}/close", response=WantedInFull, summary="Close your request")
def close(request: HttpRequest, uuid: UUID) -> WantedInFull:
    """It is answered, or you need it no longer."""
    person = _person(request)
    actions.close(wanted=seen(person, uuid), by=person)
    return _in_full(person, uuid)


@router.post("/wanted/{uuid}/reopen", response=WantedInFull, summary="Open your request again")
def reopen(request: HttpRequest, uuid: UUID) -> WantedInFull:
    """The answers did not do."""
    person = _person(request)
    actions.reopen(wanted=seen(person, uuid), by=person)
    return _in_full(person, uuid)


def _person(request: HttpRequest) -> User:
    return caller(request).person()


def _in_full(person: User, uuid: UUID) -> WantedInFull:
    page = wanted_page(person, uuid)
    return WantedInFull(**WantedOut.fields_of(page.line), answers=[AnswerOut.of(one) for one in page.answers])
