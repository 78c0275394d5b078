"""Identity tokens that come back as a hint: whose they are. They open nothing, so they may have expired."""

import json
from dataclasses import dataclass
from typing import Any

from jwcrypto import jws
from jwcrypto.common import JWException
from oauth2_provider.models import get_application_model
from oauth2_provider.settings import oauth2_settings
from oauth2_provider.utils import jwk_from_pem

from gallery.provider.asking import issuer


@dataclass(frozen=True)
class Hint:
    """A person's number and the client that the token was made for."""

    person_pk: str
    client: Any


def read_hint(token: str) -> Hint | None:
    """The hint in a token that this gallery signed, with its present key or a retired one; else None."""
    claims = _verified(token)
    if claims is None or claims.get("iss") != issuer():
        return None
    client = get_application_model().objects.filter(client_id=str(claims.get("aud", ""))).first()
    return Hint(person_pk=str(claims.get("sub", "")), client=client) if client else None


def _verified(token: str) -> dict[str, Any] | None:
    for pem in (oauth2_settings.OIDC_RSA_PRIVATE_KEY, *oauth2_settings.OIDC_RSA_PRIVATE_KEYS_INACTIVE):
        try:
            signed = jws.JWS()
            signed.allowed_algs = ["RS256"]  # never the algorithm that the token itself proposes
            signed.deserialize(token, jwk_from_pem(pem))
            claims = json.loads(signed.payload)
        except (JWException, ValueError):
            continue
        return claims if isinstance(claims, dict) else None
    return None
