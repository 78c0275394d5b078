"""Reads Python as it stands in notebooks: with magics and shell lines, which Python itself does not know."""

import ast
import re
import threading
import warnings
from collections.abc import Iterator

LONGEST = 200_000  # characters of a cell: what is longer is pasted data, and not worth a parser's time
# Cell magics below which Python goes on; below any other stands another language, or text
_STILL_PYTHON = frozenset({"capture", "debug", "prun", "time", "timeit", "memit", "mprun"})
_CELL_MAGIC = re.compile(r"\s*%%(\w+)[^\n]*")
_LINE = re.compile(r"[ \t]*(?:[%!?].*|[\w.\[\]'\"]+\?{1,2}[ \t]*)$")
_ASSIGNED = re.compile(r"([ \t]*[\w., \t]+=[ \t]*)[%!].*$")
_BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")  # where the parser keeps statements within others
PARSING = threading.Lock()  # `catch_warnings` changes what all threads see


def plain(source: str) -> str | None:
    """The cell as Python reads it, with magics and shell lines out of the way; None where it is no Python."""
    return _read(source)[0]


def parsed(source: str) -> ast.Module | None:
    """The tree of a cell; None where it is no Python, magics apart."""
    return _read(source)[1]


def _read(source: str) -> tuple[str, ast.Module] | tuple[None, None]:
    """The text that Python takes, and its tree."""
    magic = _CELL_MAGIC.match(source)
    if magic is not None:
        source = source[magic.end() :] if magic.group(1) in _STILL_PYTHON else ""
    if len(source) > LONGEST:
        return None, None
    tree = _tree(source)
    if tree is None:
        source = "\n".join(_without_magics(source))
        tree = _tree(source)
    return (None, None) if tree is None else (source, tree)


def _tree(source: str) -> ast.Module | None:
    try:
        with PARSING, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the author's escapes; they would quote the code in a log
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _without_magics(source: str) -> Iterator[str]:
    """Each line, with nothing done in place of what only a notebook can do."""
    continued = False
    for line in source.split("\n"):
        if continued:
            continued = line.endswith("\\")
            yield ""
        elif _LINE.match(line):
            continued = line.endswith("\\")
            yield line[: len(line) - len(line.lstrip())] + "pass"
        else:
            assigned = _ASSIGNED.match(line)
            continued = assigned is not None and line.endswith("\\")
            yield assigned.group(1) + "None" if assigned else line


def imports(tree: ast.Module) -> Iterator[str]:
    """The top-level packages that are imported anywhere in it; what is imported relatively is no package."""
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def modules(tree: ast.Module) -> Iterator[str]:
    """What is imported anywhere in it by its whole name, and what that is part of.

    >>> sorted(set(modules(ast.parse("import os.path\\nfrom numpy import linalg"))))
    ['numpy', 'numpy.linalg', 'os', 'os.path']
    """
    for node in _statements(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{name}" for name in names] if node.level == 0 and node.module else []
        for name in names:
            parts = name.removesuffix(".*").split(".")
            yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def _statements(tree: ast.Module) -> Iterator[ast.AST]:
    """The tree and every statement in it, in no order: nothing is imported within an expression."""
    left: list[ast.AST] = [tree]
    while left:
        node = left.pop()
        yield node
        for name in _BLOCKS:
            left.extend(getattr(node, name, ()))


def texts(tree: ast.Module) -> Iterator[str]:
    """Every text that the code holds; of formatted ones the pieces between the values."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
