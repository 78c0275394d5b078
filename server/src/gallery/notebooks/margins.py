"""The hook for a room above: what a notebook's page says in the margin of its cells, and beside the title."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from gallery.notebooks.models import Notebook, Revision


@dataclass(frozen=True)
class Mark:
    """How one cell fares. `counts` is short, for the margin; `words` say it in full."""

    status: Literal["healthy", "undetermined", "unhealthy"]
    counts: str
    words: str


@dataclass(frozen=True)
class Margin:
    """Marks by the number of the cell on the page, a sentence for the whole, and where more is said."""

    words: str = ""
    url: str = ""
    marks: Mapping[int, Mark] = field(default_factory=dict)


NOTHING = Margin()
_makers: list[Callable[[Notebook, Revision], Margin]] = []


def show_in_margin(make: Callable[[Notebook, Revision], Margin]) -> None:
    """Register the one that makes the margin; called once, when the upper room's app is ready."""
    if make not in _makers:
        _makers.append(make)


def margin_of(notebook: Notebook, revision: Revision) -> Margin:
    """What to say of this version of a notebook that the reader may read."""
    return _makers[0](notebook, revision) if _makers else NOTHING
