"""OpenID Connect: the code flow with PKCE, state and nonce."""

import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from gallery.identity.calls import get_json, post_form
from gallery.identity.discovery import Endpoints, endpoints_of
from gallery.identity.flows import Flow
from gallery.identity.id_tokens import claims_of
from gallery.identity.profile import Profile, profile_from
from gallery.identity.providers import OpenIdProvider
from gallery.identity.trouble import Declined, ProviderTrouble


def start_url(provider: OpenIdProvider, state: str, flow: Flow, redirect_uri: str) -> str:
    """Where the browser goes."""
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(provider.scopes),
        "state": state,
        "nonce": flow.nonce,
        "code_challenge": flow.challenge,
        "code_challenge_method": "S256",
    }
    address = endpoints_of(provider).authorize
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def arrived(provider: OpenIdProvider, said: Mapping[str, str], flow: Flow, redirect_uri: str) -> Profile:
    """Who came back from the provider."""
    endpoints = endpoints_of(provider)
    _check_who_answers(provider, endpoints, said.get("iss"))
    if "error" in said or not said.get("code"):
        raise Declined(provider)
    tokens = _tokens(provider, endpoints, said["code"], flow, redirect_uri)
    claims = claims_of(
        provider, endpoints, str(tokens.get("id_token", "")), audience=provider.client_id, nonce=flow.nonce
    )
    return described(provider, endpoints, claims, str(tokens.get("access_token") or ""))


def described(provider: OpenIdProvider, endpoints: Endpoints, claims: Mapping[str, Any], access_token: str) -> Profile:
    """The person of a genuine identity token, with what the provider only tells when it is asked (userinfo)."""
    subject, more = str(claims["sub"]), dict[str, Any]()
    if endpoints.userinfo:
        more = get_json(provider, endpoints.userinfo, bearer=access_token)
        if not hmac.compare_digest(str(more.get("sub", "")).encode(), subject.encode()):
            raise ProviderTrouble.unusable(provider, "it speaks of two different people")
    return profile_from(provider, subject, more | dict(claims))  # what is signed counts before what is not


def _check_who_answers(provider: OpenIdProvider, endpoints: Endpoints, name: str | None) -> None:
    """Another provider's answer must not be taken for this one's (RFC 9207)."""
    if name is None and not endpoints.names_itself:
        return
    if name != endpoints.issuer:
        raise ProviderTrouble.unusable(provider, "somebody else gave it")


def _tokens(
    provider: OpenIdProvider, endpoints: Endpoints, code: str, flow: Flow, redirect_uri: str
) -> dict[str, object]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": flow.verifier,
    }
    return post_form(provider, endpoints.token, *_with_secret(provider, endpoints, form))


def _with_secret(
    provider: OpenIdProvider, endpoints: Endpoints, form: dict[str, str]
) -> tuple[dict[str, str], tuple[str, str] | None]:
    """Say who we are, in the way that the provider offers; encoded first, as RFC 6749 (2.3.1) wants."""
    if endpoints.auth_in_form:
        return form | {"client_id": provider.client_id, "client_secret": provider.client_secret}, None
    return form, (quote(provider.client_id, safe=""), quote(provider.client_secret, safe=""))
