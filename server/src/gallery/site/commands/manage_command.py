"""`commonplace manage …`: Django's own commands with the gallery's settings."""

import argparse

from django.core.management import execute_from_command_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is passed on."""
    parser.add_argument("words", nargs=argparse.REMAINDER, help="a command of Django, such as migrate")


def run(given: argparse.Namespace) -> int:
    """Run it."""
    execute_from_command_line(["commonplace manage", *given.words])
    return 0
