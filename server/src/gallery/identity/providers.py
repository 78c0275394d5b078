"""The sign-in providers that the operator configured: one class for each kind."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from django.conf import settings

from gallery.lib.errors import NotThere


class Creation(StrEnum):
    """What happens to somebody whom the provider knows and the gallery does not."""

    YES = "yes"
    APPROVAL = "approval"
    NO = "no"


@dataclass(frozen=True)
class ClaimNames:
    """Under which names a provider tells what; empty where it does not tell it."""

    username: str
    full_name: str
    email: str
    groups: str = ""
    organisation: str = ""
    attributes: str = ""


@dataclass(frozen=True)
class Provider:
    """What all kinds have in common. `issuer` and a subject together are an identity."""

    kind: ClassVar[str]
    by_button: ClassVar[bool] = True  # otherwise through name and password

    key: str
    title: str
    issuer: str
    names: ClaimNames
    allowed_groups: frozenset[str]
    admin_group: str
    create: Creation


@dataclass(frozen=True)
class OpenIdProvider(Provider):
    """OpenID Connect: everything else is found at the issuer."""

    kind = "oidc"

    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...]
    hub_client_id: str


@dataclass(frozen=True)
class OAuthProvider(Provider):
    """OAuth 2 without identity tokens: who it is, is asked at an address of the provider."""

    kind = "oauth2"

    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...]
    authorize_url: str
    token_url: str
    userinfo_url: str
    subject: str


@dataclass(frozen=True)
class LdapProvider(Provider):
    """A directory that checks name and password."""

    kind = "ldap"
    by_button = False

    url: str
    start_tls: bool
    ca_file: Path | None
    bind_dn: str
    bind_password: str = field(repr=False)
    base: str
    filter: str
    subject: str
    groups_base: str
    groups_filter: str
    groups_name: str


@dataclass(frozen=True)
class SamlProvider(Provider):
    """SAML 2.0: what the identity provider looks like is told by its metadata."""

    kind = "saml"

    metadata_file: Path
    entity_id: str
    subject: str


def all_providers() -> tuple[Provider, ...]:
    """Every provider, in the order of the file."""
    found: tuple[Provider, ...] = settings.SIGN_IN
    return found


def provider_called(key: str) -> Provider:
    """The provider with this key; otherwise the request ends."""
    for provider in all_providers():
        if provider.key == key:
            return provider
    raise NotThere("This gallery has no such way to sign in.")
