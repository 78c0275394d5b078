"""The hub changes a provider's identity token into tokens of the gallery (RFC 8693).

Where the hub signs people in at the same provider as the gallery, the gallery still takes no token of a stranger:
the hub shows its own secret, and an identity token that the provider made for the hub, just now.
"""

import secrets
import uuid
from datetime import timedelta
from typing import Any

import jwt
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone
from oauth2_provider.models import (
    get_access_token_model,
    get_application_model,
    get_refresh_token_model,
    set_token_value,
)
from oauth2_provider.settings import oauth2_settings

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.identity.discovery import endpoints_of
from gallery.identity.entering import enter
from gallery.identity.id_tokens import claims_of, is_fresh
from gallery.identity.openid import described
from gallery.identity.providers import OpenIdProvider, all_providers
from gallery.identity.trouble import Refused
from gallery.lib.errors import NotAllowed, SignInNeeded

FRESH = 300  # seconds: the hub brings a token at once
SCOPES = "openid profile groups notebooks:read notebooks:write executions:write"


def client_with(client_id: str, secret: str) -> Any:
    """The hub's own entry among the clients, if the secret is right."""
    found = get_application_model().objects.filter(client_id=client_id).first()
    ours = found is not None and client_id == settings.HUB_CLIENT_ID
    if not ours or not secret or not check_password(secret, found.client_secret):
        raise SignInNeeded("The client's name and secret do not belong together.")
    return found


def exchange(*, client: Any, id_token: str, access_token: str) -> dict[str, object]:
    """Tokens of the gallery for the person whom the provider's token is about; signs them in by the usual rules.

    The provider's access token only serves to ask it for the groups; it proves nothing.
    """
    provider = _provider_of(id_token)
    endpoints = endpoints_of(provider)
    said = claims_of(provider, endpoints, id_token, audience=provider.hub_client_id, nonce=None)
    if not is_fresh(said, FRESH):
        raise NotAllowed("The identity token is too old.")
    person = enter(provider, described(provider, endpoints, said, access_token))
    return _granted(client, person)


def _provider_of(id_token: str) -> OpenIdProvider:
    """The provider that the token says it is from, if the hub may bring such tokens. Nothing is trusted yet."""
    try:
        issuer = jwt.decode(id_token, options={"verify_signature": False}).get("iss")
    except jwt.PyJWTError:
        raise Refused("This is not an identity token.") from None
    for provider in all_providers():
        if isinstance(provider, OpenIdProvider) and provider.hub_client_id and provider.issuer == issuer:
            return provider
    raise Refused("The gallery was not told to take tokens of this issuer from the hub.")


@transaction.atomic
def _granted(client: Any, person: User) -> dict[str, object]:
    lifetime = int(oauth2_settings.ACCESS_TOKEN_EXPIRE_SECONDS)
    access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    token = get_access_token_model()(
        user=person, application=client, scope=SCOPES, expires=timezone.now() + timedelta(seconds=lifetime)
    )
    set_token_value(token, access)
    token.save()
    renewal = get_refresh_token_model()(user=person, application=client, access_token=token, token_family=uuid.uuid4())
    set_token_value(renewal, refresh)
    renewal.save()
    record(actor=person.username, action="token.exchanged", subject=f"client:{client.client_id}")
    return {
        "access_token": access,
        "refresh_token": refresh,
        "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
        "token_type": "Bearer",
        "expires_in": lifetime,
        "scope": SCOPES,
    }
