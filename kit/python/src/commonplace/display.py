"""How lists look in a notebook: as plain text, and as HTML in which nothing can run."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


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


def amount(number: int, unit: str) -> str:
    """A number of things, for people: `1,234 rows`, `1 row`.

    >>> amount(1234, "row"), amount(1, "row")
    ('1,234 rows', '1 row')
    """
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


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
