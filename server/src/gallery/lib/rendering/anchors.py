"""Anchors: fragments are the same wherever they stand; their place on a page gives them their numbers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

# Only a tag can begin with an unescaped "<", so text of an author never matches.
_PLACED = re.compile(r'(<(?:h[2-6] id|div id|a href)="#?cell-)@(?=-)')
_SECTION_LINK = re.compile(r'<a href="#@([^"]*)"')
_HEADING = re.compile(r'<h([2-6]) id="cell-@-h(\d+)">(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_SPACE = re.compile(r"\s+")
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading: `level` is 2 to 6, since 1 is the notebook's title; `anchor` is its id on the page."""

    level: int
    text: str
    anchor: str


def place(html: str, number: int, sections: Mapping[str, str] = NOTHING) -> str:
    """The fragment as cell `number` of a page; links to headings lead where `sections` says, or nowhere."""
    if "@" not in html:
        return html
    if "cell-@-" in html:
        html = _PLACED.sub(rf"\g<1>{number}", html)
    if '"#@' not in html:
        return html
    return _SECTION_LINK.sub(lambda link: _section(link, sections), html)


def _section(link: re.Match[str], sections: Mapping[str, str]) -> str:
    anchor = sections.get(_slug(unquote(unescape(link[1]))))
    return f'<a href="#{anchor}"' if anchor else "<a"


def _slug(text: str) -> str:
    return _SPACE.sub("-", text.strip()).lower()


def sections_of(outline: Iterable[OutlineEntry]) -> dict[str, str]:
    """Where `#Some-heading` leads, as Jupyter spells it; of two equal headings, to the first."""
    found: dict[str, str] = {}
    for entry in outline:
        found.setdefault(_slug(entry.text), entry.anchor)
    return found


def outline_of(fragments: Sequence[str]) -> list[OutlineEntry]:
    """The headings of rendered fragments, cell numbers counted from 1."""
    return [
        OutlineEntry(int(level), words, f"cell-{number}-h{heading}")
        for number, html in enumerate(fragments, start=1)
        if "cell-@-h" in html
        for level, heading, inner in _HEADING.findall(html)
        if (words := _words(inner))
    ]


def _words(inner: str) -> str:
    return _SPACE.sub(" ", unescape(_TAG.sub("", inner))).strip()
