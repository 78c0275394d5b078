"""With which token this server speaks to the gallery.

On a hub the person is signed in already: the hub keeps a fresh token. Elsewhere a personal token is pasted once.
"""

import os
import time
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import httpx

from commonplace_lab.errors import Trouble
from commonplace_lab.http import connection
from commonplace_lab.messages import _
from commonplace_lab.settings import Hub

KEPT_SECONDS = 60  # a page asks several times within a second; the hub need not hear each of them


class Credentials(Protocol):
    """Where the token comes from."""

    pasted: bool

    async def token(self) -> str:
        """Return a token; raise `Trouble` with reason `not-signed-in` where there is none."""

    def renew(self) -> bool:
        """After a refusal: forget what was remembered; True if asking again may help."""


class HubCredentials:
    """The token that the hub keeps, and refreshes, for the person whose server this is."""

    pasted = False

    def __init__(self, hub: Hub) -> None:
        """Nothing is asked before a token is needed."""
        self._hub = hub
        self._token = ""
        self._until = 0.0

    async def token(self) -> str:
        """Return the token, asked from the hub again once a minute."""
        if not self._token or time.monotonic() >= self._until:
            self._token = await self._ask()
            self._until = time.monotonic() + KEPT_SECONDS
        return self._token

    def renew(self) -> bool:
        """Ask the hub again next time."""
        known, self._token = bool(self._token), ""
        return known

    async def _ask(self) -> str:
        url = f"{self._hub.api_url}/users/{quote(self._hub.user, safe='')}"
        try:
            async with connection() as client:
                answer = await client.get(url, headers={"Authorization": f"token {self._hub.token}"})
            state = answer.raise_for_status().json().get("auth_state") or {}
            return str(state["access_token"])
        except (httpx.HTTPError, ValueError, KeyError, AttributeError) as error:
            sentence = _(
                "The hub could not confirm who you are. Your notebooks are kept; sign out of the hub and in again."
            )
            raise Trouble(sentence, reason="not-signed-in", status=403) from error


class PastedCredentials:
    """A personal token, kept in a file that only its owner can read."""

    pasted = True

    def __init__(self, file: Path) -> None:
        """`file` need not exist."""
        self._file = file

    async def token(self) -> str:
        """Return the kept token."""
        try:
            return self._file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeError):
            sentence = _("You are not signed in to the gallery. Open the Gallery panel and connect once.")
            raise Trouble(sentence, reason="not-signed-in", status=403) from None

    def renew(self) -> bool:
        """A pasted token does not change by itself."""
        return False

    def keep(self, token: str) -> None:
        """Keep a token in place of the one before, readable by its owner alone from its first moment on."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(token)
        fresh.replace(self._file)

    def forget(self) -> None:
        """Delete the token."""
        self._file.unlink(missing_ok=True)
