"""Which packages a notebook imports, read from its code without running it."""

import re
from collections.abc import Iterable

_PATTERNS = {
    "python": re.compile(r"^[ \t]*(?:import|from)[ \t]+([A-Za-z_]\w*)", re.MULTILINE),
    "r": re.compile(r"\b(?:library|require|requireNamespace)\(\s*[\"']?([A-Za-z][\w.]*)"),
    "julia": re.compile(r"^[ \t]*(?:using|import)[ \t]+([A-Za-z_]\w*)", re.MULTILINE),
}


def imported_packages(sources: Iterable[str], language: str) -> set[str]:
    """Names of the top-level packages that the code imports; empty for languages we cannot read."""
    pattern = _PATTERNS.get(language)
    return {name for source in sources for name in pattern.findall(source)} if pattern else set()
