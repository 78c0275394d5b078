"""Reads from the API's code what its document does not say: which scopes each call needs."""

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from gallery.lib.permissions import Permission
from gallery.site.api import api

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Route:
    """One call of the API."""

    method: str
    path: str
    scopes: frozenset[Permission]


def routes() -> Iterator[Route]:
    """Every call, in the order in which the code names them."""
    for _, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                found = scopes(operation.view_func)
                yield from (Route(method, PREFIX + path, found) for method in operation.methods)


def scopes(view: Callable[..., Any]) -> frozenset[Permission]:
    """The scopes that a view, or a function of its module that it calls, says it needs."""
    original = inspect.unwrap(view)
    module = inspect.getmodule(original)
    return _needs(module, original.__name__) if module else frozenset()


@cache
def _needs(module: ModuleType, function: str) -> frozenset[Permission]:
    found: frozenset[Permission] = frozenset()
    for called in _calls(_functions(module)[function]):
        found |= _named(called)
        name = called.func.id if isinstance(called.func, ast.Name) else ""
        if name in _functions(module) and name != function:
            found |= _needs(module, name)
    return found


@cache
def _functions(module: ModuleType) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    return (node for part in function.body for node in ast.walk(part) if isinstance(node, ast.Call))


def _named(called: ast.Call) -> frozenset[Permission]:
    """The scope in `….needs(Permission.NAME)`."""
    if not isinstance(called.func, ast.Attribute) or called.func.attr != "needs":
        return frozenset()
    attributes = [word.attr for word in called.args if isinstance(word, ast.Attribute)]
    return frozenset(Permission[name] for name in attributes)
