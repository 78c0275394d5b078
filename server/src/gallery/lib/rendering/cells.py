"""What is rendered: a cell's kind, source and language."""

from dataclasses import dataclass
from importlib.metadata import version

OUR_VERSION = 2  # raise it with every change of what any cell may render to
_LIBRARIES = ("math-core", "nh3", "pygments", "pyromark")
# Caches are keyed by it, so what was rendered by other versions is never shown.
RENDERER_VERSION = " ".join([str(OUR_VERSION), *(f"{name} {version(name)}" for name in _LIBRARIES)])


@dataclass(frozen=True, slots=True)
class CellSource:
    """A cell as stored: markdown, code or raw; `language` is the notebook's, in lower case, empty where unknown."""

    kind: str
    source: str
    language: str
