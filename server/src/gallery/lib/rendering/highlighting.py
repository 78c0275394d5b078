"""Highlighted code: the text is the source, character for character, wrapped in classes of ours."""

import re
from functools import lru_cache
from html import escape

from pygments.lexer import Lexer
from pygments.token import STANDARD_TYPES, _TokenType

from gallery.lib.rendering.grammars import GRAMMARS
from gallery.lib.rendering.hidden import show_hidden
from gallery.lib.rendering.lexers import lexer_for, own_name

MAX_HIGHLIGHTED = 100_000  # characters; longer code is shown without colours
_CELL_MAGIC = re.compile(r"\s*%%(\w+)[^\n]*\n?")
_MAGIC_LANGUAGES = {
    "bash": "bash", "sh": "bash", "script": "bash", "sql": "sql", "bigquery": "sql", "spark_sql": "sql", "r": "r",
    "javascript": "javascript", "js": "javascript", "html": "html", "svg": "xml", "latex": "tex", "markdown": "",
    "perl": "perl", "ruby": "ruby", "julia": "julia", "cython": "cython", "writefile": "", "file": "", "scala": "scala",
    "configure": "json",
}  # fmt: skip


def highlighted(source: str, language: str) -> str:
    """The source as HTML of spans with classes `hl-…`; plain text where the language is not in our tables."""
    if len(source) > MAX_HIGHLIGHTED:
        return show_hidden(escape(source, quote=False))
    name = own_name(language)
    magic = _CELL_MAGIC.match(source) if "%%" in source else None
    if magic is None or name not in GRAMMARS:
        return show_hidden(_coloured(source, name))
    rest = _coloured(source[magic.end() :], _MAGIC_LANGUAGES.get(magic[1].lower(), name))
    return show_hidden(_span("magic", magic.group()) + rest)


def _coloured(source: str, language: str) -> str:
    if (grammar := GRAMMARS.get(language)) is not None:
        return grammar.coloured(escape(source, quote=False))
    if (lexer := lexer_for(language)) is not None:
        return _lexed(source, lexer)
    return escape(source, quote=False)


def _lexed(source: str, lexer: Lexer) -> str:
    """Runs of one class in a span each; plain text should the lexer lose, repeat or reorder any of the source."""
    runs: list[tuple[str, list[str]]] = []
    for _, kind, text in lexer.get_tokens_unprocessed(f"{source}\n"):  # many lexers want a last line that ends
        name = _class(kind)
        if runs and (name == runs[-1][0] or text.isspace()):
            runs[-1][1].append(text)
        else:
            runs.append((name, [text]))
    whole = [(name, "".join(texts)) for name, texts in runs]
    if "".join(text for _, text in whole) != f"{source}\n":
        return escape(source, quote=False)
    name, text = whole.pop()
    return "".join(_span(*run) for run in (*whole, (name, text[:-1])))


def _span(name: str, text: str) -> str:
    text = escape(text, quote=False)
    return f'<span class="hl-{name}">{text}</span>' if name and text else text


# The short classes of pygments, gathered into the few that a page colours differently.
_FAMILIES = {
    "ow": "k", "nt": "k", "nd": "nd", "nb": "nf", "bp": "nf", "nc": "nf", "ne": "nf", "nf": "nf", "fm": "nf",
    "na": "nf", "il": "m", "dl": "s", "gd": "gd", "gi": "gi", "gh": "gh", "gu": "gh", "gs": "gs", "ge": "ge",
}  # fmt: skip


@lru_cache(maxsize=1000)
def _class(kind: _TokenType) -> str:
    """The class of a kind of token; empty where it looks like the text around it."""
    known: _TokenType | None = kind
    while known is not None and known not in STANDARD_TYPES:
        known = known.parent
    name = STANDARD_TYPES.get(known, "") if known is not None else ""
    return _FAMILIES.get(name) or (name[0] if name and name[0] in "ckms" else "")


def classes() -> frozenset[str]:
    """Every class that highlighted code may have, without its prefix."""
    return frozenset(_FAMILIES.values()) | {"c", "k", "m", "s", "magic"}
