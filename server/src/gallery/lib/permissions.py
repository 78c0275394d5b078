"""The one vocabulary of permissions: what a token or client may be allowed to do."""

from enum import StrEnum


class Permission(StrEnum):
    """A scope, spelled `resource:verb`; an unknown one cannot be made."""

    NOTEBOOKS_READ = "notebooks:read"
    NOTEBOOKS_WRITE = "notebooks:write"
    SHARES_READ = "shares:read"
    SHARES_WRITE = "shares:write"
    PEOPLE_READ = "people:read"
    GROUPS_WRITE = "groups:write"
    EXECUTIONS_WRITE = "executions:write"
    ENVIRONMENTS_WRITE = "environments:write"

    @property
    def described(self) -> str:
        """The words in which people read it."""
        return _DESCRIBED[self]


_DESCRIBED = {
    Permission.NOTEBOOKS_READ: "Find and read the notebooks that you may read",
    Permission.NOTEBOOKS_WRITE: "Save notebooks and new versions in your name",
    Permission.SHARES_READ: "See with whom your notebooks are shared",
    Permission.SHARES_WRITE: "Share your notebooks, and give them to others",
    Permission.PEOPLE_READ: "See people, groups and organisations",
    Permission.GROUPS_WRITE: "Change groups that you own",
    Permission.EXECUTIONS_WRITE: "Report how cells fared when you ran them",
    Permission.ENVIRONMENTS_WRITE: "Register and remove your Jupyter servers",
}
