"""What an issuer says about itself, and its keys: kept for a while, since each sign-in needs them."""

import threading
import time
from dataclasses import dataclass
from typing import Any

import jwt

from gallery.identity.calls import get_json
from gallery.identity.providers import OpenIdProvider
from gallery.identity.trouble import ProviderTrouble

SECRET_PARTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
KEPT_FOR = 600.0  # seconds
ASK_AGAIN_AFTER = 10.0  # seconds: an unknown key does not make us ask without end


@dataclass(frozen=True)
class Endpoints:
    """Where the parts of the provider are."""

    issuer: str
    authorize: str
    token: str
    keys: str
    userinfo: str
    names_itself: bool  # whether it says who it is on the way back (RFC 9207)
    auth_in_form: bool  # how we say who we are


_kept: dict[str, tuple[float, dict[str, Any]]] = {}
_lock = threading.Lock()


def forget_all() -> None:
    """Ask everything anew."""
    with _lock:
        _kept.clear()


def endpoints_of(provider: OpenIdProvider) -> Endpoints:
    """Where the parts of the provider are, as it says itself."""
    said = _asked(provider, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration", KEPT_FOR)
    if said.get("issuer") != provider.issuer:
        raise ProviderTrouble.unusable(provider, "it calls itself by another name than this gallery was told")
    methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    _check_encryption(provider, said)
    try:
        return Endpoints(
            issuer=provider.issuer,
            authorize=str(said["authorization_endpoint"]),
            token=str(said["token_endpoint"]),
            keys=str(said["jwks_uri"]),
            userinfo=str(said.get("userinfo_endpoint", "")),
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
            auth_in_form="client_secret_basic" not in methods,
        )
    except KeyError as missing:
        raise ProviderTrouble.unusable(provider, f"its description lacks {missing}") from None


def _check_encryption(provider: OpenIdProvider, said: dict[str, Any]) -> None:
    """An issuer that is reached by https has all its parts there: secrets and tokens travel to them."""
    parts = [str(said.get(name, "")) for name in SECRET_PARTS]
    if provider.issuer.startswith("https://") and not all(part.startswith("https://") for part in parts if part):
        raise ProviderTrouble.unusable(provider, "parts of it are not reached by https")


def key_set(provider: OpenIdProvider, endpoints: Endpoints, *, fresh: bool = False) -> list[jwt.PyJWK]:
    """The keys with which the provider signs; those that we cannot use are left out."""
    said = _asked(provider, endpoints.keys, ASK_AGAIN_AFTER if fresh else KEPT_FOR)
    try:
        return list(jwt.PyJWKSet.from_dict(said).keys)
    except jwt.PyJWTError:
        raise ProviderTrouble.unusable(provider, "it lists no keys that we can use") from None


def _asked(provider: OpenIdProvider, url: str, kept_for: float) -> dict[str, Any]:
    with _lock:
        at, said = _kept.get(url, (0.0, {}))
    if said and time.monotonic() - at < kept_for:
        return said
    said = get_json(provider, url)
    with _lock:
        _kept[url] = (time.monotonic(), said)
    return said
