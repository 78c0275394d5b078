"""How large and how deep a notebook may be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds that an operator may change; sizes in bytes or characters as named."""

    max_bytes: int = 10_000_000
    max_depth: int = 100
    max_cells: int = 20_000
    max_base64: int = 20_000  # characters of one run of base64 in a source
    max_attachment_bytes: int = 1_000_000
    allow_attachments: bool = False
