"""The operator's catalogue: which data sources there are, where they are, and who may use them.

One TOML file, named by `COMMONPLACE_SOURCES`, with a table for each source:

    [sources."plays.daily"]
    description = "Plays by title, country and day"
    owner = "Playback data, playback@example.org"
    driver = "parquet"
    location = "/data/plays/daily"
    groups = ["analysts"]          # or "everybody"; there is no default
    refreshed = "every morning at 6"
    size = "2 billion rows"
    large = true                   # reads start with a sample
    credentials = "plays"          # a name; never a password
"""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonplace.errors import SourceDenied, SourceNotFound, WrongCatalogue
from commonplace.session import catalogue_path, session
from commonplace.translation import _

EVERYBODY = "everybody"
NEEDED = ("description", "owner", "driver", "location", "groups")
TEXTS = ("description", "owner", "driver", "location", "refreshed", "size", "credentials")
SECRETS = {"password", "token", "secret"}


@dataclass(frozen=True)
class Entry:
    """What the catalogue says about one source."""

    name: str
    description: str
    owner: str
    driver: str
    location: str = field(repr=False)  # if a password is in it by mistake, no traceback shows it
    groups: frozenset[str]
    refreshed: str = ""
    size: str = ""
    large: bool = False
    credentials: str = ""
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)  # what the driver wants to know besides

    def is_for(self, groups: frozenset[str]) -> bool:
        """True if somebody in these groups may use it."""
        return EVERYBODY in self.groups or bool(self.groups & groups)


def entries() -> dict[str, Entry]:
    """Every source of the catalogue; raises WrongCatalogue with the one thing to mend first."""
    path = Path(catalogue_path())
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongCatalogue(
            _("The catalogue of data sources at {path} cannot be read: {strerror}.").format(
                path=path, strerror=error.strerror
            )
        ) from None
    except ValueError as error:
        raise WrongCatalogue(
            _("The catalogue of data sources at {path} is not valid TOML: {error}.").format(path=path, error=error)
        ) from None
    tables = read.get("sources", {})
    if not isinstance(tables, dict):
        raise WrongCatalogue(
            _('The catalogue at {path} must have a table [sources."name"] for each source.').format(path=path)
        )
    return {name: _entry(name, table) for name, table in tables.items()}


def _entry(name: str, table: Any) -> Entry:
    if not isinstance(table, dict):
        raise _wrong(name, _("it is no table"))
    for word in NEEDED:
        if not table.get(word):
            raise _wrong(
                name,
                _('it has no groups ("{everybody}" is possible)').format(everybody=EVERYBODY)
                if word == "groups"
                else _("it has no {word}").format(word=word),
            )
    for word in TEXTS:
        if not isinstance(table.get(word, ""), str):
            raise _wrong(name, _("its {word} is no text").format(word=word))
    if SECRETS & set(table):
        raise _wrong(name, _("it holds a password or token; name its credentials instead"))
    if not isinstance(table.get("large", False), bool):
        raise _wrong(name, _("large is true or false"))
    known = {word: table[word] for word in (*TEXTS, "large") if word in table}
    others = {word: value for word, value in table.items() if word not in {*known, "groups"}}
    return Entry(name=name, groups=_groups(name, table["groups"]), options=others, **known)


def _groups(name: str, given: Any) -> frozenset[str]:
    if given == EVERYBODY:
        return frozenset({EVERYBODY})
    if isinstance(given, list) and all(isinstance(group, str) for group in given):
        return frozenset(given)
    raise _wrong(name, _('its groups are neither a list of names nor "{everybody}"').format(everybody=EVERYBODY))


def _wrong(name: str, why: str) -> WrongCatalogue:
    return WrongCatalogue(
        _("The source “{name}” is wrong in the catalogue: {why}. Ask whoever keeps the catalogue.").format(
            name=name, why=why
        )
    )


def allowed() -> list[Entry]:
    """The sources that this person may use, by name."""
    groups = session().groups
    return [entry for _, entry in sorted(entries().items()) if entry.is_for(groups)]


def entry_named(name: str) -> Entry:
    """The source of this name.

    Raises SourceNotFound with the nearest names that the person may use, and SourceDenied with whom to ask.
    """
    found = entries().get(name)
    if found is None:
        near = difflib.get_close_matches(name, [entry.name for entry in allowed()], cutoff=0.5)
        meant = (
            _("Did you mean {listed}?").format(listed=_(" or ").join(near))
            if near
            else _("cp.sources() lists what you may use.")
        )
        raise SourceNotFound(_("There is no data source “{name}”. {meant}").format(name=name, meant=meant))
    if not found.is_for(session().groups):
        raise SourceDenied(
            _("You may not use the source “{name}” yet. Ask {owner}.").format(name=name, owner=found.owner)
        )
    return found
