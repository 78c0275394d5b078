"""What of a JSON text can be judged without parsing it: depth, and numbers that no reader should have to bear."""

from __future__ import annotations

import re
from itertools import accumulate

from commonplace_clean.errors import NotebookRejected
from commonplace_clean.places import place

_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_BRACKET = re.compile(rb"[\[\]{}]")
_DIGITS_AS_ZERO = bytes.maketrans(b"123456789", b"0" * 9)
_NO_NUMBER = re.compile(rb"NaN|-?Infinity")
# Not the digits of a fraction or of an exponent: those become floats, whose size is bounded.
_LONG_INTEGER = re.compile(rb"(?<![0-9.eE+])(?<![eE]-)[0-9]{21,}+(?!\.[0-9]|[eE][+-]?[0-9])")


def check_structure(raw: bytes, escapes: bytes, deepest: int) -> None:
    r"""Refuse deep nesting and impossible numbers; ``escapes`` is ``raw`` with every ``\\`` replaced by two letters.

    Strings are told from the rest exactly as a parser does, up to the first fault in the JSON, where a parser stops.
    """
    parts = escapes.replace(rb"\"", b"__").split(b'"')
    outside = b'"'.join(parts[::2])
    if not _suspicious(outside) and _depth(outside) <= deepest:
        return
    parts[1::2] = [b" " * len(part) for part in parts[1::2]]
    _refuse(raw, b'"'.join(parts), deepest)  # at its full length, where positions are true


def _suspicious(outside: bytes) -> bool:
    """Say quickly whether there may be a number that is refused."""
    return b"N" in outside or b"I" in outside or b"0" * 21 in outside.translate(_DIGITS_AS_ZERO)


def _refuse(raw: bytes, blanked: bytes, deepest: int) -> None:
    """Name the first fault of the first kind that there is, if any."""
    if (position := _first_below(blanked, deepest)) is not None:
        raise NotebookRejected(f"The file is nested more than {deepest} levels deep.", place(raw, position))
    if match := _NO_NUMBER.search(blanked):
        raise NotebookRejected("The file has NaN or Infinity, which JSON does not know.", place(raw, match.start()))
    if match := _LONG_INTEGER.search(blanked):
        raise NotebookRejected("The file has an integer of more than 20 digits.", place(raw, match.start()))


def _depth(outside: bytes) -> int:
    brackets = outside.translate(None, _NOT_BRACKETS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def _first_below(blanked: bytes, deepest: int) -> int | None:
    depth = 0
    for bracket in _BRACKET.finditer(blanked):
        depth += _STEP[blanked[bracket.start()]]
        if depth > deepest:
            return bracket.start()
    return None
