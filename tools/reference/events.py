"""Draws the page of audit events: every action that the code hands to `record`, found without running it."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.failure import Failure
from tools.reference.gallery import first_line, modules
from tools.reference.markdown import code, page, table

RECORD = "record"
FIXED = {"actor", "action", "subject", "notebook", "by"}
INTRO = (
    "What the audit log holds: each event has `id`, `at`, `actor` (the person's name, or what acted), `action`, "
    "`subject` (as in `notebook:UUID`) and `detail` with the short facts below. It is appended in the transaction "
    "of what it records, and never changed or removed. It holds no title, content or token."
)


@dataclass(frozen=True)
class Event:
    """An action, the verb that records it, and the facts it adds."""

    action: str
    meaning: str
    details: tuple[str, ...]
    place: str


@dataclass(frozen=True)
class Verb:
    """A function, the module it stands in, and that module's named constants and imported names."""

    function: ast.FunctionDef
    place: str
    constants: dict[str, str]
    imported: frozenset[str]

    def knows(self, helper: "Verb") -> bool:
        """Whether the helper's name means the helper here."""
        return self.place == helper.place or helper.function.name in self.imported


def draw() -> str:
    """The page."""
    rows = ((code(e.action), e.meaning, _facts(e), code(e.place)) for e in merged(events(modules())))
    return page("Audit events", INTRO, table(("Action", "When", "Facts", "Recorded in"), rows))


def _facts(event: Event) -> str:
    return ", ".join(code(name) for name in event.details)


def merged(found: Iterable[Event]) -> list[Event]:
    """Sorted by action; the same action from several verbs once for each meaning."""
    return sorted(set(found), key=lambda event: (event.action, event.place, event.meaning))


def events(sources: Iterable[tuple[str, ast.Module]]) -> Iterator[Event]:
    """Every event; raises `Failure` for an action that cannot be read from the code."""
    verbs = [verb for place, module in sources for verb in _verbs(place, module)]
    for verb in verbs:
        for call in _calls(verb, RECORD):
            action = _keyword(call, "action")
            if action is None:
                raise Failure(f"{verb.place}: {verb.function.name} calls record without action=…")
            yield from _resolved(action, verb, call, verbs)


def _verbs(place: str, module: ast.Module) -> Iterator[Verb]:
    constants = {
        target.id: node.value.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    functions = (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))
    imported = frozenset(
        name.asname or name.name for node in ast.walk(module) if isinstance(node, ast.ImportFrom) for name in node.names
    )
    return (Verb(node, place, constants, imported) for node in functions if node.name != RECORD)


def _calls(verb: Verb, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(verb.function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def _resolved(value: ast.expr, verb: Verb, call: ast.Call, verbs: list[Verb]) -> Iterator[Event]:
    """The events of one value: a text, a choice between two, a constant, or a helper's parameter."""
    if isinstance(value, ast.Constant):
        yield Event(str(value.value), _meaning(verb, verbs), _details(call), verb.place)
    elif isinstance(value, ast.IfExp):
        for branch in (value.body, value.orelse):
            yield from _resolved(branch, verb, call, verbs)
    elif isinstance(value, ast.Name) and value.id in verb.constants:
        yield Event(verb.constants[value.id], _meaning(verb, verbs), _details(call), verb.place)
    elif isinstance(value, ast.Name) and value.id in _parameters(verb):
        yield from _handed_on(value.id, verb, verbs)
    else:
        raise Failure(f"{verb.place}: {verb.function.name} records an action that is not written out.")


def _handed_on(parameter: str, helper: Verb, verbs: list[Verb]) -> Iterator[Event]:
    """The events of a helper that passes its caller's action on to `record`."""
    position = _parameters(helper).index(parameter)
    callers = _callers(helper, verbs)
    if not callers:
        raise Failure(f"{helper.place}: nothing calls {helper.function.name}, which records for others.")
    for verb, call in callers:
        given = _keyword(call, parameter) or (call.args[position] if len(call.args) > position else None)
        if given is None:
            raise Failure(f"{verb.place}: {verb.function.name} calls {helper.function.name} without an action.")
        yield from _resolved(given, verb, call, verbs)


def _parameters(verb: Verb) -> list[str]:
    words = verb.function.args
    return [word.arg for word in (*words.posonlyargs, *words.args, *words.kwonlyargs)]


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((word.value for word in call.keywords if word.arg == name), None)


def _callers(helper: Verb, verbs: list[Verb]) -> list[tuple[Verb, ast.Call]]:
    knowing = [verb for verb in verbs if verb.knows(helper)]
    return [(verb, call) for verb in knowing for call in _calls(verb, helper.function.name)]


def _meaning(verb: Verb, verbs: list[Verb]) -> str:
    """What the function says it does; where it says nothing, what the one that calls it says."""
    own = first_line(ast.get_docstring(verb.function))
    above = [caller for caller, _ in _callers(verb, verbs) if caller.function is not verb.function]
    return own or (_meaning(above[0], verbs) if above else "")


def _details(call: ast.Call) -> tuple[str, ...]:
    return tuple(word.arg for word in call.keywords if word.arg and word.arg not in FIXED)
