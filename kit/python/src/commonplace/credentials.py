"""Passwords and tokens: looked up when a source is asked, kept by nobody, shown nowhere.

They come from the environment (`COMMONPLACE_CREDENTIAL_<NAME>_PASSWORD`, `_USER`, `_TOKEN`, `_KEY`, `_SECRET`) or
from the file that `COMMONPLACE_CREDENTIALS` names, which nobody else may be able to read.
"""

import base64
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import quote, quote_plus

from commonplace.errors import KitError, SourceFailed, WrongCatalogue
from commonplace.logs import unlogged
from commonplace.session import CREDENTIALS
from commonplace.translation import _

FIELDS = ("user", "password", "token", "key", "secret")
PUBLIC = {"user"}
HIDDEN = "•••"
Answer = TypeVar("Answer")


class Credentials:
    """What opens one source. Printing, copying and pickling it gives nothing away."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, str]) -> None:
        """Keep the fields; none at all for a source that needs none."""
        self._fields = dict(fields)

    def __repr__(self) -> str:
        """Only which fields there are."""
        return f"Credentials({', '.join(sorted(self._fields))})"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled."""
        raise TypeError("Credentials are not written anywhere.")

    def get(self, field: str) -> str | None:
        """One field, or None. Never bind it to a name: a traceback may show the names of a function."""
        return self._fields.get(field)

    def __bool__(self) -> bool:
        """True where there is something to keep secret."""
        return bool(set(self._fields) - PUBLIC)

    def redacted(self, text: str) -> str:
        """The text with every secret in it replaced, in whatever way libraries spell secrets."""
        for spelled in sorted(self._spellings(), key=len, reverse=True):
            text = text.replace(spelled, HIDDEN)
        return text

    def _spellings(self) -> Iterator[str]:
        user = self._fields.get("user", "")
        for field, value in self._fields.items():
            if field not in PUBLIC and value:
                yield from (value, quote(value), quote(value, safe=""), quote_plus(value), repr(value)[1:-1])
                yield from (_base64(value), _base64(f"{user}:{value}"))


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def credentials(name: str) -> Credentials:
    """The credentials of this name; empty ones for no name. Raises WrongCatalogue where there are none."""
    if not name:
        return Credentials({})
    fields = {**_from_file(name), **_from_environment(name)}
    if not fields:
        raise WrongCatalogue(
            _(
                "There are no credentials “{name}” in this session: neither in the environment nor in the "
                "file that {setting} names. Ask whoever runs this environment."
            ).format(name=name, setting=CREDENTIALS)
        )
    return Credentials(fields)


def _from_environment(name: str) -> dict[str, str]:
    prefix = "COMMONPLACE_CREDENTIAL_" + re.sub(r"\W", "_", name).upper()
    found = {field: os.environ.get(f"{prefix}_{field.upper()}", "") for field in FIELDS}
    return {field: value for field, value in found.items() if value}


def _from_file(name: str) -> dict[str, str]:
    path = Path(os.environ.get(CREDENTIALS) or os.devnull)
    if path == Path(os.devnull):
        return {}
    wrong = _wrong_file(path)
    if wrong:
        raise WrongCatalogue(wrong)
    try:
        entry = tomllib.loads(path.read_text()).get(name, {})
        return {field: str(entry[field]) for field in FIELDS if field in entry}
    except (ValueError, AttributeError, TypeError):
        pass  # raised outside: the parser's error would carry the file's text along
    raise WrongCatalogue(
        _("The file of credentials at {path} is not written as TOML tables. Ask its owner to mend it.").format(
            path=path
        )
    )


def _wrong_file(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except OSError:
        return _("The file of credentials at {path} cannot be opened. Ask whoever runs this environment.").format(
            path=path
        )
    if mode & 0o077:
        return _("The file of credentials at {path} can be read by others and is not used: chmod 600 {path}").format(
            path=path
        )
    return ""


def guarded(name: str, given: Credentials, work: Callable[[], Answer]) -> Answer:
    """Do the work of a source; what its library complains about becomes a `SourceFailed` without secrets.

    The new error is raised outside of the handler on purpose. Inside, Python would chain the library's error to it,
    with the frames in which the library holds the password.
    """
    try:
        with unlogged(given):
            return work()
    except KitError as error:
        failure: BaseException = type(error)(given.redacted(str(error)))
    except KeyboardInterrupt:
        failure = KeyboardInterrupt(_("Stopped; nothing was changed."))
    except Exception as error:
        failure = SourceFailed(_sentence(name, given, error))
    raise failure


def _sentence(name: str, given: Credentials, error: Exception) -> str:
    origin: Any = getattr(error, "orig", None) or error  # SQLAlchemy keeps the database's own error there
    said = " ".join(given.redacted(str(origin)).split())
    return _("The source “{name}” could not answer ({kind}): {said}").format(
        name=name, kind=type(origin).__name__, said=said[:300] or _("it gave no reason")
    )
