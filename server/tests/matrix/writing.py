"""The check of calls that change something: who may, who may not, and that a refusal changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db import transaction

from server.tests.matrix.answers import Answer
from server.tests.matrix.checks import Matrix, as_if_absent, hidden_words, leaks
from server.tests.matrix.digest import changed, digest
from server.tests.matrix.requests import Request, requests_for
from server.tests.matrix.rule import expected
from server.tests.matrix.states import State
from server.tests.matrix.surfaces import Surface
from server.tests.matrix.visits import Visitor
from server.tests.matrix.words import ABSENT
from server.tests.matrix.world import Written


def check_changes(matrix: Matrix, visitor: Visitor, calls: Sequence[tuple[Surface, Sequence[State]]]) -> list[str]:
    """Each of these calls for these notebooks.

    Where a refusal left a trace, they are sent once more one by one, to name it.
    """
    before = digest()
    found = [line for call in calls for line in check_change(matrix, visitor, *call, before)]
    if not changed(before, digest()):
        return found
    return found + [line for call in calls for line in _traces(matrix, visitor, *call)]


def check_change(
    matrix: Matrix, visitor: Visitor, surface: Surface, states: Sequence[State], before: dict[str, str]
) -> list[str]:
    """Refused with 403 where readable, as if absent where hidden, done where allowed."""
    due = {state: expected(visitor.actor, state, surface) for state in states}
    refused = [state for state, outcome in due.items() if outcome != "granted"]
    nowhere = _only(surface, matrix.world.absent).send(visitor)
    found = [line for state in refused for line in _refused(matrix, visitor, surface, state, due[state], nowhere)]
    granted = [state for state in due if state not in refused and _has(surface, state, matrix.world.written[state])]
    for number, state in enumerate(granted):
        look = number == 0 and visitor.actor.name in {"owner", "group owner", "administrator in admin mode"}
        done = _granted(visitor, surface, matrix.world.written[state], before, look=look)
        found.extend(f"{state}: {one}" for one in done)
    return [f"{visitor.actor}: {surface}: {one}" for one in found]


def _traces(matrix: Matrix, visitor: Visitor, surface: Surface, states: Sequence[State]) -> list[str]:
    before = digest()
    check_change(matrix, visitor, surface, states, before)
    return [f"{visitor.actor}: {surface}: a refusal changed {table}" for table in changed(before, digest())] or [
        f"{visitor.actor}: {surface}: a refusal changed something, but only the first time"
    ]


def _has(surface: Surface, state: State, written: Written) -> bool:
    """Whether the notebook has what this call is about."""
    return {"share": bool(written.share), "heir": state.owner == "leaver"}.get(surface.wants, True)


def _refused(
    matrix: Matrix, visitor: Visitor, surface: Surface, state: State, outcome: str, nowhere: Answer
) -> Iterator[str]:
    written, hidden = matrix.world.written[state], hidden_words(matrix.world, visitor.actor, surface)
    here = _only(surface, written)
    if surface.fills:  # the same number below an address that is not there
        nowhere = _only(surface, replace(written, words=ABSENT)).send(visitor)
    answer = here.send(visitor)
    has_an_owner = surface.wants == "heir" and state.owner != "leaver" and answer.status == 409
    if outcome == "refused" and answer.status != 403 and not has_an_owner:
        yield f"{state}: {answer.status} instead of 403"
    if outcome == "missing" and answer.status not in {401, 404}:
        yield f"{state}: {answer.status} instead of 404"
    if outcome == "hidden":
        yield from (f"{state}: {line}" for line in as_if_absent(answer, nowhere, written, matrix.world.absent))
    yield from (f"{state}: {line}" for line in leaks(answer, hidden, here.path))


def _only(surface: Surface, written: Written) -> Request:
    (request,) = requests_for(surface, written)
    return request


def _granted(
    visitor: Visitor, surface: Surface, written: Written, before: dict[str, str], *, look: bool
) -> Iterator[str]:
    """Done, and then taken back; whether something changed is looked at only where `look` says so."""
    with transaction.atomic():
        answer = _only(surface, written).send(visitor)
        after = digest() if look else before
        transaction.set_rollback(True)
    visitor.client.cookies.pop("messages", None)
    if answer.status not in surface.granted:
        yield f"{answer.status} for somebody who may: {answer.body[:300]!r}"
    elif look and not surface.still and not changed(before, after):
        yield "granted, but nothing changed"
