"""What a provider says about somebody, in our words."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gallery.directory.actions import Claims
from gallery.identity.providers import Provider
from gallery.identity.trouble import ProviderTrouble

_UNUSUAL = re.compile(r"[^a-z0-9._-]+")
LONGEST_NAME = 30  # leaves room for a suffix


@dataclass(frozen=True)
class Profile:
    """Issuer and subject say who it is; everything else describes."""

    issuer: str
    subject: str
    username: str
    full_name: str
    email: str
    claims: Claims
    session: str = ""  # what the provider calls its own session with this person

    @property
    def groups(self) -> frozenset[str]:
        """The groups named; none where the provider does not speak of groups."""
        return self.claims.groups or frozenset()


def profile_from(provider: Provider, subject: str, said: Mapping[str, Any]) -> Profile:
    """Translate what was said. A claim that is configured and missing counts as empty: rights never outlive it."""
    names = provider.names
    if not subject or len(subject) > 300:
        raise ProviderTrouble.unusable(provider, "it did not say who you are")
    if names.groups and names.groups in said.get("_claim_names", {}):
        raise ProviderTrouble.unusable(provider, "you are in more groups than it can tell; ask for fewer to be sent")
    groups, attributes = found(said, names.groups), found(said, names.attributes)
    organisation = first(said, names.organisation)
    return Profile(
        issuer=provider.issuer,
        subject=subject,
        username=suggested_name(first(said, names.username)),
        full_name=" ".join(first(said, names.full_name).split())[:150],
        email="" if str(said.get("email_verified", "")).lower() == "false" else first(said, names.email)[:254],
        claims=Claims(
            organisation=organisation if names.organisation else None,
            groups=frozenset(groups) if names.groups else None,
            attributes=frozenset(attributes) if names.attributes else None,
        ),
        session=first(said, "sid"),
    )


def found(said: Mapping[str, Any], name: str) -> list[str]:
    """All texts under a name; `realm.roles` also reaches into a table called realm."""
    value: Any = said.get(name) if name else None
    if value is None and "." in name:
        value = said
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
    values = value if isinstance(value, list | tuple) else [value]
    return [str(one) for one in values if isinstance(one, str | int) and not isinstance(one, bool) and str(one)]


def first(said: Mapping[str, Any], name: str) -> str:
    """The first text under a name, or an empty one."""
    return next(iter(found(said, name)), "").strip()


def suggested_name(wish: str) -> str:
    """A name for addresses, close to what the provider calls the person. Whether it is free is another question."""
    plain = unicodedata.normalize("NFKD", wish.split("@", maxsplit=1)[0]).encode("ascii", "ignore").decode().lower()
    name = _UNUSUAL.sub("-", plain).lstrip("0123456789._-")[:LONGEST_NAME].rstrip("-._")
    return name if len(name) >= 2 else "person"
