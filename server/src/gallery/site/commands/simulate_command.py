"""`commonplace simulate`: a made-up organisation, into an empty gallery or into a log."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.lib.errors import Invalid
from gallery.site.bars import bars, progress_in
from gallery.site.opening import open_gallery

if TYPE_CHECKING:
    from gallery.simulation.world import World

LEAST = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """How large, and where to."""
    parser.add_argument("--people", type=int, default=10_000, help="how many (default: 10000)")
    parser.add_argument("--notebooks", type=int, default=100_000, help="how many (default: 100000)")
    parser.add_argument("--weeks", type=int, default=8, help="of use, up to today (default: 8)")
    parser.add_argument("--seed", type=int, default=0, help="another number makes another organisation (default: 0)")
    parser.add_argument(
        "--log", type=Path, metavar="FILE.csv", help="only write who used what, as `evaluate recommender` reads it"
    )


def run(given: argparse.Namespace) -> int:
    """Draw the organisation, and write it down."""
    if min(given.people, given.notebooks) < LEAST or given.weeks < 1 or given.seed < 0:
        raise Invalid(f"an organisation has at least {LEAST} people, {LEAST} notebooks and one week; seeds begin at 0.")
    if given.log is not None:
        return _log(given)
    open_gallery()
    from gallery.simulation.filling import fill  # noqa: PLC0415 — needs the models

    with bars() as bar:
        fill(_world(given), progress_in(bar, "Writing notebooks"))
    sys.stdout.write(
        f"{given.people} people and {given.notebooks} notebooks are there;"
        " `commonplace compute recommendations` makes their recommendations.\n"
    )
    return 0


def _log(given: argparse.Namespace) -> int:
    from gallery.simulation.log import write_log  # noqa: PLC0415 — NumPy takes a while to load

    sys.stdout.write(f"{write_log(_world(given), given.log)} events written to {given.log}\n")
    return 0


def _world(given: argparse.Namespace) -> "World":
    from gallery.simulation.world import Plan, simulated  # noqa: PLC0415 — NumPy takes a while to load

    return simulated(Plan(given.people, given.notebooks, given.weeks, seed=given.seed))
