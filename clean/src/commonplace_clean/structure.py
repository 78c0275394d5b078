"""What of a JSON text can be judged without parsing it: depth, and numbers that no reader should have to bear."""

from __future__ import annotations

import re
from itertools import accumulate

from commonplace_clean.errors import NotebookRejected
from commonplace_clean.places import place

_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_BRACKET = re.compile(rb"[\[\]{}]")
_FAULTS = (
    (re.compile(rb"NaN|-?Infinity"), "The file has NaN or Infinity, which JSON does not know."),
    # Not the digits of a fraction or of an exponent: those become floats, whose size is bounded.
    (
        re.compile(rb"(?<![0-9.eE+])(?<![eE]-)[0-9]{21,}+(?![.eE])"),
        "The file has an integer of more than 20 digits.",
    ),
)


def check_structure(raw: bytes, escapes: bytes, deepest: int) -> None:
    r"""Refuse deep nesting and impossible numbers; ``escapes`` is ``raw`` with every ``\\`` replaced by two letters.

    Strings are told from the rest exactly as a parser does, up to the first fault in the JSON, where a parser stops.
    """
    parts = escapes.replace(rb"\"", b"__").split(b'"')
    outside = b'"'.join(parts[::2])
    faulty = next((fault for fault in _FAULTS if fault[0].search(outside)), None)
    if _depth(outside) <= deepest and faulty is None:
        return
    parts[1::2] = [b" " * len(part) for part in parts[1::2]]
    blanked = b'"'.join(parts)  # at its full length, where positions are true
    if faulty is None:
        reason = f"The file is nested more than {deepest} levels deep."
        raise NotebookRejected(reason, place(raw, _first_below(blanked, deepest)))
    match = faulty[0].search(blanked)
    raise NotebookRejected(faulty[1], place(raw, match.start()) if match else "")


def _depth(outside: bytes) -> int:
    brackets = outside.translate(None, _NOT_BRACKETS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def _first_below(blanked: bytes, deepest: int) -> int:
    depth = 0
    for bracket in _BRACKET.finditer(blanked):
        depth += _STEP[blanked[bracket.start()]]
        if depth > deepest:
            return bracket.start()
    return 0
