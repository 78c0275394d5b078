"""Reads the documentation: its pages, their blocks of code, and what stands in backticks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.reference import DRAWN
from tools.surroundings import ROOT

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclass(frozen=True)
class Block:
    """A block of code and its language."""

    language: str
    text: str


def written() -> list[Path]:
    """Every page that people wrote. Decisions stay as they were; drawn pages come from the code."""
    pages = [path.relative_to(ROOT) for path in sorted((ROOT / "docs").rglob("*.md"))]
    return [path for path in pages if "decisions" not in path.parts and path not in DRAWN] + [Path("README.md")]


def blocks(text: str, language: str = "") -> list[Block]:
    """The blocks of code, of one language where it is named."""
    found = [Block(*match) for match in BLOCK.findall(text)]
    return [block for block in found if not language or block.language == language]


def spans(text: str) -> Iterator[str]:
    """What stands in backticks within the prose."""
    yield from SPAN.findall(BLOCK.sub("", text))


def commands(text: str) -> list[str]:
    """The lines of shell blocks, continued ones joined, and what stands in backticks."""
    shell = "\n".join(block.text for block in blocks(text) if block.language in {"", "sh"})
    return [*shell.replace("\\\n", " ").splitlines(), *spans(text)]
