"""Parts of long lists: which page was asked for, and where it stands."""

from dataclasses import dataclass

LONGEST = 7  # digits of a page's number; nobody turns that many pages


@dataclass(frozen=True)
class Paged:
    """One page of a list, without what stands on it."""

    total: int
    page: int
    page_size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.page_size))

    @property
    def previous(self) -> int:
        """The page before, or the last one where somebody asked for more than there are."""
        return min(self.page - 1, self.pages)

    @property
    def next(self) -> int:
        """The page after."""
        return self.page + 1


def page_number(text: str) -> int:
    """The number in `?page=`; the first page for anything that is no number."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < LONGEST else 1


def part(page: int, size: int) -> slice:
    """Where a page lies in its list."""
    return slice((page - 1) * size, page * size)
