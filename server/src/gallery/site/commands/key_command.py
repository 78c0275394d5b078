"""`commonplace key rotate`: a new key for signing in to other applications."""

import argparse
import sys

from gallery.site.config import read_config


def arguments(parser: argparse.ArgumentParser) -> None:
    """The one verb."""
    parser.add_argument("verb", choices=["rotate"])


def run(given: argparse.Namespace) -> int:
    """Make a new key; what the old one signed is accepted until it expires."""
    from gallery.provider.keys import rotate_signing_key  # noqa: PLC0415 — only here

    rotate_signing_key(read_config().home)
    sys.stdout.write(
        "A new signing key is there. It counts from the next start; the old one is accepted for two hours.\n"
    )
    return 0
