"""Draws the page of permissions: what a credential may do, and what a person may do with a notebook."""

from gallery.lib.permissions import Permission
from gallery.notebooks.permissions import Role

from tools.reference.markdown import code, page, table
from tools.reference.routes import Route, routes

SCOPES = (
    "A token, or a client such as JupyterHub, is given *scopes*. A browser session has all of them. A scope never "
    "widens what its person may do: it can only make it less."
)
ROLES = (
    "What a person may do with a notebook is decided by one rule, in `gallery.notebooks.permissions`: see "
    "[need-to-know](../explanation/need-to-know.md). Each role includes those above it."
)


def draw() -> str:
    """The page."""
    every = list(routes())
    rows = ((code(one), one.described, _used(one, every)) for one in Permission)
    return page(
        "Permissions",
        "## Scopes of tokens",
        SCOPES,
        table(("Scope", "Meaning", "Calls that need it"), rows),
        "## Roles on a notebook",
        ROLES,
        "\n".join(f"{role.value}. {role.name.lower()}" for role in Role if role),
    )


def _used(scope: Permission, every: list[Route]) -> str:
    calls = [code(f"{route.method} {route.path}") for route in every if scope == route.scope]
    return ", ".join(calls) or "none yet"
