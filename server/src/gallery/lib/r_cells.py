"""Reads R as far as words, texts and brackets: enough to see what it attaches and whether it is whole."""

import re
from collections.abc import Iterator, Sequence

_TOKEN = re.compile(
    r"""
      \#[^\n]*                             # a comment
    | [rR]"\((?:.|\n)*?\)"                 # a raw text
    | "(?:\\(?:.|\n)|[^"\\])*"
    | '(?:\\(?:.|\n)|[^'\\])*'
    | `[^`\n]*`
    | (?:[A-Za-z]|\.(?!\d))[\w.]*          # a word
    | :::?
    | \S
    """,
    re.VERBOSE,
)
_ATTACH = frozenset({"library", "require"})
_LOAD = frozenset({"requireNamespace", "loadNamespace"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9.]*\Z")
_CLOSES = {")": "(", "]": "[", "}": "{"}


def tokens(source: str) -> list[str]:
    """The words, texts and signs of a cell, without comments."""
    return [token for token in _TOKEN.findall(source) if not token.startswith("#")]


def imports(source: str) -> Iterator[str]:
    """The packages that it attaches, loads, or names before two colons."""
    found = tokens(source)
    for place, token in enumerate(found):
        if token in {"::", ":::"} and place:
            yield from _name(found[place - 1])
        elif token in _ATTACH | _LOAD and found[place + 1 : place + 2] == ["("]:
            yield from _argument(found[place + 2 : place + 12], quoted=token in _LOAD)


def _argument(rest: Sequence[str], *, quoted: bool) -> Iterator[str]:
    """The package that a call names; a word may be a variable, and is one with `character.only`."""
    if rest[:2] == ["package", "="]:
        rest = rest[2:]
    call = rest[: rest.index(")")] if ")" in rest else rest
    word = rest[0] if rest else ""
    if word[:1] in {"'", '"'} or not (quoted or "character.only" in call):
        yield from _name(word)


def _name(word: str) -> Iterator[str]:
    plain = word.strip("'\"`")
    if _NAME.match(plain):
        yield plain


def whole(source: str) -> bool:
    """Whether every bracket and text that begins also ends."""
    waiting: list[str] = []
    for token in tokens(source):
        if token in {"'", '"', "`"}:
            return False
        if token in {"(", "[", "{"}:
            waiting.append(token)
        elif token in _CLOSES and (not waiting or waiting.pop() != _CLOSES[token]):
            return False
    return not waiting


def texts(source: str) -> Iterator[str]:
    """Every text that the code holds, as it is written between its quotes."""
    for token in tokens(source):
        if token[:1] in {"'", '"'}:
            yield token[1:-1]
        elif token[:2].lower() == 'r"':
            yield token[3:-2]
