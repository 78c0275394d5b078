"""Data written into source as base64: pictures, tables, archives that came past the outputs."""

from __future__ import annotations

import re
from collections.abc import Iterator

# One long piece, or lines of the usual width, in quotes or not. A piece is a whole run of letters: it cannot be
# divided in two ways, so the search never goes back.
_PIECE = r"[A-Za-z0-9+/_-]{60,}+={0,2}"
_BETWEEN = r"[\s\\\"'+(),]{0,40}+"
_RUN = re.compile(
    rf"(?<![A-Za-z0-9+/_-]){_PIECE}(?:{_BETWEEN}{_PIECE})*+(?:{_BETWEEN}[A-Za-z0-9+/_-]{{1,59}}+={{0,2}})?+"
)
_LEAST_RUN = 1_000
_VARIETY = 20  # a rule of dashes or a row of zeros is long, but carries nothing


def embedded_runs(source: str) -> Iterator[tuple[int, int]]:
    """Yield position and length of each run of base64 that is worth speaking of."""
    if len(source) < _LEAST_RUN:
        return
    for match in _RUN.finditer(source):
        length = match.end() - match.start()
        if length >= _LEAST_RUN and len(set(match[0])) >= _VARIETY:
            yield match.start(), length
