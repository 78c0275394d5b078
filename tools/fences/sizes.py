"""The ratchet of sizes: what no longer fits into one head is divided."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.fences.tree import Tree

FUNCTION, FILE = 50, 400
WRITTEN = (".py", ".ts", ".tsx", ".js", ".mjs", ".scss", ".css", ".html")

# Named exceptions, `path` or `path:function`, with the size that each may have at most. The list may only
# shrink: an entry that is larger than it needs to be, or not needed at all, is itself a violation.
EXCEPTIONS: dict[str, int] = {}


def _sizes(tree: Tree) -> Iterator[tuple[str, int, int]]:
    for path in tree.named(*WRITTEN):
        if "migrations" not in path.parts:
            yield str(path), len(tree.text(path).splitlines()), FILE
    for path, module in tree.python():
        yield from _functions(path, module)


def _functions(path: Path, module: ast.Module) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1, FUNCTION


def sizes(tree: Tree, exceptions: dict[str, int] = EXCEPTIONS) -> Iterator[str]:
    """No function above 50 lines and no file above 400, but for the named exceptions."""
    unused = dict(exceptions)
    for name, size, limit in _sizes(tree):
        if size <= limit:
            continue
        allowed = unused.pop(name, limit)
        if size > allowed:
            yield f"{name}: {size} lines, and {allowed} are allowed; divide it"
        elif size < allowed:
            yield f"{name}: shrank to {size} lines; lower its entry in tools/fences/sizes.py"
    yield from (f"{name}: fits by now; remove its entry in tools/fences/sizes.py" for name in unused)
