"""Identity tokens: signed by the issuer, meant for us, fresh. Everything else ends the sign-in."""

import hmac
import time
from typing import Any

import jwt

from gallery.identity.discovery import Endpoints, key_set
from gallery.identity.providers import OpenIdProvider
from gallery.identity.trouble import ProviderTrouble

# Never `none`, and never HS…: a client's secret must not pass for the provider's signature.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
NEEDED = ("exp", "iat", "iss", "aud", "sub")
LEEWAY = 60  # seconds that clocks may differ


def claims_of(
    provider: OpenIdProvider, endpoints: Endpoints, token: str, *, audience: str, nonce: str | None
) -> dict[str, Any]:
    """What a genuine token says; otherwise `ProviderTrouble`. No nonce where another client asked for the token."""
    try:
        said: dict[str, Any] = jwt.decode(
            token,
            key=key_of(provider, endpoints, token),
            algorithms=list(ALGORITHMS),
            audience=audience,
            issuer=endpoints.issuer,
            leeway=LEEWAY,
            options={"require": list(NEEDED)},
        )
    except jwt.PyJWTError:
        raise ProviderTrouble.unusable(
            provider, "its proof of who you are is not genuine, or not meant for us"
        ) from None
    if isinstance(said["aud"], list) and len(said["aud"]) > 1 and said.get("azp") != audience:
        raise ProviderTrouble.unusable(provider, "its proof of who you are was made for another site")
    if nonce is not None and not hmac.compare_digest(str(said.get("nonce", "")).encode(), nonce.encode()):
        raise ProviderTrouble.unusable(provider, "its proof of who you are belongs to another sign-in")
    return said


def is_fresh(said: dict[str, Any], seconds: int) -> bool:
    """Whether a token was made within the last `seconds`."""
    return time.time() - float(said["iat"]) <= seconds


def key_of(provider: OpenIdProvider, endpoints: Endpoints, token: str) -> jwt.PyJWK:
    """The key that the token names. One that is not known makes us ask anew, since providers change their keys."""
    wanted = jwt.get_unverified_header(token).get("kid")
    for fresh in (False, True):
        keys = [key for key in key_set(provider, endpoints, fresh=fresh) if key.public_key_use in {None, "sig"}]
        named = [key for key in keys if key.key_id == wanted] if wanted else keys
        if len(named) == 1:
            return named[0]
    raise ProviderTrouble.unusable(provider, "its proof of who you are is signed with a key that it does not list")
