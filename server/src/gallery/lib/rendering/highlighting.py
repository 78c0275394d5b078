"""Highlighted code: the text is the source, character for character, wrapped in classes of ours."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from pygments.lexer import Lexer
from pygments.token import STANDARD_TYPES, Token, _TokenType

from gallery.lib.rendering.hidden import show_hidden
from gallery.lib.rendering.lexers import lexer_for

MAX_HIGHLIGHTED = 100_000  # characters; longer code is shown without colours
_PLAIN = frozenset({"", "n", "p", "w", "err", "o", "esc", "x", "g", "pm", "nx", "py"})  # look like the text around
_MAGIC = re.compile(r"\s*%%(\w+)[^\n]*\n?")
_LINE_MAGIC = re.compile(r"^[ \t]*(?:%[A-Za-z_][^\n]*|![^\n=][^\n]*|\?{1,2}[\w.]+[ \t]*|[\w.]+\?{1,2}[ \t]*)$", re.MULTILINE)
_MAGIC_LANGUAGES = {
    "bash": "bash", "sh": "bash", "script": "bash", "sql": "sql", "bigquery": "sql", "spark_sql": "sql", "R": "r",
    "javascript": "javascript", "js": "javascript", "html": "html", "HTML": "html", "svg": "xml", "latex": "tex",
    "markdown": "", "perl": "perl", "ruby": "ruby", "julia": "julia", "cython": "cython", "writefile": "", "file": "",
    "scala": "scala", "configure": "json", "local": "python",
}  # fmt: skip
_WITH_MAGICS = frozenset({"python", "sage", "xonsh", "coconut"})


def highlighted(source: str, language: str) -> str:
    """The source as HTML of spans with classes `hl-…`; plain text where the language is not in our table."""
    lexer = lexer_for(language) if len(source) <= MAX_HIGHLIGHTED else None
    if lexer is None:
        return show_hidden(escape(source, quote=False))
    pieces = _with_magics(source, lexer) if language in _WITH_MAGICS else _spans(source, lexer)
    return show_hidden("".join(pieces))


def _with_magics(source: str, lexer: Lexer) -> Iterator[str]:
    """Python in which `%%magic` changes the language of the cell and `%magic` or `!command` takes a line."""
    if (cell_magic := _MAGIC.match(source)) is not None:
        yield _span("magic", cell_magic.group())
        language = _MAGIC_LANGUAGES.get(cell_magic[1], "python")
        yield highlighted(source[cell_magic.end() :], language)
        return
    done = 0
    if "%" in source or "!" in source or "?" in source:
        for line in _LINE_MAGIC.finditer(source):
            yield from _spans(source[done : line.start()], lexer)
            yield _span("magic", line.group())
            done = line.end()
    yield from _spans(source[done:] if done else source, lexer)


def _spans(source: str, lexer: Lexer) -> Iterator[str]:
    """Each run of characters of one class; the whole as plain text should the lexer lose or repeat any."""
    runs: list[tuple[str, str]] = []
    last = None
    length = 0
    for _, kind, text in lexer.get_tokens_unprocessed(source):
        length += len(text)
        name = _class(kind)
        if name == last or (not name and last is not None and text.isspace()):
            runs[-1] = (runs[-1][0], runs[-1][1] + text)
        else:
            runs.append((name, text))
            last = name
    if length != len(source) or "".join(text for _, text in runs) != source:
        return iter((escape(source, quote=False),))
    return (_span(name, text) for name, text in runs)


def _span(name: str, text: str) -> str:
    text = escape(text, quote=False)
    return f'<span class="hl-{name}">{text}</span>' if name else text


@lru_cache(maxsize=1000)
def _class(kind: _TokenType) -> str:
    """The usual short class of a kind of token; empty where it looks like plain text."""
    while kind not in STANDARD_TYPES and kind is not Token:
        kind = kind.parent
    name = STANDARD_TYPES.get(kind, "")
    return "" if name in _PLAIN else name
