"""`commonplace token create USER`: prints the token alone."""

import argparse
import sys

from gallery.lib.permissions import Permission
from gallery.site.opening import open_gallery


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose, for what, for how long."""
    parser.add_argument("verb", choices=["create"])
    parser.add_argument("user", help="the person's name")
    parser.add_argument(
        "--scope",
        action="append",
        choices=[str(one) for one in Permission],
        help="repeat for several; all by default",
    )
    parser.add_argument("--days", type=int, default=None, help="ends after so many days; never by default")
    parser.add_argument("--name", default="command line", help="what it is for")


def run(given: argparse.Namespace) -> int:
    """Make the token and print its secret."""
    open_gallery()
    from gallery.accounts.actions import person_named  # noqa: PLC0415 — needs the models
    from gallery.accounts.tokens import create_token  # noqa: PLC0415

    scopes = [Permission(scope) for scope in given.scope or list(Permission)]
    _, secret = create_token(owner=person_named(given.user), name=given.name, scopes=scopes, days=given.days)
    sys.stdout.write(secret + "\n")
    return 0
