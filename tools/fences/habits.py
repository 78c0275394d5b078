"""Habits that no linter knows: tests that skip nothing, one door to each kind of thing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.fences.tree import Tree, is_test

SLEEPS = {"time.sleep", "sleep", "asyncio.sleep", "anyio.sleep"}
SKIPS = {
    "pytest.skip", "pytest.mark.skip", "pytest.mark.skipif", "pytest.importorskip", "pytest.xfail",
    "pytest.mark.xfail", "unittest.skip", "unittest.skipIf", "unittest.skipUnless",
}  # fmt: skip
SCRIPT_SKIPS = re.compile(r"\b(?:it|test|describe)\.(?:skip|only|todo|skipIf|runIf)\b|\bx(?:it|describe)\(")
LIBRARIES = ("clean/src/", "server/src/", "hub/src/", "lab/commonplace_lab/", "kit/", "pipeline/")

# Helpers that ask again and again until a condition holds or a deadline passes. Nothing else sleeps.
MAY_SLEEP = {
    "hub/tests/world.py": "polls servers that another process starts",
    "kit/python/tests/spark/cluster.py": "polls processes that Spark starts",
    "tests/journeys/installation.py": "polls processes that the test starts",
    "server/tests/site/test_supervisor.py": "polls processes that the supervisor starts",
}

# Tests that may be skipped, and why. Nothing else.
MAY_SKIP: dict[str, str] = {}


def _name(node: ast.AST) -> str:
    """`a.b.c` as written, or empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _name(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _waits_blindly(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = _name(node.func)
    in_the_browser = isinstance(node.func, ast.Attribute) and node.func.attr == "wait_for_timeout"
    gives_way = called in {"asyncio.sleep", "anyio.sleep"} and ast.unparse(node.args[0]) == "0"
    return in_the_browser or (called in SLEEPS and not gives_way)


def sleeps(tree: Tree, may: dict[str, str] = MAY_SLEEP) -> Iterator[str]:
    """No test sleeps: it waits for a condition, with a deadline."""
    for path, module in tree.python():
        for node in ast.walk(module) if is_test(path) and str(path) not in may else ():
            if _waits_blindly(node):
                yield f"{path}:{node.lineno}: sleeps; wait for what you expect instead"  # type: ignore[attr-defined]


def skips(tree: Tree, may: dict[str, str] = MAY_SKIP) -> Iterator[str]:
    """No test is skipped: what it needs is there, or the run fails and says so."""
    for path, module in tree.python():
        for node in ast.walk(module) if is_test(path) and str(path) not in may else ():
            if isinstance(node, ast.Attribute) and _name(node) in SKIPS:
                yield f"{path}:{node.lineno}: skips a test; fail with a clear sentence instead"
    for path in tree.named(".ts", ".tsx", ".js", ".mjs"):
        for number, line in tree.lines(path):
            if is_test(path) and SCRIPT_SKIPS.search(line):
                yield f"{path}:{number}: skips a test, or all others"


def prints(tree: Tree) -> Iterator[str]:
    """Library code logs, and commands write to the stream that they were given; neither prints."""
    for path, module in tree.python():
        if not str(path).startswith(LIBRARIES):
            continue
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and _name(node.func) in {"print", "pprint.pprint"}:
                yield f"{path}:{node.lineno}: prints; log it, or write to the command's own stream"


def docstrings(tree: Tree) -> Iterator[str]:
    """Each module begins with what it is for; an empty `__init__.py` below a room may stay empty."""
    for path, module in tree.python():
        is_inner = path.name == "__init__.py" and not module.body and not _is_room(path)
        if not ast.get_docstring(module) and not is_inner:
            yield f"{path}: has no docstring that says what it is for"


def _is_room(path: Path) -> bool:
    folder = str(path.parent)
    return bool(re.fullmatch(r"server/src/gallery(/\w+)?|clean/src/\w+|hub/src/\w+|lab/commonplace_lab", folder))


def doors(tree: Tree) -> Iterator[str]:
    """Views and API begin at `access.py` or `queries.py`; none of them reaches for a model's objects."""
    for path, module in tree.python():
        if not str(path).startswith("server/src/") or path.stem not in {"views", "api"}:
            continue
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                yield f"{path}:{node.lineno}: reaches past the door; ask access.py or queries.py"
