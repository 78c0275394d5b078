"""The checks of the matrix. Each answers complaints, a sentence each, so that tests of the tests can call them too."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from server.tests.matrix.actors import Actor
from server.tests.matrix.answers import Answer, difference
from server.tests.matrix.requests import Request, requests_for
from server.tests.matrix.rule import expected, found_by, in_trash_of, is_nobody, read_by
from server.tests.matrix.states import State
from server.tests.matrix.surfaces import Ask, Surface
from server.tests.matrix.visits import Visitor
from server.tests.matrix.world import World, Written

HIDDEN_IS_NO_ERROR = {200}


@dataclass(frozen=True)
class Matrix:
    """The world, and everybody who comes."""

    world: World
    visitors: dict[str, Visitor]


def hidden_words(world: World, actor: Actor, surface: Surface) -> dict[str, State]:
    """Every canary that this actor may not read at this address, with the notebook in which it stands."""
    readable = read_by(actor, surface.scope, api=surface.api) | (set() if surface.api else in_trash_of(actor))
    hidden = [state for state in world.written if state not in readable]
    return {word: state for state in hidden for word in kept_back(world.written[state], surface)}


def kept_back(written: Written, surface: Surface) -> list[str]:
    """The words of a notebook that this address must not tell to whoever may not read it."""
    return [word for place, word in written.words.__dict__.items() if place not in surface.tells.split()]


def leaks(answer: Answer, hidden: dict[str, State], said: str = "") -> Iterator[str]:
    """Words in an answer that should not be there, but for those that the reader said first."""
    for word, state in hidden.items():
        if word in answer.everything and word not in said:
            yield f"a word of “{state}” ({word}) is in the answer"


# One notebook


def check_content(matrix: Matrix, visitor: Visitor, surface: Surface, states: Iterable[State] = ()) -> list[str]:
    """Whoever may not read it gets what an absent one gives; whoever may does find its words."""
    hidden = hidden_words(matrix.world, visitor.actor, surface)
    absent = [request.send(visitor) for request in requests_for(surface, matrix.world.absent)]
    complaints: list[str] = []
    for state in states or matrix.world.written:
        written = matrix.world.written[state]
        requests = list(requests_for(surface, written))
        answers = [request.send(visitor) for request in requests]
        outcome = expected(visitor.actor, state, surface)
        if outcome == "granted":
            found = [*_served(surface, written, requests, answers)]
        elif outcome == "refused":
            found = [f"{one.status} instead of 403" for one in answers if one.status != 403]
        else:
            pairs = zip(answers, absent, strict=True)
            found = [line for pair in pairs for line in as_if_absent(*pair, written, matrix.world.absent)]
        for request, answer in zip(requests, answers, strict=True):
            found.extend(leaks(answer, hidden, request.path))
        complaints.extend(f"{visitor.actor}: {surface.method} {requests[0].path} ({state}): {one}" for one in found)
    return complaints


def _served(surface: Surface, written: Written, requests: list[Request], answers: list[Answer]) -> Iterator[str]:
    """The statuses are right, and the words are there, not counting those that the question itself said."""
    yield from (f"{one.status} for a reader" for one in answers if one.status not in surface.granted)
    for place in surface.shows.split():
        word = getattr(written.words, place)
        pairs = zip(requests, answers, strict=True)
        if not any(answer.has(word) for request, answer in pairs if word not in request.said or place == "uuid"):
            yield f"its {place} is nowhere"


def as_if_absent(answer: Answer, absent: Answer, *written: Written) -> Iterator[str]:
    """The answers for a hidden notebook and for none are the same, byte for byte and question for question."""
    words = [one.words for one in written]
    here, nowhere = answer.without(*words), absent.without(*words)
    if here != nowhere:
        yield f"not what an absent one gives: {difference(here, nowhere)}"
    elif answer.queries != absent.queries:
        yield f"{answer.queries} questions to the database, but {absent.queries} for an absent one"


OTHERWISE: tuple[tuple[str, dict[str, str]], ...] = (
    ("HEAD", {}),
    ("OPTIONS", {}),
    ("GET", {"If-None-Match": "*"}),
    ("GET", {"If-Modified-Since": "Wed, 01 Jan 2020 00:00:00 GMT"}),
    ("GET", {"Range": "bytes=0-9"}),
    ("GET", {"Accept": "application/atom+xml"}),
    ("GET", {"HX-Request": "true"}),
    ("GET", {"User-Agent": "Slackbot-LinkExpanding 1.0"}),
)


def check_otherwise(matrix: Matrix, visitor: Visitor, surface: Surface, states: Iterable[State]) -> list[str]:
    """Previews, conditions and other methods tell no more of a hidden notebook than a plain question does."""
    complaints: list[str] = []
    for method, headers in OTHERWISE:
        absent = [one.send(visitor, method, **headers) for one in requests_for(surface, matrix.world.absent)]
        for state in states:
            written = matrix.world.written[state]
            answers = [one.send(visitor, method, **headers) for one in requests_for(surface, written)]
            for answer, nothing in zip(answers, absent, strict=True):
                found = as_if_absent(answer, nothing, written, matrix.world.absent)
                complaints.extend(f"{visitor.actor}: {method} {surface} {headers} ({state}): {one}" for one in found)
    return complaints


# Lists


def check_listing(matrix: Matrix, visitor: Visitor, surface: Surface) -> list[str]:
    """The answer names exactly the notebooks that it should, and no word of any other."""
    hidden = hidden_words(matrix.world, visitor.actor, surface)
    complaints: list[str] = []
    for asked in surface.asks:
        answer = visitor.ask(surface.method, asked.path)
        found = [*_named(matrix.world, visitor.actor, surface, asked, answer), *leaks(answer, hidden)]
        complaints.extend(f"{visitor.actor}: {surface.method} {asked.path}: {one}" for one in found)
    return complaints


def _named(world: World, actor: Actor, surface: Surface, asked: Ask, answer: Answer) -> Iterator[str]:
    reach = {"listed": found_by, "readable": read_by}
    if asked.reach == "trash":
        reachable = in_trash_of(actor)
    else:
        reachable = reach[asked.reach](actor, surface.scope, api=surface.api)
    due = {state for state in reachable if asked.among(state) and not (surface.people and is_nobody(actor, surface))}
    named = {
        state for state, one in world.written.items() if any(word in answer.everything for word in one.words.all())
    }
    for state in named - due:
        yield f"it names “{state}”"
    for state in due - named if asked.most >= len(due) else ():
        yield f"it does not name “{state}”"


# Everything else


def check_nothing_hidden(matrix: Matrix, visitor: Visitor, surface: Surface) -> list[str]:
    """Pages about oneself and pages for everybody hold no word of a hidden notebook, whatever one asks them."""
    hidden = hidden_words(matrix.world, visitor.actor, surface)
    if surface.kind == "open":
        hidden = {word: state for state, one in matrix.world.written.items() for word in one.words.all()}
    targets = (
        (*matrix.world.written.values(), matrix.world.absent)
        if "{uuid}" in str(surface.fills)
        else (matrix.world.absent,)
    )
    complaints: list[str] = []
    for written in targets:
        for request in requests_for(surface, written):
            answer = request.send(visitor)
            found = list(leaks(answer, hidden, request.path))
            complaints.extend(f"{visitor.actor}: {surface.method} {request.path}: {one}" for one in found)
    return complaints
