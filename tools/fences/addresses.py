"""Nothing that is committed knows the machine or the registries that it was made with."""

import re
from collections.abc import Iterator

from tools.fences.tree import Tree

# The brackets keep this file from finding itself.
MACHINE = re.compile(r"(?<![\w.}>-])/(?:[w]ork|[r]oot|[o]pt/pypi|[o]pt/wheels)(?:/|\b)|/\.[p]yenv/")
REGISTRY = re.compile(
    r"(?:[r]egistry\.npmjs\.org|[r]egistry\.yarnpkg\.com|[f]iles\.pythonhosted\.org|[p]ypi\.org/simple)"
)
LOCKS = ("requirements.lock", "package-lock.json", "yarn.lock")
IN_LOCKS = re.compile(r'"resolved": "https?:|^\s+resolved "|^--(?:extra-)?index-url|^--find-links|^-i ')


def addresses(tree: Tree) -> Iterator[str]:
    """No path of one machine and no registry's address in any file."""
    for path in tree.files:
        is_lock = path.name in LOCKS
        for number, line in tree.lines(path):
            if MACHINE.search(line):
                yield f"{path}:{number}: holds a path of the machine that it was written on"
            if REGISTRY.search(line) or (is_lock and IN_LOCKS.search(line)):
                yield f"{path}:{number}: holds the address of a package registry; everybody has another one"
