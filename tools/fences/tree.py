"""The files that a fence looks at: what is committed, or would be."""

import ast
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.failure import Failure

NOT_OURS = {
    ".git",
    ".venv",
    ".venv-analyst",
    ".tools",
    "var",
    "node_modules",
    "__pycache__",
    "dist",
    "test-results",
}
TEXT = {
    "", ".cfg", ".css", ".html", ".in", ".ini", ".ipynb", ".js", ".json", ".lock", ".md", ".mjs", ".py", ".r",
    ".scss", ".sh", ".sql", ".svg", ".toml", ".ts", ".tsx", ".txt", ".yaml", ".yml",
}  # fmt: skip


@dataclass(frozen=True)
class Tree:
    """A folder and the files in it that count, as paths relative to it."""

    root: Path
    files: tuple[Path, ...]

    def named(self, *suffixes: str) -> Iterator[Path]:
        """The files whose name ends in one of the suffixes."""
        return (path for path in self.files if path.name.endswith(suffixes))

    def text(self, path: Path) -> str:
        """What a file says."""
        return (self.root / path).read_text(errors="replace")

    def lines(self, path: Path) -> Iterator[tuple[int, str]]:
        """The numbered lines of a file."""
        return enumerate(self.text(path).splitlines(), 1)

    def python(self) -> Iterator[tuple[Path, ast.Module]]:
        """Every Python module, parsed; migrations are written by Django and are left out."""
        for path in self.named(".py"):
            if "migrations" not in path.parts:
                yield path, _parsed(self.root / path)


@cache
def _parsed(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_text(), filename=str(path))
    except SyntaxError as error:
        raise Failure(f"{path}:{error.lineno}: this Python cannot read it: {error.msg}") from error


def is_test(path: Path) -> bool:
    """True for tests and their helpers, in any language."""
    return "tests" in path.parts or ".test." in path.name or ".spec." in path.name


def _by_git(root: Path) -> list[Path]:
    asked = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    ended = subprocess.run(asked, cwd=root, capture_output=True, check=True)
    return [Path(name) for name in os.fsdecode(ended.stdout).split("\0") if name]


def _by_walking(root: Path) -> list[Path]:
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found += [(Path(folder) / name).relative_to(root) for name in names if not name.endswith(".pyc")]
    return found


def tree(root: Path) -> Tree:
    """The text files of a checkout; of any other folder (an unpacked archive) all of its text files."""
    listed = _by_git(root) if (root / ".git").exists() else _by_walking(root)
    present = {path for path in listed if path.suffix.lower() in TEXT and (root / path).is_file()}
    return Tree(root, tuple(sorted(present)))
