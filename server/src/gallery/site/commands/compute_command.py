"""`commonplace compute WHAT`: make anew what is computed from what is kept; stopped, it keeps what it did."""

import argparse
import sys
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gallery.lib.errors import Invalid
from gallery.site.opening import open_gallery

Tell = Callable[[int, int], None]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to compute."""
    parser.add_argument(
        "what", nargs="?", choices=["health", "similarity", "recommendations"], help="what to make anew"
    )
    parser.add_argument("--all", action="store_true", help="everything that can be computed")


def run(given: argparse.Namespace) -> int:
    """Compute it."""
    if given.what is None and not given.all:
        raise Invalid("say what to compute, such as health, or --all.")
    open_gallery()
    for name, compute in _COMPUTED.items():
        if given.all or given.what == name:
            compute()
    return 0


def _health() -> None:
    """The sums from the records, then the health of every notebook from its sums."""
    from gallery.executions.summing import rebuild  # noqa: PLC0415 — needs the models
    from gallery.health.refreshing import compute_all  # noqa: PLC0415

    with _bars() as bar:
        rebuild(_progress(bar, "Summing up records"))
        done = compute_all(_progress(bar, "Computing health"))
    sys.stdout.write(f"health of {done} notebooks computed\n")


def _similarity() -> None:
    """Which notebooks are alike."""
    from gallery.recommendations.similarity import compute_similarity  # noqa: PLC0415 — needs the models

    with _bars() as bar:
        pairs = compute_similarity(_progress(bar, "Comparing notebooks"))
    sys.stdout.write(f"{pairs} pairs of similar notebooks kept\n")


def _recommendations() -> None:
    """What is in demand, who uses what others use, and from that what is recommended."""
    from gallery.notebooks.trends import compute_trends  # noqa: PLC0415 — needs the models
    from gallery.recommendations.readership import compute_readership  # noqa: PLC0415
    from gallery.recommendations.refreshing import compute_people  # noqa: PLC0415

    with _bars() as bar:
        compute_trends()
        compute_readership(_progress(bar, "Comparing readers"))
        done = compute_people(_progress(bar, "Recommending"))
    sys.stdout.write(f"recommendations for {done} people computed\n")


_COMPUTED = {"health": _health, "similarity": _similarity, "recommendations": _recommendations}


def _bars() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


def _progress(bar: Progress, words: str) -> Tell:
    """A bar of its own, which moves as it is told."""
    task = bar.add_task(words, total=None)
    return lambda done, total: bar.update(task, completed=done, total=total)
