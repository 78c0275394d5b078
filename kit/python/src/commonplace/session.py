"""Who is working here, in which notebook, and with which groups: read from the environment, each time anew.

The kit decides nothing that protects data. Whoever runs a kernel can set these variables; what keeps data safe is
the password of the source, which only those hold who may read it.
"""

import os
from dataclasses import dataclass

from commonplace.errors import WrongCatalogue
from commonplace.translation import _

CATALOGUE = "COMMONPLACE_SOURCES"
CREDENTIALS = "COMMONPLACE_CREDENTIALS"
CHECKPOINTS = "COMMONPLACE_CHECKPOINTS"
PACKAGES = "COMMONPLACE_PACKAGES"
GROUPS = "COMMONPLACE_GROUPS"
PERSON = ("COMMONPLACE_USER", "JUPYTERHUB_USER", "USER")
NOTEBOOK = ("COMMONPLACE_NOTEBOOK", "JPY_SESSION_NAME")  # the second is set by every Jupyter server


@dataclass(frozen=True)
class Session:
    """The person, their groups, and the notebook; empty words where nobody said."""

    person: str
    notebook: str
    groups: frozenset[str]


def session() -> Session:
    """The session of this kernel.

    >>> import os
    >>> os.environ["COMMONPLACE_USER"] = "ada"
    >>> session().person
    'ada'
    """
    groups = (word.strip() for word in os.environ.get(GROUPS, "").split(","))
    return Session(_first(PERSON), _first(NOTEBOOK), frozenset(filter(None, groups)))


def _first(names: tuple[str, ...]) -> str:
    return next((os.environ[name] for name in names if os.environ.get(name)), "")


def catalogue_path() -> str:
    """Where the catalogue is; raises WrongCatalogue where nobody said."""
    path = os.environ.get(CATALOGUE, "")
    if not path:
        raise WrongCatalogue(
            _(
                "This environment knows no data sources: {setting} does not name a catalogue. Ask whoever runs it."
            ).format(setting=CATALOGUE)
        )
    return path
