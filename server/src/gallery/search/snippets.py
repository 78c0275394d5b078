"""Why a notebook was found: the passage with most of the words, each marked. Everything is escaped first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from gallery.lib.rendering.hidden import without_hidden
from gallery.lib.text import plain_prose
from gallery.notebooks.cards import Quotation
from gallery.search.documents import CellText, quotable
from gallery.search.question import Asked, Word
from gallery.search.spelling import alike
from gallery.search.words import LONGEST_WORD, folded, joined, stands_alone, stems

LONGEST = 240
_WORD = "[\\w\u0300-\u036f]"  # an accent may be a character of its own
_TOKEN = re.compile(f"{_WORD}{{1,{2 * LONGEST_WORD}}}")
_OTHERWISE = {
    "die": "dy",
    "lie": "ly",
    "tie": "ty",
    "sky": "skie",
}  # how words begin that do not begin like their stems
_SQUEEZED = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())
_GAP = re.compile(r"\s+")
_BEFORE = re.compile(f"{_WORD}*\\Z")


@dataclass(frozen=True)
class Mark:
    """A word of a text that was asked for."""

    start: int
    end: int
    word: int  # which of the words asked for; those that belong together count once


@dataclass(frozen=True)
class Passage:
    """A piece of text with its marks."""

    text: str
    marks: tuple[Mark, ...]
    cell: int = 0  # the number of its cell; 0 for the description
    code: bool = False

    @property
    def different(self) -> int:
        """How many different words it has."""
        return len({mark.word for mark in self.marks})


class Highlighter:
    """Finds the words of one question in texts.

    A thorough one reads every word, and so sees names that are written otherwise and, where they count, slips of
    the finger. One that is not jumps to where stems begin, which is many times faster and nearly always enough.
    """

    def __init__(self, asked: Asked, *, thorough: bool = False, slips: bool = False) -> None:
        """Remember the stems and names to look for."""
        words = [*asked.words, *(Word((part,), part) for phrase in asked.phrases for part in phrase)]
        self.words, self._thorough, self._slips = len(words), thorough, slips
        self._stems: dict[str, int] = {}
        self._names: dict[str, int] = {}
        for number, word in enumerate(words):
            self._names.setdefault(word.name, number)
            for part in word.parts:
                self._stems.setdefault(part, number)
        # A stem may end otherwise than the words that it stands for: happi, happy.
        starts = {stem[:-1] if len(stem) > 3 else stem for stem in self._stems}
        self._starts = sorted(starts | {_OTHERWISE[stem] for stem in self._stems if stem in _OTHERWISE})
        self._known: dict[str, int | None] = {}

    def marks(self, text: str) -> tuple[Mark, ...]:
        """Where the words stand in a text."""
        found = {}
        for start, end in self._tokens(text):
            number = self._number(text[start:end])
            if number is not None:
                found[start] = Mark(start, end, number)
        return tuple(found[start] for start in sorted(found))

    def _tokens(self, text: str) -> Iterator[tuple[int, int]]:
        """Where words stand that may be looked for."""
        if self._thorough:
            yield from (token.span() for token in _TOKEN.finditer(text))
            return
        plain = folded(text)
        for start in self._starts:
            at = plain.find(start)
            while at >= 0:
                first, last = _token_around(text, at)
                yield first, last
                at = plain.find(start, max(last, at + 1))

    def _number(self, token: str) -> int | None:
        if token not in self._known:
            self._known[token] = self._looked_up(token)
        return self._known[token]

    def _looked_up(self, token: str) -> int | None:
        parts = [self._stems[stem] for stem in stems(token) if stem in self._stems]
        if parts:
            return parts[0]
        name = joined(token)
        same = (number for word, number in self._names.items() if word == name or (self._slips and alike(word, name)))
        return next(same, None)

    def may_have(self, text: str) -> bool:
        """Quick, and never wrong when it says no."""
        if not self._thorough:
            plain = folded(text)
            return any(start in plain for start in self._starts)
        squeezed = folded(text).translate(_SQUEEZED) if text.isascii() else ""
        return self._slips or not squeezed or any(name in squeezed for name in self._names)

    def passage(self, text: str) -> Passage:
        """The window of a text with most different words, then most words."""
        marks = self.marks(text) if not self._thorough or self.may_have(text) else ()
        best = max(_windows(marks), key=lambda some: (len({mark.word for mark in some}), len(some)), default=())
        return Passage(text, best)


def _token_around(text: str, at: int) -> tuple[int, int]:
    """The bounds of the word that stands here; of an endless one, a part."""
    if stands_alone(text[at]):
        return at, at + 1
    before = _BEFORE.search(text, max(0, at - LONGEST_WORD), at)
    after = _TOKEN.match(text, at)
    return before.start() if before else at, after.end() if after else at


def _windows(marks: Sequence[Mark]) -> Iterator[tuple[Mark, ...]]:
    end = 0
    for first, mark in enumerate(marks):
        while end < len(marks) and marks[end].end - mark.start <= LONGEST - 40:
            end += 1
        yield tuple(marks[first : max(end, first + 1)])


def snippet(highlighters: Iterable[Highlighter], description: str, cells: Sequence[CellText]) -> str:
    """The best passage that the first successful highlighter finds; empty where none finds a word."""
    plain = plain_prose(description)
    for highlighter in highlighters:
        passage = _best(highlighter, plain, cells)
        if passage.marks:
            return _html(passage)
    return ""


def _best(highlighter: Highlighter, description: str, cells: Iterable[CellText]) -> Passage:
    """The best passage of description, prose and code, in this order where they are equally good."""
    best = highlighter.passage(description)
    for passage in _passages(highlighter, cells):
        if passage.different > best.different:
            best = passage
        if best.different >= highlighter.words:
            break
    return best


def _passages(highlighter: Highlighter, cells: Iterable[CellText]) -> Iterator[Passage]:
    """Passages from all prose, then from all code."""
    code = []
    for number, cell in enumerate(quotable(cells), start=1):
        if not highlighter.may_have(cell.source):
            continue
        if cell.code:
            code.append((number, cell.source))
            continue
        plain = highlighter.passage(plain_prose(cell.source))
        yield replace(plain if plain.marks else highlighter.passage(cell.source), cell=number)
    yield from (replace(highlighter.passage(source), cell=number, code=True) for number, source in code)


def _html(passage: Passage) -> Quotation:
    start, end = _bounds(passage)
    pieces, at = ["… " if start else ""], start
    for mark in passage.marks:
        if mark.start >= at and mark.end <= end:
            before, word = passage.text[at : mark.start], passage.text[mark.start : mark.end]
            pieces += _safe(before), "<mark>", _safe(word), "</mark>"
            at = mark.end
    after = " …" if end < len(passage.text) else ""
    html = "".join((*pieces, _safe(passage.text[at:end]), after))
    return Quotation.of(html, cell=passage.cell, code=passage.code)


def _bounds(passage: Passage) -> tuple[int, int]:
    """From where to where the passage is shown: around its marks, cut between words."""
    text, first, last = passage.text, passage.marks[0].start, passage.marks[-1].end
    spare = max(0, LONGEST - (last - first))
    start, end = max(0, first - spare // 3), min(len(text), last + spare - spare // 3)
    if start and (gap := re.search(r"\s", text[start:first])):
        start += gap.end()
    if end < len(text) and (gap := re.search(r"\s\S*\Z", text[last:end])):
        end = last + gap.start()
    return start, end


def _safe(text: str) -> str:
    """On one line, without what nobody sees, escaped: the only way by which a notebook's text gets into a snippet."""
    return escape(_GAP.sub(" ", without_hidden(text)))
