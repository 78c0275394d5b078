"""How lists look in a notebook: as plain text, and as HTML in which nothing can run."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from commonplace.translation import ngettext


@dataclass(frozen=True, repr=False)
class Listing:
    """A small table to be looked at: its heading, the names of its columns, its rows."""

    heading: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    def __repr__(self) -> str:
        """Columns under each other."""
        lines = [self.head, *self.rows]
        widths = [max(len(line[at]) for line in lines) for at in range(len(self.head))]
        shown = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
        return "\n".join([self.heading, *(line.rstrip() for line in shown)] if self.rows else [self.heading])

    def _repr_html_(self) -> str:
        """A table with a caption and headings that a screen reader announces."""
        if not self.rows:
            return f"<p>{escape(self.heading)}</p>"
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in self.head)
        body = "".join(f"<tr>{_row(row)}</tr>" for row in self.rows)
        caption = f"<caption>{escape(self.heading)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    return f'<th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in others)


# Whole words for each, since languages build the plural in their own ways.
UNITS: Mapping[str, Callable[[int], str]] = {
    "byte": lambda number: ngettext("{number} byte", "{number} bytes", number),
    "core": lambda number: ngettext("{number} core", "{number} cores", number),
    "document": lambda number: ngettext("{number} document", "{number} documents", number),
    "executor": lambda number: ngettext("{number} executor", "{number} executors", number),
    "field": lambda number: ngettext("{number} field", "{number} fields", number),
    "job": lambda number: ngettext("{number} job", "{number} jobs", number),
    "piece": lambda number: ngettext("{number} piece", "{number} pieces", number),
    "row": lambda number: ngettext("{number} row", "{number} rows", number),
    "second": lambda number: ngettext("{number} second", "{number} seconds", number),
    "stage": lambda number: ngettext("{number} stage", "{number} stages", number),
    "task": lambda number: ngettext("{number} task", "{number} tasks", number),
    "value": lambda number: ngettext("{number} value", "{number} values", number),
}


def amount(number: int, unit: str) -> str:
    """A number of things, for people: `1,234 rows`, `1 row`. The unit is one of `UNITS`.

    >>> amount(1234, "row"), amount(1, "row")
    ('1,234 rows', '1 row')
    """
    return UNITS[unit](number).format(number=f"{number:,}")


def bytes_for_people(number: int) -> str:
    """A size for people.

    >>> bytes_for_people(999), bytes_for_people(12_345_678)
    ('999 bytes', '12.3 MB')
    """
    if number < 1000:
        return amount(number, "byte")
    size, units = float(number), iter(("kB", "MB", "GB", "TB", "PB"))
    while size >= 1000:
        size, unit = size / 1000, next(units)
    return f"{size:.1f} {unit}"


def shell_of_notebook() -> Any:
    """IPython of this kernel; None in a terminal, a script or a test."""
    ipython = sys.modules.get("IPython")  # imported by every kernel, and not by us
    shell = ipython.get_ipython() if ipython else None
    return shell if hasattr(shell, "kernel") else None
