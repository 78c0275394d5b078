"""Every dependency says why it is there."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from tools.fences.tree import Tree

OUR_OWN = re.compile(r"commonplace")


def _listed(described: dict[str, Any]) -> Iterator[str]:
    project = described.get("project", {})
    groups = [project.get("dependencies", []), *project.get("optional-dependencies", {}).values()]
    for group in (*groups, *described.get("dependency-groups", {}).values()):
        yield from (line for line in group if isinstance(line, str))


def reasons(tree: Tree) -> Iterator[str]:
    """Each dependency has a comment, or in package.json an entry in `reasons`."""
    for path in tree.named("pyproject.toml"):
        text = tree.text(path)
        for dependency in _listed(tomllib.loads(text)):
            explained = re.search(rf"[\"']{re.escape(dependency)}[\"'],?[ \t]+# \S", text)
            if not explained and not OUR_OWN.match(dependency):
                yield f"{path}: {dependency} does not say why it is there; add a comment behind it"
    for path in tree.named("requirements.in"):
        for number, line in tree.lines(path):
            if line.strip() and not line.startswith("#") and " # " not in line:
                yield f"{path}:{number}: {line} does not say why it is there; add a comment behind it"
    for path in tree.named("package.json"):
        yield from (f"{path}: {name} has no entry in `reasons`" for name in _unexplained(tree.text(path)))


def _unexplained(text: str) -> list[str]:
    described = json.loads(text)
    named = {**described.get("dependencies", {}), **described.get("devDependencies", {})}
    return [name for name in named if not described.get("reasons", {}).get(name)]
