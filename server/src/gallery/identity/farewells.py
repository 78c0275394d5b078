"""OpenID Connect Back-Channel Logout: a provider tells, from server to server, that somebody has signed out there.

The sessions that this provider opened for the person end, or the one that it names. A session that was opened with a
password or through another provider has nothing to do with it and stays. So do tokens, servers and what is unsaved
in them: a sign-out is not a deactivation.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import jwt
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.identity.discovery import endpoints_of
from gallery.identity.id_tokens import ALGORITHMS, LEEWAY, is_fresh, key_of
from gallery.identity.models import Arrival, Identity
from gallery.identity.providers import OpenIdProvider
from gallery.identity.trouble import ProviderTrouble
from gallery.lib.errors import Invalid

EVENT = "http://schemas.openid.net/event/backchannel-logout"
NEEDED = ("iss", "aud", "iat", "exp", "jti", "events")
FRESH = 300  # seconds
OPENED_BY = "opened_by"  # in a session: the provider, and what it calls its own session


@dataclass(frozen=True)
class Farewell:
    """Who signed out, everywhere or from one session; one of both may be empty."""

    subject: str
    session: str


def note_opened_by(request: HttpRequest, provider: OpenIdProvider, session: str) -> None:
    """Remember which provider opened this session."""
    request.session[OPENED_BY] = [provider.key, session]


def farewell_of(provider: OpenIdProvider, token: str) -> Farewell:
    """What a genuine logout token says, once; raises `Invalid` for any other (as 2.6 of the specification wants)."""
    try:
        said = _checked(provider, token)
    except (jwt.PyJWTError, ProviderTrouble):
        raise Invalid("This is no genuine logout token for this gallery.") from None
    farewell = Farewell(str(said.get("sub") or ""), str(said.get("sid") or ""))
    events = said["events"]
    meant = isinstance(events, dict) and isinstance(events.get(EVENT), dict)
    if not meant or "nonce" in said or not is_fresh(said, FRESH) or not (farewell.subject or farewell.session):
        raise Invalid("This token does not say that somebody has signed out.")
    _once(provider, str(said["jti"]))
    return farewell


def _checked(provider: OpenIdProvider, token: str) -> dict[str, Any]:
    endpoints = endpoints_of(provider)
    said: dict[str, Any] = jwt.decode(
        token,
        key=key_of(provider, endpoints, token),
        algorithms=list(ALGORITHMS),
        audience=provider.client_id,
        issuer=endpoints.issuer,
        leeway=LEEWAY,
        options={"require": list(NEEDED)},
    )
    return said


def _once(provider: OpenIdProvider, number: str) -> None:
    digest = sha256(f"logout\0{provider.issuer}\0{number}".encode()).hexdigest()
    try:
        with transaction.atomic():
            Arrival.objects.create(assertion=digest, request=digest)
    except IntegrityError:
        raise Invalid("This token was used before.") from None


@transaction.atomic
def follow(provider: OpenIdProvider, farewell: Farewell) -> int:
    """End the sessions that are meant; answers how many there were."""
    known = Identity.objects.filter(issuer=provider.issuer, subject=farewell.subject).select_related("person").first()
    if farewell.subject and known is None:
        return 0
    ended = [session for session in _alive() if _is_meant(session.get_decoded(), provider, farewell, known)]
    for session in ended:
        name = User.objects.values_list("username", flat=True).get(pk=session.get_decoded()["_auth_user_id"])
        session.delete()
        record(actor=f"sign-in:{provider.key}", action="person.signed-out-elsewhere", subject=f"person:{name}")
    return len(ended)


def _alive() -> list[Session]:
    return list(Session.objects.filter(expire_date__gt=timezone.now()))


def _is_meant(said: dict[str, Any], provider: OpenIdProvider, farewell: Farewell, known: Identity | None) -> bool:
    key, session = said.get(OPENED_BY) or ("", "")
    same_person = known is None or said.get("_auth_user_id") == str(known.person_id)
    return key == provider.key and same_person and farewell.session in {"", session}
