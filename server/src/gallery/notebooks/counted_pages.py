"""Pages of long lists of tags, languages, people and packages: a part at a time, narrowed by what their names hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from gallery.lib.paging import Paged, part
from gallery.notebooks.queries import Counted

PAGE_SIZE = 120
LONGEST = 100


@dataclass(frozen=True)
class CountedPage(Paged):
    """One page of such a list; `of` is how many there are before any was left out by `q`."""

    items: tuple[Counted, ...]
    q: str
    of: int

    @property
    def long(self) -> bool:
        """Whether it is worth a box to narrow it by."""
        return self.of > PAGE_SIZE


def counted_page(items: Sequence[Counted], *, q: str, page: int) -> CountedPage:
    """The part of these whose name holds what was typed, whatever the case."""
    typed = " ".join(q.replace("\0", " ").split())[:LONGEST]
    sought = typed.casefold()
    found = [one for one in items if sought in one.shown_name.casefold() or sought in one.name.casefold()]
    return CountedPage(len(found), page, PAGE_SIZE, tuple(found[part(page, PAGE_SIZE)]), typed, len(items))
