"""`commonplace check`: what is wrong with the settings, a line each."""

import argparse
import sys

from gallery.site.checks import complaints


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(given: argparse.Namespace) -> int:
    """Print each complaint; 1 if there is one."""
    found = complaints()
    for line in found or ["Everything that can be checked without starting is in order."]:
        sys.stdout.write(line + "\n")
    return 1 if found else 0
