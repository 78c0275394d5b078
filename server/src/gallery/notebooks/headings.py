"""Heading levels without gaps, as people who listen to a page need them."""

import re
from collections.abc import Iterable

_HEADING = re.compile(r"<(/?)h([2-6])(?=[ >])")  # authors' text holds no unescaped "<", so only tags match
TITLE = 1  # the page's own heading


def levelled(fragments: Iterable[str]) -> list[str]:
    """The same cells; a heading that skips levels (a third-level one under the title) moves up to the next level."""
    level = TITLE

    def moved(tag: re.Match[str]) -> str:
        nonlocal level
        if not tag[1]:
            level = min(int(tag[2]), level + 1)
        return f"<{tag[1]}h{level}"

    return [_HEADING.sub(moved, html) if "<h" in html else html for html in fragments]
