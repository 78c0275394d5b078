"""Signing in through the provider, step by step, so that a test can change any one of them."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.test import Client
from oauth2_provider.models import get_access_token_model, get_grant_model, get_refresh_token_model

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ISSUER = f"{settings.CONFIG.url}/o"
Changes = dict[str, str | None]


@dataclass(frozen=True)
class App:
    """A registered client, as its own developers know it."""

    pk: int
    client_id: str
    secret: str
    callback: str
    scope: str = "openid profile groups notebooks:read"

    def asked(self, **changed: str | None) -> dict[str, str]:
        """The authorization request of this client, with changes; None leaves a parameter out."""
        usual: Changes = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": self.callback,
            "scope": self.scope,
            "state": "s-123",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        return without_none(usual | changed)

    def code(self, browser: Client, **changed: str | None) -> str:
        """A fresh code; the person allows it where the page asks."""
        return answer_of(self.allow(browser, **changed)).get("code", "")

    def allow(self, browser: Client, **changed: str | None) -> Any:
        """Ask, and press Allow if there is a page."""
        return press(browser, browser.get("/o/authorize/", self.asked(**changed)), "allow")

    def exchange(self, code: str, /, **changed: str | None) -> Any:
        """Exchange a code."""
        usual: Changes = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.callback,
            "client_id": self.client_id,
            "client_secret": self.secret or None,
            "code_verifier": VERIFIER,
        }
        return Client().post("/o/token/", without_none(usual | changed))

    def refresh(self, refresh_token: str, /, **changed: str | None) -> Any:
        """Renew."""
        usual: Changes = {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": self.client_id,
            "client_secret": self.secret or None,
        }
        return Client().post("/o/token/", without_none(usual | changed))

    def tokens(self, browser: Client, **changed: str | None) -> dict[str, Any]:
        """Sign in with everything right."""
        answer = self.exchange(self.code(browser, **changed))
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    def posts(self, path: str, **sent: str) -> Any:
        """Post as this client."""
        return Client().post(path, {"client_id": self.client_id, "client_secret": self.secret} | sent)


def without_none(values: Changes) -> dict[str, str]:
    """Leave out what is None."""
    return {name: value for name, value in values.items() if value is not None}


def press(browser: Client, page: Any, answer: str) -> Any:
    """Press a button of the page that asks; where the answer is no page, it is returned as it is."""
    if page.status_code != 200:
        return page
    return browser.post(page.context["action"], {"shown": page.context["shown"], "answer": answer})


def answer_of(response: Any) -> dict[str, str]:
    """What the address carries that the client is called with."""
    parts = urlsplit(response.get("Location", ""))
    return {name: values[0] for name, values in parse_qs(parts.query or parts.fragment).items()}


def issued() -> tuple[int, int, int]:
    """How many codes, access tokens and living refresh tokens there are."""
    return (
        get_grant_model().objects.count(),
        get_access_token_model().objects.count(),
        get_refresh_token_model().objects.filter(revoked=None).count(),
    )


def api_status(access_token: str) -> int:
    """What the gallery's own API says to a token."""
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {access_token}"}).status_code


def userinfo(access_token: str) -> Any:
    """Who the provider says this is."""
    return Client().get("/o/userinfo/", headers={"Authorization": f"Bearer {access_token}"})
