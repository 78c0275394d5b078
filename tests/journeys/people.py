"""Make people by the verbs of the command line, all in one process: `python -m tests.journeys.people ADA BEN …`.

Prints a token of each. That the commands themselves do it is the subject of `test_command_line`.
"""

import json
import os
import sys

from gallery.site.opening import open_gallery

PASSWORD = "a-long-password"


def main(names: list[str]) -> None:
    """Make them."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "gallery.site.settings"
    open_gallery()
    from gallery.accounts.actions import create_person
    from gallery.accounts.tokens import create_token
    from gallery.lib.permissions import Permission

    tokens = {}
    for name in names:
        person = create_person(
            name=name, full_name=name.title(), email="", password=PASSWORD, admin=False, by="command line"
        )
        _, tokens[name] = create_token(owner=person, name="command line", scopes=list(Permission), days=None)
    sys.stdout.write(json.dumps(tokens))


if __name__ == "__main__":
    main(sys.argv[1:])
