"""The one vocabulary of permissions: what a token or client may be allowed to do."""

from enum import StrEnum


class Permission(StrEnum):
    """A scope, spelled `resource:verb`; an unknown one fails at import."""

    described: str

    def __new__(cls, value: str, described: str) -> "Permission":
        """Attach to each scope the words in which people read it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.described = described
        return member

    NOTEBOOKS_READ = "notebooks:read", "Find and read the notebooks that you may read"
    NOTEBOOKS_WRITE = "notebooks:write", "Save notebooks and new versions in your name"
    EXECUTIONS_WRITE = "executions:write", "Report how cells fared when you ran them"
    ENVIRONMENTS_WRITE = "environments:write", "Register and remove your Jupyter servers"
