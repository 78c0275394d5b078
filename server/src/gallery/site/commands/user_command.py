"""`commonplace user create|deactivate|reactivate|make-admin`."""

import argparse
import getpass
import sys

from gallery.site.opening import open_gallery

BY = "command line"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Name, and for a new person the rest."""
    parser.add_argument("verb", choices=["create", "deactivate", "reactivate", "make-admin"])
    parser.add_argument("name", help="the name in addresses, such as ada")
    parser.add_argument("--full-name", default="", help="as colleagues know them")
    parser.add_argument("--email", default="")
    parser.add_argument("--admin", action="store_true", help="an administrator")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def run(given: argparse.Namespace) -> int:
    """Make or change the person."""
    open_gallery()
    from gallery.accounts import actions  # noqa: PLC0415 — needs the models
    from gallery.accounts.administrators import make_administrator  # noqa: PLC0415

    if given.verb == "create":
        return _create(given)
    verbs = {"deactivate": actions.deactivate, "reactivate": actions.reactivate, "make-admin": make_administrator}
    verbs[given.verb](person=actions.person_named(given.name), by=BY)
    return 0


def _create(given: argparse.Namespace) -> int:
    from gallery.accounts.actions import create_person  # noqa: PLC0415

    password = sys.stdin.readline().rstrip("\n") if given.password_stdin else getpass.getpass("Password: ")
    create_person(
        name=given.name,
        full_name=given.full_name,
        email=given.email,
        password=password,
        admin=given.admin,
        by=BY,
    )
    return 0
