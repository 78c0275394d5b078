"""One provider's table in the file: each value is taken out once, checked, and complained about by name."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

KEY = re.compile(r"[a-z][a-z0-9-]{0,38}")
THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}  # the one place where nobody can listen in between


class Entry:
    """A table `[[provider]]`. Whatever is wrong goes to `complaints`, and reading goes on."""

    def __init__(self, table: Mapping[str, Any], number: int, path: Path, env: Mapping[str, str]) -> None:
        """Paths in the table are relative to the file at `path`; secrets may come from `env`."""
        self._left = dict(table)
        self._folder, self._env = path.absolute().parent, env
        self._called = str(table.get("key") or f"number {number}")
        self.complaints: list[str] = []

    def complain(self, what: str) -> None:
        """Note something that is wrong, in words without a full stop."""
        self.complaints.append(f"provider {self._called}: {what}.")

    def complain_about_the_rest(self) -> None:
        """Names that nobody asked for: mostly a slip of the finger."""
        for name in self._left:
            self.complain(f"{name} is not known for this kind; see the guide on signing in with your organisation")

    def peek(self, name: str) -> object:
        """A value that is read again later."""
        return self._left.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        """A text; required where there is no default."""
        value = self._left.pop(name, default)
        if value is None or (value == "" and default is None):
            self.complain(f"{name} is missing")
        elif not isinstance(value, str):
            self.complain(f'{name} must be a text in quotes, such as {name} = "…"')
        else:
            return value
        return ""

    def texts(self, name: str, default: Sequence[str]) -> tuple[str, ...]:
        """A list of texts."""
        value = self._left.pop(name, list(default))
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.complain(f'{name} must be a list of texts, such as {name} = ["…", "…"]')
            return ()
        return tuple(value)

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self._left.pop(name, default)
        if not isinstance(value, bool):
            self.complain(f"{name} must be true or false, without quotes")
            return default
        return value

    def choice(self, name: str, among: Sequence[str], default: str | None = None) -> str:
        """One of several words."""
        value = self.text(name, default)
        if value and value not in among:
            self.complain(f"{name} = {value!r} is none of {', '.join(among)}")
            return ""
        return value

    def key(self) -> str:
        """The short name that stands in addresses and in the audit log."""
        value = self.text("key")
        if value and not KEY.fullmatch(value):
            self.complain("key must be a short name of lower-case letters, digits and hyphens")
        return value

    def address(self, name: str) -> str:
        """An address of the provider: https, or on this machine."""
        value = self.text(name)
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            self.complain(f"{name} = {value!r} is not an address like https://login.example.org")
        elif parts.scheme == "http" and parts.hostname not in THIS_MACHINE:
            self.complain(f"{name} = {value!r} must begin with https://, since tokens travel there")
        return value

    def ldap_address(self, name: str) -> str:
        """The address of a directory."""
        value = self.text(name)
        parts = urlsplit(value)
        if value and (parts.scheme not in {"ldap", "ldaps"} or not parts.hostname):
            self.complain(f"{name} = {value!r} is not an address like ldaps://ldap.example.org")
        return value

    def demand_encryption(self, url: str, start_tls: bool) -> None:
        """Passwords travel to a directory: never in the clear, except within this machine."""
        parts = urlsplit(url)
        if parts.scheme == "ldap" and not start_tls and parts.hostname not in THIS_MACHINE:
            self.complain("passwords would travel in the clear: use ldaps:// or start_tls = true")

    def search(self, name: str, default: str, *places: str) -> str:
        """An LDAP filter in which at least one of `places` stands."""
        value = self.text(name, default)
        if not any(place in value for place in places):
            self.complain(f"{name} = {value!r} does not contain {' or '.join(places)}")
        return value

    def file(self, name: str, *, optional: bool = False) -> Path | None:
        """A file that is there, relative to the file of providers."""
        value = self.text(name, "" if optional else None)
        if not value:
            return None
        path = self._folder / value
        if not path.is_file():
            self.complain(f"{name} = {value!r}: there is no such file")
        return path

    def secret(self, name: str, *, optional: bool = False) -> str:
        """A secret from an environment variable or a file; it never stands in the file of providers itself."""
        if self._left.pop(name, None) is not None:
            self.complain(f"{name} may not stand in this file: name a variable in {name}_env, or a file in {name}_file")
            return ""
        variable, kept = self.text(f"{name}_env", ""), self.file(f"{name}_file", optional=True)
        value = self._env.get(variable, "") if variable else self._content(f"{name}_file", kept)
        if variable and not value:
            self.complain(f"{name}_env = {variable!r}: this environment variable is not set")
        if not variable and kept is None and not optional:
            self.complain(f"{name}_env or {name}_file is missing")
        return value.strip()

    def _content(self, name: str, path: Path | None) -> str:
        if path is None or not path.is_file():
            return ""
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self.complain(f"{name} = {path.name!r} cannot be read")
            return ""
