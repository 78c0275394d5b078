"""The few forms of Markdown that drawn pages consist of."""

from collections.abc import Iterable, Sequence

BANNER = "<!-- Drawn from the code by `python -m tools.reference`: edit the code, not this page. -->"


def page(title: str, *blocks: str) -> str:
    """A whole page; blocks that are empty are left out."""
    return "\n\n".join([BANNER, f"# {title}", *(block for block in blocks if block)]) + "\n"


def code(text: object) -> str:
    """Words as code; nothing at all for nothing."""
    return f"`{text}`" if str(text) else ""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table, or nothing where there are no rows."""
    lines = [_line(row) for row in rows]
    return "\n".join([_line(head), _line(["---"] * len(head)), *lines]) if lines else ""


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")
