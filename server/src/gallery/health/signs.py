"""Static signs that a notebook may work, read from its code without running it: no proof, and never called healthy."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import chain, groupby

from gallery.lib import python_cells, r_cells
from gallery.lib.imports import comes_with, imported_packages, texts
from gallery.lib.python_names import ALWAYS, Names, names_of

READABLE = frozenset({"python", "r"})
LONGEST_WITHOUT_PROSE = 10  # code cells in a row
_ABSOLUTE = re.compile(r"(?:/[\w.-]+(?:/[\w. -]*)+|[A-Za-z]:[\\/].*|\\\\[\w.-]+\\.*|file://.*)\Z")


@dataclass(frozen=True)
class Source:
    """A cell that is not blank, as the author wrote it."""

    code: bool
    text: str
    meant_to_fail: bool = False


@dataclass(frozen=True)
class Signs:
    """What speaks for a notebook; None where nothing can be said."""

    parses: bool
    imports_known: bool | None
    no_absolute_paths: bool
    no_missing_names: bool | None
    in_order: bool | None
    prose_between_code: bool

    @property
    def good(self) -> bool:
        """Whether no sign speaks against it."""
        return all(getattr(self, sign.name) is not False for sign in fields(self))


def signs_of(cells: Sequence[Source], language: str, approved: frozenset[str] | None) -> Signs | None:
    """The signs of a notebook; None for a language that we cannot read, and without code.

    Args:
        cells: Its cells in order.
        language: The language of its code.
        approved: Packages that can be installed, as `canonical` spells them; None where nobody says which.
    """
    code = [cell for cell in cells if cell.code and not cell.meant_to_fail]
    if language not in READABLE or not code:
        return None
    sources = [cell.text for cell in code]
    names = [names_of(source) for source in sources] if language == "python" else []
    return Signs(
        parses=all(_parses(source, language) for source in sources),
        imports_known=None if approved is None else _known(sources, language, approved),
        no_absolute_paths=not any(_ABSOLUTE.match(one) for text in sources for one in texts(text, language)),
        no_missing_names=_none_missing(names),
        in_order=_in_order(names),
        prose_between_code=_prose(cells),
    )


def canonical(name: str) -> str:
    """A package's name as indexes compare it.

    >>> canonical("Ruamel.YAML") == canonical("ruamel_yaml")
    True
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def _parses(source: str, language: str) -> bool:
    return python_cells.parsed(source) is not None if language == "python" else r_cells.whole(source)


def _known(sources: Sequence[str], language: str, approved: frozenset[str]) -> bool:
    used = {name for name in imported_packages(sources, language) if not comes_with(language, name)}
    return all(canonical(name) in approved for name in used)


def _none_missing(names: Iterable[Names | None]) -> bool | None:
    known = [one for one in names if one is not None]
    if not known or any(one.open for one in known):
        return None
    made = ALWAYS.union(*(one.made for one in known))
    return all(one.now | one.later <= made for one in known)


def _in_order(names: Iterable[Names | None]) -> bool | None:
    """Whether each name is made before, or in, the cell that needs it."""
    known = [one for one in names if one is not None]
    if not known or any(one.open for one in known):
        return None
    all_made = frozenset(chain.from_iterable(one.made for one in known))
    so_far: frozenset[str] = ALWAYS
    for one in known:
        so_far |= one.made
        if (one.now & all_made) - so_far:
            return False
    return True


def _prose(cells: Sequence[Source]) -> bool:
    runs = [len(list(same)) for code, same in groupby(cells, key=lambda cell: cell.code) if code]
    return any(not cell.code for cell in cells) and max(runs) <= LONGEST_WITHOUT_PROSE
