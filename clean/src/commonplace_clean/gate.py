"""From bytes to JSON: what is refused before anything looks at the content.

Everything here takes linear time, and nothing recurses before the depth is known to be small.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from commonplace_clean.errors import TOO_LARGE, NotebookRejected
from commonplace_clean.limits import Limits
from commonplace_clean.places import path_to, place
from commonplace_clean.structure import check_structure

_BOM = b"\xef\xbb\xbf"
_HIGH, _LOW = rb"\\u[dD][89abAB][0-9a-fA-F]{2}", rb"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_HALF_PAIR = re.compile(rb"%b(?!%b)|(?<!%b)%b" % (_HIGH, _LOW, _HIGH, _LOW))
_DEFAULTS = Limits()


def read_json(raw: bytes, *, limits: Limits = _DEFAULTS) -> Any:
    """Return the JSON value in ``raw``.

    Raises:
        NotebookRejected: too large (413), or nothing that means the same to every reader of JSON (422).
    """
    if len(raw) > limits.max_bytes:
        reason = f"The file has {len(raw):,} bytes; at most {limits.max_bytes:,} are accepted."
        raise NotebookRejected(reason, status=TOO_LARGE)
    raw = raw.removeprefix(_BOM)
    text = _text(raw)
    # Same length, so that positions stay true: from here on, a backslash always begins an escape.
    escapes = raw.replace(rb"\\", b"__")
    _check_characters(raw, escapes)
    check_structure(raw, escapes, limits.max_depth)
    return _parsed(text)


def _text(raw: bytes) -> str:
    if not raw.strip():
        raise NotebookRejected("The file is empty.")
    if raw.startswith(_BOM):
        raise NotebookRejected("The file begins with more than one byte order mark.", "line 1, column 1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotebookRejected("The file is not text in UTF-8.", place(raw, error.start)) from None


def _check_characters(raw: bytes, escapes: bytes) -> None:
    """Refuse what is no character in any database or any other reader, written plainly or as an escape."""
    position = max(raw.find(b"\0"), escapes.find(rb"\u0000"))
    if position >= 0:
        raise NotebookRejected("The file has a NUL character.", place(raw, position))
    if rb"\ud" not in escapes and rb"\uD" not in escapes:
        return
    if match := _HALF_PAIR.search(escapes):
        reason = "The file has half of a surrogate pair, which is no character."
        raise NotebookRejected(reason, place(raw, match.start()))


def _parsed(text: str) -> Any:
    repeated: list[dict[str, Any]] = []

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        if len(built) != len(pairs):
            repeated.append(built)
        return built

    try:
        document = json.loads(text, object_pairs_hook=build, parse_float=_finite)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NotebookRejected(f"The file is not JSON: {_in_words(error)}.", where) from None
    except OverflowError:
        raise NotebookRejected("The file has a number that is too large to be read.") from None
    except RecursionError:
        raise NotebookRejected("The file is nested too deeply to be read here.") from None
    if repeated:
        raise NotebookRejected("The file has an object with the same key twice.", path_to(repeated[0], document))
    return document


def _finite(text: str) -> float:
    """Return the number, unless it is infinity by a large exponent."""
    number = float(text)
    if math.isinf(number):
        raise OverflowError
    return number


def _in_words(error: json.JSONDecodeError) -> str:
    """Return what the parser says, beginning small and without the character that it quotes."""
    said = error.msg.partition(":")[0].removesuffix(" at").strip()
    return said[:1].lower() + said[1:]
