"""Places where files lie, such as s3://… and webhdfs://…: fsspec reaches them, opened from the person's session."""

from collections.abc import Mapping
from typing import Any

from commonplace.catalogue import SECRETS, Entry
from commonplace.credentials import FIELDS, Credentials
from commonplace.errors import MissingLibrary, WrongCatalogue
from commonplace.lazily import HELP, library
from commonplace.translation import _

# What each file system calls the fields of credentials.
WORDS: Mapping[str, Mapping[str, str]] = {
    "s3": {"user": "key", "password": "secret", "key": "key", "secret": "secret", "token": "token"},
    "webhdfs": {"user": "user", "password": "password", "token": "token"},
}
OTHERS = {"user": "username", "password": "password", "key": "key", "secret": "secret", "token": "token"}
ALIASES = {"s3a": "s3", "webHDFS": "webhdfs"}
# Arrow asks for exactly the bytes that it needs; reading ahead would fetch up to 50 MB around each of them.
SETTINGS: Mapping[str, Mapping[str, Any]] = {"s3": {"default_cache_type": "none", "default_fill_cache": False}}


def file_system(entry: Entry, given: Credentials) -> tuple[Any, str]:
    """The file system of a source and the path in it; None for a path on this machine.

    Raises MissingLibrary, and WrongCatalogue for an address that no library knows.
    """
    protocol, separator, __ = entry.location.partition("://")
    if not separator:
        return None, entry.location
    kind = _kind(entry.name, protocol)
    plain = ALIASES.get(protocol, protocol)
    options = {**SETTINGS.get(plain, {}), **_of_the_address(entry, kind), **_storage(entry)}
    # an instance of its own: fsspec keeps shared ones for ever, with what opened them
    return kind(skip_instance_cache=True, **options, **opened_by(plain, given)), kind._strip_protocol(entry.location)


def _kind(name: str, protocol: str) -> Any:
    fsspec = library("fsspec", _("the place of {name}").format(name=name))
    try:
        return fsspec.get_filesystem_class(protocol)
    except ImportError as error:
        needed = str(error)
    except ValueError:
        raise WrongCatalogue(
            _("The source “{name}” is wrong in the catalogue: no file system is called {protocol}://.").format(
                name=name, protocol=protocol
            )
        ) from None
    raise MissingLibrary(
        _("A library is not installed here; the source “{name}” needs it ({needed}). {help}").format(
            name=name, needed=needed, help=_(HELP)
        )
    )


def _of_the_address(entry: Entry, kind: Any) -> dict[str, Any]:
    """Host and port, where the file system wants them apart."""
    told = dict(kind._get_kwargs_from_urls(entry.location))
    if told.get("password"):
        raise _with_a_password(entry, "location")
    return told


def _storage(entry: Entry) -> dict[str, Any]:
    options = dict(entry.options.get("storage", {}))
    if SECRETS & set(options):
        raise _with_a_password(entry, "storage")
    return options


def _with_a_password(entry: Entry, where: str) -> WrongCatalogue:
    return WrongCatalogue(
        _(
            "The source “{name}” is wrong in the catalogue: its {where} holds a password; name its credentials instead."
        ).format(name=entry.name, where=where)
    )


def opened_by(protocol: str, given: Credentials) -> dict[str, str]:
    """What opens a file system, in its own words."""
    words = WORDS.get(protocol, OTHERS)
    fields = [field for field in FIELDS if field in words and given.get(field)]
    if protocol == "webhdfs" and "token" in fields:
        fields = ["token"]  # a delegation token says itself whose it is, and refuses to be told
    return {words[field]: given.get(field) or "" for field in fields}
