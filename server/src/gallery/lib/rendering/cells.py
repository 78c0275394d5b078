"""What is rendered: a cell's kind, source and language."""

from dataclasses import dataclass
from typing import Literal

RENDERER_VERSION = "1"  # raise it with every change of what any cell may render to: caches are keyed by it

Kind = Literal["markdown", "code", "raw"]


@dataclass(frozen=True, slots=True)
class CellSource:
    """A cell as stored; `language` is the notebook's, in lower case, empty where unknown."""

    kind: str
    source: str
    language: str
