"""Documents that cannot drift: commands exist, links lead somewhere, every decision is listed."""

import re
from collections.abc import Iterator
from pathlib import Path

from tools.fences.tree import Tree

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^(?:```|~~~)[^\n]*\n(.*?)^(?:```|~~~)|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
MAKE = re.compile(r"(?:^|\n|[;&|]\s*)\s*(?:\$ )?(?:[A-Z_]+=\S+\s+)*make((?:[ \t]+[A-Z_]+=\S+|[ \t]+[a-z][\w-]*)+)")
TARGET = re.compile(r"^([a-z][\w-]*)\s*:", re.MULTILINE)
DECISIONS = Path("docs/decisions")


def commands(tree: Tree) -> Iterator[str]:
    """Each `make …` that a document names is a target of the Makefile."""
    makefile = Path("Makefile")
    targets = set(TARGET.findall(tree.text(makefile))) if makefile in tree.files else set()
    for path in tree.named(".md"):
        for block, span in CODE.findall(tree.text(path)):
            for words in MAKE.findall(block or span):
                unknown = {word for word in words.split() if "=" not in word} - targets
                yield from (f"{path}: `make {word}` is no target of the Makefile" for word in sorted(unknown))


def _anchors(text: str) -> set[str]:
    headings = HEADING.findall(FENCE.sub("", text))
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    return set(plain)


def links(tree: Tree) -> Iterator[str]:
    """Each relative link leads to a file that exists, and to a heading in it where it names one."""
    for path in tree.named(".md"):
        for target in LINK.findall(FENCE.sub("", tree.text(path))):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            goal = (tree.root / path.parent / name).resolve() if name else tree.root / path
            if not goal.exists():
                yield f"{path}: the link to {target} leads nowhere"
            elif anchor and goal.suffix == ".md" and anchor not in _anchors(goal.read_text()):
                yield f"{path}: {target} names a heading that is not there"


def decisions(tree: Tree) -> Iterator[str]:
    """Decisions are numbered without a gap, tell the same story, and are all in the index."""
    index = DECISIONS / "README.md"
    listed = tree.text(index) if index in tree.files else ""
    found = [path for path in tree.files if path.parent == DECISIONS and re.match(r"\d{4}-", path.name)]
    for expected, path in enumerate(found, 1):
        number, text = path.name[:4], tree.text(path)
        if int(number) != expected:
            yield f"{path}: the next decision has the number {expected:04d}"
        if f"({path.name})" not in listed:
            yield f"{path}: is missing in {index}"
        wanted = (f"# {number}", "## Context", "## Decision", "## Consequences")
        yield from (f"{path}: has no heading `{line}`" for line in wanted if f"\n{line}" not in f"\n{text}")


def changelog(tree: Tree) -> Iterator[str]:
    """The changelog has a section for what comes next."""
    path = Path("CHANGELOG.md")
    if path not in tree.files or "\n## Unreleased" not in tree.text(path):
        yield f"{path}: has no section `## Unreleased`"
