"""Reads the file that names the sign-in providers, and explains what is wrong with it, a line for each thing.

Needs no database and no settings of Django: `commonplace check` reads the file before anything else is there.
"""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gallery.identity.entries import Entry
from gallery.identity.providers import (
    ClaimNames,
    Creation,
    LdapProvider,
    OAuthProvider,
    OpenIdProvider,
    Provider,
    SamlProvider,
)

NAME = "COMMONPLACE_SIGN_IN"


def read_providers(path: Path | None, env: Mapping[str, str]) -> tuple[tuple[Provider, ...], list[str]]:
    """The providers, and one line for each thing that is wrong. Only without complaints may they be used."""
    if path is None:
        return (), []
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return (), [f"{NAME}={path} cannot be read: {error.strerror}."]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return (), [f"{NAME}={path} is not a TOML file: {error}."]
    tables, more = said.pop("provider", []), [f"{NAME}={path}: {name} is not known." for name in said]
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        return (), [f"{NAME}={path} names no provider: each begins with a line [[provider]]."]
    entries = [Entry(table, number, path, env) for number, table in enumerate(tables, 1)]
    providers = [_provider(entry) for entry in entries]
    complaints = [line for entry in entries for line in entry.complaints]
    found = tuple(provider for provider in providers if provider is not None)
    return found, [*more, *(f"{NAME}={path}: {line}" for line in [*complaints, *_repeated(found)])]


def _repeated(providers: tuple[Provider, ...]) -> list[str]:
    """Two providers that could speak for the same identity, or be taken for each other."""
    lines = []
    for what in ("key", "issuer", "title"):
        values = [getattr(provider, what) for provider in providers]
        lines += [f"two providers have the same {what}, {value}." for value in {*values} if values.count(value) > 1]
    return lines


def _provider(entry: Entry) -> Provider | None:
    kind = entry.choice("kind", tuple(KINDS))
    made = KINDS[kind](entry) if kind in KINDS else None
    if kind in KINDS:
        entry.complain_about_the_rest()
    return made


def _names(entry: Entry, username: str, full_name: str, email: str) -> ClaimNames:
    return ClaimNames(
        username=entry.text("username", username),
        full_name=entry.text("full_name", full_name),
        email=entry.text("email", email),
        groups=entry.text("groups_claim", ""),
        organisation=entry.text("organisation_claim", ""),
        attributes=entry.text("attributes_claim", ""),
    )


def _openid(entry: Entry) -> Provider:
    return OpenIdProvider(
        **_common(entry),
        issuer=entry.address("issuer"),
        names=_names(entry, "preferred_username", "name", "email"),
        client_id=entry.text("client_id"),
        client_secret=entry.secret("client_secret"),
        scopes=entry.texts("scopes", ("openid", "profile", "email")),
        hub_client_id=entry.text("hub_client_id", ""),
    )


def _oauth(entry: Entry) -> Provider:
    authorize = entry.address("authorize_url")
    return OAuthProvider(
        **_common(entry),
        issuer=entry.text("issuer", authorize),
        names=_names(entry, "login", "name", "email"),
        client_id=entry.text("client_id"),
        client_secret=entry.secret("client_secret"),
        scopes=entry.texts("scopes", ()),
        authorize_url=authorize,
        token_url=entry.address("token_url"),
        userinfo_url=entry.address("userinfo_url"),
        subject=entry.text("subject"),
    )


def _ldap(entry: Entry) -> Provider:
    base = entry.text("base")
    provider = LdapProvider(
        **_common(entry),
        issuer=entry.text("issuer", f"ldap:{base.lower()}"),
        names=_names(entry, "uid", "cn", "mail"),
        url=entry.ldap_address("url"),
        start_tls=entry.flag("start_tls", False),
        ca_file=entry.file("ca_file", optional=True),
        bind_dn=entry.text("bind_dn", ""),
        bind_password=entry.secret("bind_password", optional=True),
        base=base,
        filter=entry.search("filter", "(uid={name})", "{name}"),
        subject=entry.text("subject", "entryUUID"),
        groups_base=entry.text("groups_base", ""),
        groups_filter=entry.search("groups_filter", "(member={dn})", "{dn}", "{name}"),
        groups_name=entry.text("groups_name", "cn"),
    )
    entry.demand_encryption(provider.url, provider.start_tls)
    return provider


def _saml(entry: Entry) -> Provider:
    return SamlProvider(
        **_common(entry),
        issuer=entry.text("issuer"),
        names=_names(entry, "uid", "displayName", "mail"),
        metadata_file=entry.file("metadata_file") or Path(),
        entity_id=entry.text("entity_id", ""),
        subject=entry.text("subject", "NameID"),
    )


def _common(entry: Entry) -> dict[str, Any]:
    speaks_of_groups = bool(entry.peek("groups_claim") or entry.peek("groups_base"))
    allowed, admin = entry.texts("allowed_groups", ()), entry.text("admin_group", "")
    if (allowed or admin) and not speaks_of_groups:
        entry.complain("allowed_groups and admin_group need groups_claim (for ldap also groups_base will do)")
    return {
        "key": entry.key(),
        "title": entry.text("title"),
        "allowed_groups": frozenset(allowed),
        "admin_group": admin,
        "create": Creation(entry.choice("create", tuple(Creation), Creation.YES) or Creation.NO),
    }


KINDS: dict[str, Callable[[Entry], Provider]] = {"oidc": _openid, "oauth2": _oauth, "ldap": _ldap, "saml": _saml}
