"""Libraries that cost time to import, or may be absent: imported at the moment of their use."""

from importlib import import_module
from typing import Any

from commonplace.errors import MissingLibrary
from commonplace.translation import _, marked

HELP = marked("Ask whoever runs this environment to install it.")


def library(name: str, purpose: str) -> Any:
    """The library; raises MissingLibrary with what it is for where it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:
            raise
    missing = name.partition(".")[0]
    raise MissingLibrary(
        _("The library {missing} is not installed here; it is needed for {purpose}. {help}").format(
            missing=missing, purpose=purpose, help=_(HELP)
        )
    )
