"""`commonplace import PATH…`: folders, notebooks and archives, with a progress bar and a line for each failure."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gallery.site.opening import open_gallery

if TYPE_CHECKING:
    from gallery.notebooks.importing import Imported
    from gallery.notebooks.sources import Candidate


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to import, for whom, who may see it."""
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="folder, .ipynb, .zip or .tar.gz with metadata.json",
    )
    parser.add_argument("--owner", required=True, help="the person who owns the notebooks")
    parser.add_argument("--visibility", choices=["public", "private"], default="private")


def run(given: argparse.Namespace) -> int:
    """Import all; 1 if any file failed."""
    open_gallery()
    from gallery.accounts.actions import person_named  # noqa: PLC0415 — needs the models
    from gallery.notebooks.importing import import_all  # noqa: PLC0415
    from gallery.notebooks.models import Visibility  # noqa: PLC0415

    owner = person_named(given.owner)
    total, unreadable = _counted(given.paths)
    for line in unreadable:
        sys.stderr.write(line + "\n")
    counts = {"saved": 0, "known": 0, "failed": len(unreadable)}
    with _bar() as bar:
        results = import_all(_found(given.paths), owner=owner, visibility=Visibility(given.visibility))
        for result in bar.track(results, total=total):
            _tell(result, counts, bar.console)
    sys.stdout.write(_summary(counts) + "\n")
    return 1 if counts["failed"] else 0


def _candidates(path: Path) -> "Iterator[Candidate]":
    from django.conf import settings  # noqa: PLC0415

    from gallery.notebooks.sources import candidates  # noqa: PLC0415

    return candidates(path, settings.CONFIG.upload_bytes)


def _counted(paths: list[Path]) -> tuple[int, list[str]]:
    """How many files there are, and a line for each path that cannot be read. Nothing is read yet."""
    from gallery.notebooks.sources import Unreadable  # noqa: PLC0415

    total, unreadable = 0, []
    for path in paths:
        try:
            total += sum(1 for _ in _candidates(path))
        except Unreadable as error:
            unreadable.append(str(error))
    return total, unreadable


def _found(paths: list[Path]) -> "Iterator[Candidate]":
    from gallery.notebooks.sources import Unreadable  # noqa: PLC0415

    for path in paths:
        with suppress(Unreadable):  # told already by the count
            yield from _candidates(path)


def _bar() -> Progress:
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


def _tell(result: "Imported", counts: dict[str, int], console: Console) -> None:
    counts[result.outcome] += 1
    if result.outcome == "failed":
        console.print(f"{result.name}: {result.reason}", markup=False, highlight=False, soft_wrap=True)


def _summary(counts: dict[str, int]) -> str:
    return f"{counts['saved']} imported, {counts['known']} already there, {counts['failed']} failed"
