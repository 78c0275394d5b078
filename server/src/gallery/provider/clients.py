"""Clients of the OpenID provider: registered, changed, given a new secret, removed."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from oauth2_provider.models import get_application_model

from gallery.audit.actions import record
from gallery.lib.errors import Invalid, NotThere
from gallery.provider.ending import end_tokens
from gallery.provider.models import Registration
from gallery.provider.redirects import checked_addresses
from gallery.provider.scopes import DESCRIBED, FIRST_PARTY


@dataclass(frozen=True)
class ClientDetails:
    """What can be said of a client: its name, where people return to, and what it may ask for."""

    name: str
    redirect_uris: Sequence[str]
    scopes: Iterable[str]
    post_logout_redirect_uris: Sequence[str] = ()


@transaction.atomic
def register_client(*, details: ClientDetails, by: str, confidential: bool = True) -> tuple[Any, str]:
    """Make a client. Returns it and its secret, which is shown once and kept as a hash; "" for one without.

    Raises:
        Invalid: an address or a scope cannot be registered.
    """
    model = get_application_model()
    secret = secrets.token_urlsafe(32)
    client = model(client_id=secrets.token_hex(12), client_secret=secret, hash_client_secret=True)
    client.client_type = model.CLIENT_CONFIDENTIAL if confidential else model.CLIENT_PUBLIC
    client.authorization_grant_type, client.algorithm = model.GRANT_AUTHORIZATION_CODE, model.RS256_ALGORITHM
    _describe(client, details)
    client.save()  # a client without a secret keeps the hash of one that nobody has seen
    Registration.objects.create(
        client=client,
        scopes=_known(details.scopes),
        registered_by=by,
        secret_changed_at=timezone.now() if confidential else None,
    )
    _record(client, "client.registered", by, confidential=confidential)
    return client, secret if confidential else ""


@transaction.atomic
def change_client(*, client: Any, details: ClientDetails, by: str) -> None:
    """Change a client. Where it loses a scope or an address, everything that it holds ends.

    Raises:
        Invalid: an address or a scope cannot be registered, or the client is the house's own.
    """
    _must_be_foreign(client)
    registration = Registration.objects.select_for_update().get(client=client)
    before = {*registration.scopes, *client.redirect_uris.split()}
    _describe(client, details)
    client.save()
    registration.scopes = _known(details.scopes)
    registration.save(update_fields=["scopes"])
    if before - {*registration.scopes, *client.redirect_uris.split()}:
        end_tokens(client=client)
    _record(client, "client.changed", by, scopes=" ".join(registration.scopes))


@transaction.atomic
def rotate_secret(*, client: Any, by: str) -> str:
    """Give the client a new secret, shown once; the one before opens nothing from now on."""
    _must_be_foreign(client)
    if client.client_type != client.CLIENT_CONFIDENTIAL:
        raise Invalid("This client has no secret: it proves itself by PKCE alone.")
    client.client_secret = secret = secrets.token_urlsafe(32)
    client.save()
    Registration.objects.filter(client=client).update(secret_changed_at=timezone.now())
    _record(client, "client.secret-changed", by)
    return secret


@transaction.atomic
def remove_client(*, client: Any, by: str) -> None:
    """Remove a client with its codes, tokens and consents."""
    _must_be_foreign(client)
    _record(client, "client.removed", by)
    client.delete()


@transaction.atomic
def ensure_first_party_client(*, client_id: str, name: str, secret: str, redirect_uri: str) -> None:
    """Make or correct a client of our own; people are not asked for consent, since it is the same house."""
    model = get_application_model()
    client = model.objects.filter(client_id=client_id).first() or model(client_id=client_id)
    fresh = client.pk is None
    client.name, client.client_secret, client.hash_client_secret = name, secret, True
    client.client_type, client.authorization_grant_type = model.CLIENT_CONFIDENTIAL, model.GRANT_AUTHORIZATION_CODE
    client.redirect_uris, client.skip_authorization, client.algorithm = redirect_uri, True, model.RS256_ALGORITHM
    client.save()
    Registration.objects.update_or_create(
        client=client, defaults={"scopes": list(FIRST_PARTY), "registered_by": "system"}
    )
    _record(client, "client.created" if fresh else "client.updated", "system")


def client_with(*, pk: int) -> Any:
    """The client with this number."""
    found = get_application_model().objects.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _describe(client: Any, details: ClientDetails) -> None:
    client.name = " ".join(details.name.split())[:80]
    if not client.name:
        raise Invalid("Give the application a name that people recognise.")
    client.redirect_uris = " ".join(checked_addresses(details.redirect_uris, needed=True))
    client.post_logout_redirect_uris = " ".join(checked_addresses(details.post_logout_redirect_uris, needed=False))


def _known(scopes: Iterable[str]) -> list[str]:
    wanted = set(scopes)
    unknown = wanted - set(DESCRIBED)
    if unknown:
        raise Invalid(f"There is no scope {min(unknown)[:60]}.")
    if not wanted:
        raise Invalid("Choose at least one thing that the application may do.")
    return [scope for scope in DESCRIBED if scope in wanted]


def _must_be_foreign(client: Any) -> None:
    if client.skip_authorization:
        raise Invalid("This client belongs to the gallery itself: it is set up whenever the gallery starts.")


def _record(client: Any, action: str, by: str, **detail: str | int | bool | None) -> None:
    record(actor=by, action=action, subject=f"client:{client.client_id}", **detail)
