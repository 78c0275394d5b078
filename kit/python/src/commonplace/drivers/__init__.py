"""Drivers: one for each kind of place where data lies, found as plug-ins by their name in the catalogue.

Another distribution adds one with an entry point in the group `commonplace.drivers` that names a class like `Driver`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

from commonplace.asking import Column, Request, need_columns
from commonplace.catalogue import Entry
from commonplace.credentials import Credentials
from commonplace.errors import MissingLibrary, WrongCatalogue
from commonplace.lazily import HELP
from commonplace.translation import _

if TYPE_CHECKING:
    import pyarrow as pa

GROUP = "commonplace.drivers"


@dataclass(frozen=True)
class Measured:
    """What a driver can tell about its data without reading it."""

    bytes: int
    changed: datetime


class Driver(ABC):
    """Reads one source. It lives for one question, so that nothing holds the credentials afterwards.

    Libraries may raise what they like: the caller turns it into a sentence without secrets.
    """

    def __init__(self, entry: Entry, given: Credentials) -> None:
        """Take what the catalogue says and what opens the source; ask nothing yet."""
        self.entry = entry
        self.given = given

    @abstractmethod
    def schema(self) -> tuple[Column, ...]:
        """The columns and their types."""

    @abstractmethod
    def read(self, asked: Request) -> "pa.Table":
        """The rows that were asked for; the work is left to the engine where it can do it."""

    @abstractmethod
    def sql(self, statement: str, values: Mapping[str, Any]) -> "pa.Table":
        """The answer to a statement in which the data is called `source` and values are written `:name`."""

    def check(self, asked: Request) -> None:
        """Raise WrongRequest where the request names a column that is not there."""
        need_columns(self.entry.name, asked, self.schema())

    def close(self) -> None:  # noqa: B027 - most drivers have nothing to let go of
        """Let go of connections; called when the question is answered or has failed."""

    def measured(self) -> Measured | None:
        """Size and age, where they can be had at once."""
        return None

    def option(self, name: str) -> str:
        """A text that the catalogue must hold for this driver; raises WrongCatalogue without it."""
        value = self.entry.options.get(name)
        if not isinstance(value, str) or not value:
            raise WrongCatalogue(
                _("The source “{name}” is wrong in the catalogue: it has no {word}.").format(
                    name=self.entry.name, word=name
                )
            )
        return value


@cache
def _plugins() -> dict[str, EntryPoint]:
    """The installed drivers; looking through all distributions takes longer than reading a small file."""
    return {point.name: point for point in entry_points(group=GROUP)}


def driver_of(entry: Entry, given: Credentials) -> Driver:
    """The driver that the catalogue names; raises WrongCatalogue where there is none of that name."""
    found = _plugins()
    if entry.driver not in found:
        raise WrongCatalogue(
            _(
                "The source “{name}” is wrong in the catalogue: there is no driver “{driver}”; there are {listed}."
            ).format(name=entry.name, driver=entry.driver, listed=", ".join(sorted(found)))
        )
    try:
        kind = found[entry.driver].load()
    except ModuleNotFoundError as error:
        missing = error.name
    else:
        made: Driver = kind(entry, given)
        return made
    raise MissingLibrary(
        _("The library {missing} is not installed here; the source “{name}” needs it. {help}").format(
            missing=missing, name=entry.name, help=_(HELP)
        )
    )
