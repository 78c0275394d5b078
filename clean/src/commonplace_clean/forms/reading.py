"""Reading a form from a cell's source. Nothing is run: what is not written as plain values is no form to us."""

import ast
import re
from collections.abc import Iterator
from typing import Any

from commonplace_clean.forms import fields
from commonplace_clean.forms.declaration import KINDS, Declaration, Field, trouble

MODULES = {"cp", "commonplace"}  # how notebooks call the kit
LONGEST_SOURCE = 50_000  # characters; a form is a page, not a book
COMMAND = re.compile(r"^[ \t]*[%!].*$", re.MULTILINE)  # lines that are for Jupyter, not Python


def read_form(source: str) -> Declaration | None:
    """The first form that stands at the top level of a cell, such as `answers = cp.form(country=cp.field.text("…"))`.

    None where there is none, where it holds anything but literals, or where the kit would refuse it.
    """
    if len(source) > LONGEST_SOURCE or ".form(" not in source:
        return None
    call = next((call for call in _calls(source) if _is(call.func, "form")), None)
    return _declared(call) if call else None


def _calls(source: str) -> Iterator[ast.Call]:
    for statement in _statements(source):
        value = statement.value if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr)) else None
        if isinstance(value, ast.Call):
            yield value


def _statements(source: str) -> list[ast.stmt]:
    for text in (source, COMMAND.sub("", source)):
        try:
            return ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return []


def _is(function: ast.expr, name: str) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr == name
        and isinstance(function.value, ast.Name)
        and function.value.id in MODULES
    )


def _declared(call: ast.Call) -> Declaration | None:
    try:
        positional, _ = _literals(call.args, [])
        asked = {_name(keyword): _field(keyword.value) for keyword in call.keywords}
        title = "" if not positional else positional.pop(0)
        form = Declaration(title, asked)
        if positional or len(asked) < len(call.keywords):
            return None  # a second title, or a name twice: Python refuses them, too
    except (ValueError, TypeError, RecursionError, MemoryError):
        return None
    return None if trouble(form) else form


def _field(value: ast.expr) -> Field:
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
        raise TypeError("not a call of cp.field")
    if value.func.attr not in KINDS or not _is(value.func.value, "field"):
        raise TypeError("not a kind of field")
    positional, named = _literals(value.args, value.keywords)
    made: Field = getattr(fields, value.func.attr)(*positional, **named)
    return made


def _literals(positional: list[ast.expr], named: list[ast.keyword]) -> tuple[list[Any], dict[str, Any]]:
    values = {_name(keyword): ast.literal_eval(keyword.value) for keyword in named}
    return [ast.literal_eval(value) for value in positional], values


def _name(keyword: ast.keyword) -> str:
    if keyword.arg is None:
        raise TypeError("**something is not written out")
    return keyword.arg
