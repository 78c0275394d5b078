"""The identity of a cell."""

import hashlib


def cell_hash(source: str) -> str:
    """Lower-case hexadecimal SHA-256 of a cell's source in UTF-8, its lines joined by a line feed."""
    return hashlib.sha256(source.encode()).hexdigest()
