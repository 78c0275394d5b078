"""Which names a cell of Python makes and which it needs, as Python's own table of symbols has them."""

import builtins
import re
import symtable
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from gallery.lib.python_cells import PARSING, plain

# What is there before the first cell
ALWAYS = frozenset(dir(builtins)) | frozenset(
    [
        "__name__",
        "__doc__",
        "__builtins__",
        "In",
        "Out",
        "_",
        "__",
        "___",
        "_i",
        "_ii",
        "_iii",
        "_ih",
        "_oh",
        "_dh",
        "display",
        "get_ipython",
        "exit",
        "quit",
    ]
)
_BRINGS_NAMES = re.compile(r"^\s*(?:%(?:run|load|pylab|store\s+-r|sql|R)\b|from\s+\S+\s+import\s+\*|%%)", re.MULTILINE)
_AT_ONCE = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})


@dataclass(frozen=True)
class Names:
    """The names of one cell. `now` is needed when it runs, `later` when somebody calls what it defines.

    `open` says that it makes names which its code does not show, as a star import does.
    """

    made: frozenset[str] = frozenset()
    now: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    open: bool = False


def names_of(source: str) -> Names | None:
    """The names of a cell; None where it is no Python."""
    text = plain(source)
    if text is None:
        return None
    try:
        with PARSING, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = symtable.symtable(text, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    top = [symbol for symbol in table.get_symbols() if symbol.is_referenced()]
    made = {one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()}
    needed = [(symbol.get_name(), True) for symbol in top] + list(_below(table, at_once=True))
    now = {name for name, at_once in needed if at_once}
    return Names(
        made=frozenset(made | set(_made_below(table))),
        now=frozenset(now - made),
        later=frozenset({name for name, _ in needed} - now - made),
        open=bool(_BRINGS_NAMES.search(source)),
    )


def _below(table: symtable.SymbolTable, *, at_once: bool) -> Iterator[tuple[str, bool]]:
    """Names of the notebook that functions and classes need, and whether they do at once."""
    for child in table.get_children():
        once = at_once and (child.get_type() == "class" or child.get_name() in _AT_ONCE)
        yield from ((one.get_name(), once) for one in child.get_symbols() if one.is_global() and one.is_referenced())
        yield from _below(child, at_once=once)


def _made_below(table: symtable.SymbolTable) -> Iterator[str]:
    """Names that functions make for everybody."""
    for child in table.get_children():
        yield from (one.get_name() for one in child.get_symbols() if one.is_declared_global() and one.is_assigned())
        yield from _made_below(child)
