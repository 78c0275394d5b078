"""The gate: bytes become JSON only when nothing about them is ambiguous, too large or too deep."""

import json
import re
from typing import Any, NoReturn

from commonplace_clean.errors import NotebookRejected
from commonplace_clean.limits import Limits

_BOM = b"\xef\xbb\xbf"
# A string, or one bracket. Possessive by construction: no alternative can match what another one matches.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
MOST_DIGITS = 20


def read_json(raw: bytes, *, limits: Limits = Limits()) -> Any:
    """Parse strictly; raise `NotebookRejected` with line and column, or with a path, where that is not possible."""
    if len(raw) > limits.max_bytes:
        raise NotebookRejected(
            f"The file has {len(raw):,} bytes; at most {limits.max_bytes:,} are accepted. Remove its outputs and save it again",
            status=413,
        )
    text = _text(raw)
    _check_depth(raw, limits.max_depth)
    return _parsed(text)


def _text(raw: bytes) -> str:
    body = raw[len(_BOM) :] if raw.startswith(_BOM) else raw
    if not body.strip():
        raise NotebookRejected("The file is empty")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise NotebookRejected("The file is not text in UTF-8", f"line {line}, byte {error.start}") from None
    if "\0" in text:
        raise NotebookRejected("The file holds a NUL character", _place(text, text.index("\0")))
    if text.startswith("\ufeff"):
        raise NotebookRejected("The file begins with more than one byte order mark")
    return text


def _place(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    return f"line {line}, column {position - text.rfind(chr(10), 0, position)}"


def _check_depth(raw: bytes, most: int) -> None:
    """Count brackets outside of strings, in one pass and without recursion."""
    depth = 0
    for token in _TOKEN.finditer(raw):
        mark = raw[token.start()]
        if mark in b"[{":
            depth += 1
            if depth > most:
                line = raw.count(b"\n", 0, token.start()) + 1
                raise NotebookRejected(f"The file is nested more than {most} levels deep", f"line {line}")
        elif mark in b"]}":
            depth -= 1


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise NotebookRejected(f"The file is not JSON: {error.msg}", f"line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise NotebookRejected("The file is nested too deep") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise NotebookRejected(f"The key {shown(twice)} stands twice in one object")
    return built


def _constant(name: str) -> NoReturn:
    raise NotebookRejected(f"The file holds the number {name}, which JSON does not have")


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > MOST_DIGITS:
        raise NotebookRejected(f"The file holds a whole number of more than {MOST_DIGITS} digits")
    return int(digits)


def shown(text: str) -> str:
    """A short, printable form of somebody's text for a sentence."""
    plain = ascii(text[:40])
    return plain + "…" if len(text) > 40 else plain


def check_text(text: str, where: str) -> str:
    """The text, unless it holds what is no character at all."""
    if not text.isascii() and _SURROGATE.search(text):
        raise NotebookRejected("The text holds half a character (a lone surrogate)", where)
    if "\0" in text:
        raise NotebookRejected("The text holds a NUL character", where)
    return text
