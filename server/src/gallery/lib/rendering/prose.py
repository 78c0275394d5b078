"""Markdown cells: taken apart, parsed, cleaned, and only then given back their code and formulas.

What is inserted after cleaning is ours. It stands in for tokens that nobody can guess, made anew for each cell.
"""

import re
import secrets
from html import escape, unescape

import pyromark

from gallery.lib.rendering.hidden import HIDDEN, escaped, show_hidden, without_hidden
from gallery.lib.rendering.highlighting import highlighted
from gallery.lib.rendering.lexers import own_name
from gallery.lib.rendering.maths import Formula, find_formulas, typeset
from gallery.lib.rendering.sanitising import REL, Footnotes, clean

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
)
_FOOTNOTE = re.compile(r"^[ \t>]*\[\^([^\]\n]{1,100})\]:", re.MULTILINE)
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>')
_REWRITTEN = re.compile(r"<(?:h[1-6]|/h[1-6]|img|input|td style|th style|td align|th align|/?center)")
_VALUE = re.compile(r' ([a-z]+)="([^"]*)"')


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
        if HIDDEN.search(markup):
            markup = _hidden_shown(markup)
        if self.formulas:
            markup = self._tokens_out_of_attributes(markup)
        if _REWRITTEN.search(markup):
            markup = _Tags().rewritten(markup)
        return self._give_back(markup)

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
        if self.token not in text:
            return text
        return self._formula_token().sub(lambda found: self.formulas[int(found[1])].written, text)

    def _formula_token(self) -> re.Pattern[str]:
        return re.compile(rf"{self.token}m(\d+)z")

    def _tokens_out_of_attributes(self, markup: str) -> str:
        """Formulas in attributes and in code spans back to their source: no markup may go there."""

        def tag(found: re.Match[str]) -> str:
            if self.token not in found.group():
                return found.group()
            return self._formula_token().sub(lambda m: escape(self._formula(m).written), found.group())

        def code(found: re.Match[str]) -> str:
            return f"<code>{self._formula_token().sub(lambda m: escaped(self._formula(m).written), found[1])}</code>"

        markup = _TAG.sub(tag, markup)
        return re.sub(r"<code>([^<]*)</code>", code, markup)

    def _formula(self, found: re.Match[str]) -> Formula:
        return self.formulas[int(found[1])]

    def _give_back(self, markup: str) -> str:
        if self.token not in markup:
            return markup
        if self.code:
            markup = re.sub(rf"<pre>{self.token}c(\d+)z</pre>", self._code_block, markup)
            markup = re.sub(rf"{self.token}c(\d+)z", self._code_text, markup)
        return self._formula_token().sub(lambda found: typeset(self._formula(found)), markup)

    def _code_block(self, found: re.Match[str]) -> str:
        source, language = self.code[int(found[1])]
        return code_block(source, own_name(language))

    def _code_text(self, found: re.Match[str]) -> str:
        return f"<code>{escaped(self.code[int(found[1])][0])}</code>"


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def code_block(source: str, language: str) -> str:
    """Highlighted code as a block."""
    return f'<pre class="code"><code>{highlighted(source, language)}</code></pre>'


def _hidden_shown(markup: str) -> str:
    """Hidden characters made visible in text and removed from attributes."""
    pieces: list[str] = []
    done = 0
    for tag in _TAG.finditer(markup):
        pieces += show_hidden(markup[done : tag.start()]), without_hidden(tag.group())
        done = tag.end()
    pieces.append(show_hidden(markup[done:]))
    return "".join(pieces)


class _Tags:
    """Headings one level down with our ids, images as words, task boxes as signs, alignment as classes."""

    def __init__(self) -> None:
        self.headings = 0
        self.links = 0

    def rewritten(self, markup: str) -> str:
        return _TAG.sub(self._tag, markup)

    def _tag(self, found: re.Match[str]) -> str:
        closing, name, attributes = found.groups()
        if name == "a":
            self.links += -1 if closing else 1
        elif len(name) == 2 and name[0] == "h" and name[1].isdigit():
            return self._heading(closing, int(name[1]))
        elif name == "center":
            return "</div>" if closing else '<div class="text-center">'
        elif name in {"img", "input", "td", "th"} and not closing:
            return self._replaced(name, attributes)
        return found.group()

    def _replaced(self, name: str, attributes: str) -> str:
        values = dict(_VALUE.findall(attributes))
        if name == "img":
            return _image(values, within_link=self.links > 0)
        if name == "input":
            return _task(done="checked" in values) if "type" in values else ""
        return _table_cell(name, values)

    def _heading(self, closing: str, level: int) -> str:
        level = min(level + 1, 6)
        if closing:
            return f"</h{level}>"
        self.headings += 1
        return f'<h{level} id="cell-@-h{self.headings}">'


def _task(*, done: bool) -> str:
    sign, word = ("☑", "done") if done else ("☐", "to do")
    return f'<span class="task" role="img" aria-label="{word}">{sign}</span>'


def _image(values: dict[str, str], *, within_link: bool) -> str:
    """Words in place of an image: showing it would tell its server who reads what."""
    source = values.get("src", "")
    words = escape(unescape(values.get("alt", "")), quote=False).strip()
    if source.startswith(("http://", "https://")) and not within_link:
        words = f'<a href="{source}" rel="{REL}">{words or escape(unescape(source)[:100], quote=False)}</a>'
    return f'<span class="image-not-shown">Image not shown{": " if words else ""}{words}</span>'


def _table_cell(name: str, values: dict[str, str]) -> str:
    where = {"left": "left", "right": "right", "center": "center"}.get(values.get("style") or values.get("align", ""))
    spans = "".join(f' {key}="{values[key]}"' for key in ("colspan", "rowspan") if key in values)
    return f"<{name}{spans}" + (f' class="text-{where}">' if where else ">")
