"""`commonplace user create|deactivate`."""

import argparse
import getpass
import sys

from gallery.site.opening import open_gallery


def arguments(parser: argparse.ArgumentParser) -> None:
    """Name, and for a new person the rest."""
    parser.add_argument("verb", choices=["create", "deactivate"])
    parser.add_argument("name", help="the name in addresses, such as ada")
    parser.add_argument("--full-name", default="", help="as colleagues know them")
    parser.add_argument("--email", default="")
    parser.add_argument("--admin", action="store_true", help="an administrator")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def run(given: argparse.Namespace) -> int:
    """Make or deactivate the person."""
    open_gallery()
    from gallery.accounts.actions import create_person, deactivate, person_named  # noqa: PLC0415 — needs the models

    if given.verb == "deactivate":
        deactivate(person=person_named(given.name), by="command line")
        return 0
    password = sys.stdin.readline().rstrip("\n") if given.password_stdin else getpass.getpass("Password: ")
    create_person(
        name=given.name,
        full_name=given.full_name,
        email=given.email,
        password=password,
        admin=given.admin,
        by="command line",
    )
    return 0
