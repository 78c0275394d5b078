"""What an administrator may set about notebooks that come in."""

from __future__ import annotations

from dataclasses import dataclass

# Python's JSON parser recurses once for each level, and its caller may stand some hundreds of frames deep already.
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a notebook. All sizes are in bytes.

    Raises:
        ValueError: a bound is not positive, or ``max_depth`` is more than the JSON parser can bear.
    """

    max_bytes: int = 10_000_000
    max_depth: int = 100
    max_cells: int = 5_000
    max_embedded_bytes: int = 20_000  # of base64 in the source of one cell
    max_attachment_bytes: int = 1_000_000
    allow_attachments: bool = False

    def __post_init__(self) -> None:
        """Refuse what no notebook could meet."""
        sizes = (self.max_bytes, self.max_embedded_bytes, self.max_attachment_bytes)
        if min(*sizes, self.max_cells, self.max_depth) < 1:
            raise ValueError("Every limit must be at least 1.")
        if self.max_depth > _DEEPEST:
            raise ValueError(f"max_depth may be at most {_DEEPEST}.")
