"""`commonplace chores`: what is due again and again, once or for as long as the gallery runs."""

import argparse
import sys
import time

from gallery.site.opening import open_gallery


def arguments(parser: argparse.ArgumentParser) -> None:
    """Once by default."""
    parser.add_argument("--stay", action="store_true", help="go on until stopped, as `commonplace up` lets it")


def run(given: argparse.Namespace) -> int:
    """Do everything now, or each thing when it is due."""
    open_gallery()
    from gallery.site.chores import do_due, go_on_for_ever  # noqa: PLC0415 — needs the models

    if given.stay:
        go_on_for_ever()
    for name in do_due({}, time.monotonic()):
        sys.stdout.write(f"{name}: done\n")
    return 0
