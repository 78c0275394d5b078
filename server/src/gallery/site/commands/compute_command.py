"""`commonplace compute WHAT`: make anew what is computed from what is kept; stopped, it keeps what it did."""

import argparse
import sys

from gallery.lib.errors import Invalid
from gallery.site.bars import bars, progress_in
from gallery.site.opening import open_gallery


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

    with bars() as bar:
        rebuild(progress_in(bar, "Summing up records"))
        done = compute_all(progress_in(bar, "Computing health"))
    sys.stdout.write(f"health of {done} notebooks computed\n")


def _similarity() -> None:
    """Which notebooks are alike."""
    from gallery.recommendations.similarity import compute_similarity  # noqa: PLC0415 — needs the models

    with bars() as bar:
        pairs = compute_similarity(progress_in(bar, "Comparing notebooks"))
    sys.stdout.write(f"{pairs} pairs of similar notebooks kept\n")


def _recommendations() -> None:
    """What is in demand, who uses what others use, and from that what is recommended."""
    from gallery.notebooks.trends import compute_trends  # noqa: PLC0415 — needs the models
    from gallery.recommendations.readership import compute_readership  # noqa: PLC0415
    from gallery.recommendations.refreshing import compute_people  # noqa: PLC0415

    with bars() as bar:
        compute_trends()
        compute_readership(progress_in(bar, "Comparing readers"))
        done = compute_people(progress_in(bar, "Recommending"))
    sys.stdout.write(f"recommendations for {done} people computed\n")


_COMPUTED = {"health": _health, "similarity": _similarity, "recommendations": _recommendations}
