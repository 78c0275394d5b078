"""Line ends, and the hash by which a cell is known everywhere."""

from __future__ import annotations

import hashlib


def normal_lines(source: str) -> str:
    r"""Return ``source`` with every line end as ``\n``, as notebook editors have it when they open a cell."""
    if "\r" not in source:
        return source
    return source.replace("\r\n", "\n").replace("\r", "\n")


def cell_hash(source: str) -> str:
    r"""Return the lower-case hex SHA-256 of a cell's source: as UTF-8, lines joined with ``\n``.

    >>> cell_hash("1 + 1\n2") == cell_hash("1 + 1\r\n2")
    True
    """
    # Half a surrogate pair cannot come from a clean notebook, but a kernel may report one: hash it, do not fail.
    return hashlib.sha256(normal_lines(source).encode("utf-8", "surrogatepass")).hexdigest()
