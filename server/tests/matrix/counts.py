"""Every number that an answer gives about notebooks, against a count of what the rule says."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from server.tests.matrix.actors import ACTORS
from server.tests.matrix.answers import Answer
from server.tests.matrix.checks import Matrix
from server.tests.matrix.rule import found_by
from server.tests.matrix.states import State
from server.tests.matrix.visits import Visitor
from server.tests.matrix.words import words_of
from server.tests.matrix.world import username

Counts = Mapping[str, int]
_GUEST = next(actor for actor in ACTORS if actor.name == "guest")


def check_counts(matrix: Matrix, visitor: Visitor) -> list[str]:
    """Totals, facets, tags, languages, people and metrics count what this actor may find, and nothing else."""
    return [
        f"{visitor.actor}: {path} says {said}, but it is {due}"
        for path, read, expect in COUNTED
        for said, due in _differing(visitor, path, read, expect)
    ]


def _differing(
    visitor: Visitor, path: str, read: Callable[[Answer], Counts], expect: Callable[[set[State]], Counts]
) -> Iterator[tuple[Counts, Counts]]:
    scope = "notebooks:read" if path.startswith("/api/") else ""
    found = found_by(_GUEST if path == "/metrics" else visitor.actor, scope, api=bool(scope))
    answer = visitor.ask("GET", path)
    said, due = read(answer) if answer.status == 200 else {}, expect(found)
    if answer.status != 200 and not found:
        return
    if dict(said) != dict(due):
        yield said, due


def _tiles(answer: Answer) -> Counts:
    page = LexborHTMLParser(answer.body)
    return {_path(one.attributes["href"]): _first_number(_text(one, ".count")) for one in page.css("a.tile")}


def _text(inside: LexborHTMLParser | LexborNode, selector: str) -> str:
    found = inside.css_first(selector)
    return found.text() if found is not None else ""


def _path(href: str | None) -> str:
    return (href or "").rpartition("/")[2]


def _first_number(text: str) -> int:
    found = re.search(r"\d+", text)
    return int(found[0]) if found else 0


def _facets(answer: Answer) -> Counts:
    page = LexborHTMLParser(answer.body)
    choices = [one for one in page.css("ul.facet a") if one.css_first(".count") is not None]
    return {_text(one, "span").lower(): _first_number(_text(one, ".count")) for one in choices}


def _heading(answer: Answer) -> Counts:
    return {"total": _first_number(_text(LexborHTMLParser(answer.body), "#found"))}


def _lead(answer: Answer) -> Counts:
    return {"total": _first_number(_text(LexborHTMLParser(answer.body), "p.lead"))}


def _also(answer: Answer) -> Counts:
    lines = LexborHTMLParser(answer.body).css("ul.lines li")
    return {_text(one, "a"): _first_number(_text(one, ".also-count")) for one in lines}


def _json_total(answer: Answer) -> Counts:
    told = json.loads(answer.body)
    assert told["total"] == len(told["items"])
    return {"total": told["total"]}


def _metric(answer: Answer) -> Counts:
    found = re.search(r"^commonplace_notebooks (\d+)$", answer.body, re.MULTILINE)
    return {"total": int(found[1]) if found else -1}


def _suggested(answer: Answer) -> Counts:
    items = [one for one in json.loads(answer.body)["items"] if one["kind"] == "tag"]
    return {one["title"]: _first_number(one["detail"]) for one in items}


def _total(found: set[State]) -> Counts:
    return {"total": len(found)}


def _by_tag(found: set[State]) -> Counts:
    each = {words_of(state.name).tag: 1 for state in found}
    return each | ({"matrix": len(found), "newcomers": len(found)} if found else {})


def _by_language(found: set[State]) -> Counts:
    return Counter("python" if state.python else words_of(state.name).language for state in found)


def _by_package(found: set[State]) -> Counts:
    return {words_of(state.name).package: 1 for state in found if state.python}


def _by_person(found: set[State]) -> Counts:
    return Counter(username(state.responsible) for state in found)


def _narrowed(found: set[State]) -> Counts:
    """Facets of language, tag, group, package, health, last change and author, the commonest twelve of each."""
    commonest = sorted(_by_tag(found).items(), key=lambda one: (-one[1], one[0]))[:12]
    languages = sorted(_by_language(found).items(), key=lambda one: (-one[1], one[0]))[:12]
    groups = {"the group": sum(state.group for state in found)}
    named = groups | {"undetermined": len(found)}  # nobody ran anything yet
    named |= dict.fromkeys(("in the last 24 hours", *(f"in the last {days} days" for days in (7, 30, 365))), len(found))
    packages = sorted(_by_package(found).items())[:12]
    people = Counter(f"{state.responsible} name".lower() for state in found)
    some = {name: n for name, n in named.items() if n}
    return dict(commonest) | dict(languages) | dict(packages) | dict(people) | some


def _others(found: set[State]) -> Counts:
    """The fourth cell is the same in every notebook."""
    return {"Cell 4": len(found) - 1} if len(found) > 1 else {}


def _the_tag(found: set[State]) -> Counts:
    return {"matrix": len(found)} if found else {}


COUNTED: tuple[tuple[str, Callable[[Answer], Counts], Callable[[set[State]], Counts]], ...] = (
    ("/notebooks/", _heading, _total),
    ("/notebooks/?q=matrix", _heading, _total),
    ("/notebooks/?q=matrix", _facets, _narrowed),
    ("/notebooks/?tag=matrix", _facets, _narrowed),
    ("/tags/", _tiles, _by_tag),
    ("/tags/matrix", _lead, _total),
    ("/languages/", _tiles, _by_language),
    ("/packages/", _tiles, _by_package),
    ("/people/", _tiles, _by_person),
    (f"/notebooks/{words_of('public').uuid}/elsewhere", _also, _others),
    ("/metrics", _metric, _total),
    ("/api/v1/notebooks?page_size=100", _json_total, _total),
    ("/api/v1/notebooks?q=matrix&page_size=100", _json_total, _total),
    ("/api/v1/suggest?q=matrix", _suggested, _the_tag),
)
