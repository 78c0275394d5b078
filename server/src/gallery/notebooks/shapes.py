"""The shape of a piece of code: what two cells share that differ in little. Equal shapes are almost the same code.

Left out are spaces and comments. Short texts and numbers count as *a* text and *a* number, whichever they are, and
names that the cell itself gives to something count by their order. Names of functions, columns reached by a dot and
words of the language stay, so that it is still the same code. One pass over the text, with no table of a language but
how it begins a comment; decision 0010 says why this and no measure of distance.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 20_000  # characters: a longer cell is data, and is found only where it is identical
LEAST = 12  # tokens: below, everything is alike
SHORT_TEXT = 40  # a longer one is a query or a template, and counts as what it says

_STRING = r'[rbfuRBFU]{0,2}(?:"""(?:[^"\\]|\\.|"(?!""))*(?:""")?|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*(?:\'\'\')?'
_STRING += r'|"(?:[^"\\\n]|\\.)*"?|\'(?:[^\'\\\n]|\\.)*\'?)'  # one that does not end goes to the end of its line
_REST = rf"(?P<string>{_STRING})|(?P<number>\d[\w.]*)|(?P<name>[^\W\d]\w*)|(?P<mark>\S)"
_BLOCK = r"/\*(?:[^*]|\*(?!/))*(?:\*/)?"
_COMMENTS = {"hash": r"\#[^\n]*", "slashes": rf"//[^\n]*|{_BLOCK}", "dashes": rf"--[^\n]*|{_BLOCK}"}
_TOKENS = {style: re.compile(f"(?P<comment>{said})|{_REST}", re.DOTALL) for style, said in _COMMENTS.items()}
_SLASHES = "c c++ cpp c# csharp go groovy java javascript kotlin php rust scala swift typescript"
STYLES = dict.fromkeys(_SLASHES.split(), "slashes") | dict.fromkeys(["sql", "haskell", "lua", "ada"], "dashes")
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True)
class Shape:
    """A hash of the shape, and how many tokens it stands for."""

    digest: str
    size: int


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    depth: int


def style_of(language: str) -> str:
    """How comments begin in this language; in most that have kernels, with `#`."""
    return STYLES.get(language.lower(), "hash")


def shape_of(source: str, style: str = "hash") -> Shape | None:
    """The shape of a cell, None for one too short or too long to have any.

    >>> one = shape_of("prices = read(path, 3)  # dear\\nprices.plot('x', kind='line')")
    >>> one == shape_of('p=read(path,4)\\np.plot("yy", kind = "line")')
    True
    >>> one == shape_of("prices = write(path, 3)\\nprices.plot('x', kind='line')")
    False
    """
    if len(source) > LONGEST:
        return None
    tokens = list(_tokens(source, style))
    if len(tokens) < LEAST:
        return None
    text = "\0".join((style, *_said(tokens)))
    return Shape(hashlib.sha256(text.encode()).hexdigest()[:32], len(tokens))


def _tokens(source: str, style: str) -> Iterator[_Token]:
    depth = 0
    for match in _TOKENS[style].finditer(source):
        kind, text = match.lastgroup or "", match[0]
        if kind == "comment":
            continue
        depth -= text in _CLOSE
        yield _Token(kind, text, depth)
        depth += text in _OPEN


def _said(tokens: Sequence[_Token]) -> Iterator[str]:
    """Each token as it counts."""
    given = {name: f"\1{number}" for number, name in enumerate(_given(tokens))}
    before = ""
    for token, after in pairwise([*tokens, _Token("", "", 0)]):
        if token.kind == "name" and before != "." and not (token.depth and after.text == "="):
            yield given.get(token.text, token.text)
        else:
            yield _value(token)
        before = token.text


def _given(tokens: Sequence[_Token]) -> dict[str, None]:
    """Names that get their meaning in this cell, in order: `x = …`, `x <- …`, `for x in`, `def x`."""
    end = _Token("", "", 0)
    found: dict[str, None] = {}
    for place, token in enumerate(tokens):
        if token.kind != "name":
            continue
        before = tokens[place - 1].text if place else ""
        after = "".join(one.text for one in (*tokens[place + 1 : place + 3], end)[:2])
        assigned = token.depth == 0 and (after == "<-" or (after[:1] == "=" and after != "=="))
        if (assigned and before != ".") or before in {"for", "def"}:
            found[token.text] = None
    return found


def _value(token: _Token) -> str:
    if token.kind == "number":
        return "\2number"
    if token.kind != "string":
        return token.text
    inside = token.text.lstrip("rbfuRBFU").strip("\"'")
    return "\2text" if len(inside) <= SHORT_TEXT else " ".join(inside.split())
