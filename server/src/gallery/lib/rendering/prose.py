"""Markdown cells: taken apart, parsed, cleaned, and only then given back their code and formulas.

What is inserted after cleaning is ours. It stands in for tokens that nobody can guess, made anew for each cell.
"""

import re
import secrets
from html import escape

import pyromark

from gallery.lib.rendering.formulas import Formula, find_formulas
from gallery.lib.rendering.hidden import escaped, has_hidden, show_hidden, without_hidden
from gallery.lib.rendering.highlighting import highlighted
from gallery.lib.rendering.lexers import own_name
from gallery.lib.rendering.maths import typeset
from gallery.lib.rendering.sanitising import Footnotes, clean
from gallery.lib.rendering.tags import TAG, rewritten

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
)
_FOOTNOTE = re.compile(r"^[ \t>]*\[\^([^\]\n]{1,100})\]:", re.MULTILINE)
_CODE_SPAN = re.compile(r"<code>[^<]*</code>")


def render_markdown(source: str) -> str:
    """A Markdown source as an inert HTML fragment."""
    return _Cell(source).render()


class _Cell:
    """One cell on its way: the token of this call, and what the token and a number stand for."""

    def __init__(self, source: str) -> None:
        self.token = secrets.token_hex(8).translate(_LETTERS)
        self.source, self.formulas = find_formulas(source, self.token)
        self.code: list[tuple[str, str]] = []

    def render(self) -> str:
        markup = pyromark.html(self.source, options=_OPTIONS, highlight=self._take_code)
        markup = clean(markup, self._footnotes())
        if has_hidden(markup):
            markup = _hidden_shown(markup)
        if self.formulas and self.token in markup:
            markup = TAG.sub(self._as_attribute, markup)
            markup = _CODE_SPAN.sub(self._as_code, markup)
        return self._given_back(rewritten(markup))

    def _footnotes(self) -> Footnotes:
        if "[^" not in self.source:
            return {}
        labels = dict.fromkeys(_FOOTNOTE.findall(self.source))
        return {escape(label): f"cell-@-fn{number}" for number, label in enumerate(labels, start=1)}

    def _take_code(self, language: str | None, code: str) -> str:
        self.code.append((self._as_written(code), language or ""))
        return f"<pre>{self.token}c{len(self.code) - 1}z</pre>\n"

    def _as_written(self, text: str) -> str:
        """The text with the source of the formulas that were taken out of it."""
        first, *rest = text.split(self.token)
        return first + "".join(self._formula(piece).written + _after(piece) for piece in rest)

    def _as_attribute(self, found: re.Match[str]) -> str:
        """A tag whose attributes hold formulas as their source: no markup may go there."""
        first, *rest = found.group().split(self.token)
        written = (escape(without_hidden(self._formula(piece).written)) + _after(piece) for piece in rest)
        return first + "".join(written)

    def _as_code(self, found: re.Match[str]) -> str:
        """A code span that holds formulas as their source."""
        first, *rest = found.group().split(self.token)
        return first + "".join(escaped(self._formula(piece).written) + _after(piece) for piece in rest)

    def _formula(self, piece: str) -> Formula:
        return self.formulas[_number(piece)]

    def _given_back(self, markup: str) -> str:
        """Code and formulas in place of their tokens."""
        first, *rest = markup.split(self.token)
        pieces = [first]
        for piece in rest:
            if piece[0] == "m":
                pieces += typeset(self._formula(piece)), _after(piece)
            else:
                pieces += self._code(piece, pieces)
        return "".join(pieces)

    def _code(self, piece: str, before: list[str]) -> tuple[str, str]:
        """A block where the `pre` around the token is still there, else a span."""
        source, language = self.code[_number(piece)]
        after = _after(piece)
        if not (before[-1].endswith("<pre>") and after.startswith("</pre>")):
            return f"<code>{escaped(source)}</code>", after
        before[-1] = before[-1].removesuffix("<pre>")
        return code_block(source, own_name(language)), after.removeprefix("</pre>")


def _number(piece: str) -> int:
    return int(piece[1 : piece.index("z")])


def _after(piece: str) -> str:
    return piece[piece.index("z") + 1 :]


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def code_block(source: str, language: str) -> str:
    """Highlighted code as a block."""
    return f'<pre class="code"><code>{highlighted(source, language)}</code></pre>'


def _hidden_shown(markup: str) -> str:
    """Hidden characters made visible in text and removed from attributes."""
    pieces: list[str] = []
    done = 0
    for tag in TAG.finditer(markup):
        pieces += show_hidden(markup[done : tag.start()]), without_hidden(tag.group())
        done = tag.end()
    pieces.append(show_hidden(markup[done:]))
    return "".join(pieces)
