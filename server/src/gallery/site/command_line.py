"""The command `commonplace`: reads the words, runs one command, says errors in one line."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from gallery.lib.errors import GalleryError
from gallery.site.config import WrongSetting

COMMANDS = {
    "up": "start the gallery, its worker and the hub",
    "check": "explain what is wrong with the settings, a line each",
    "import": "bring in notebooks from files, folders and archives",
    "export": "write notebooks into an archive",
    "evaluate": "measure how well search finds and recommendations guess",
    "simulate": "make up a large organisation, to look at, to load, or to measure recommendations on",
    "user": "make a person, deactivate, reactivate, or make an administrator",
    "token": "make a personal token",
    "key": "change the key with which the gallery signs who somebody is",
    "compute": "make anew what is computed from records, such as the health of notebooks",
    "chores": "send the daily mails, and forget what has expired",
    "manage": "run one of Django's own commands",
}


class CommandFailed(Exception):
    """The command could not do its work; the message is the one line that people see."""


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments; the reference page is drawn from this."""
    top = argparse.ArgumentParser(prog="commonplace", description="The Commonplace notebook gallery.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, meaning in COMMANDS.items():
        module = import_module(f"gallery.site.commands.{name}_command")
        module.arguments(commands.add_parser(name, help=meaning, description=meaning.capitalize() + "."))
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gallery.site.settings")
    given = parser().parse_args(words)
    try:
        return int(import_module(f"gallery.site.commands.{given.command}_command").run(given))
    except (CommandFailed, WrongSetting, GalleryError, ImproperlyConfigured, OSError) as error:
        sys.stderr.write(f"commonplace {given.command}: {error}\n")
        return 1
    except DatabaseError as error:
        sys.stderr.write(f"commonplace {given.command}: the database says: {str(error).splitlines()[0]}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(f"commonplace {given.command}: stopped; what was finished is kept.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
