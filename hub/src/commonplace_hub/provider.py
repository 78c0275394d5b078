"""Sign-in at the organisation's own provider: the second configuration.

The provider says who came; the gallery says who that is there. The hub shows the gallery the provider's identity
token together with its own secret, and receives the gallery's tokens for that person. From then on everything is as
if the person had signed in through the gallery: names, groups, renewal, and the end of it.
"""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from jupyterhub.handlers import BaseHandler
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.web import HTTPError
from traitlets import Unicode

from commonplace_hub.authenticator import GalleryAuthenticator
from commonplace_hub.settings import WrongSetting

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105 - a kind of token, not one
PATIENCE = 15.0  # seconds


@dataclass(frozen=True)
class Endpoints:
    """Where the parts of the provider are, and whether it wants our name and secret in the header."""

    authorize: str
    token: str
    basic: bool


def discover(issuer: str) -> Endpoints:
    """What the provider says about itself. Raises WrongSetting if it cannot be asked, or is another one."""
    try:
        with urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", timeout=PATIENCE) as answer:  # noqa: S310 - the operator's address
            said = json.load(answer)
        if said["issuer"].rstrip("/") != issuer:
            raise WrongSetting(f"COMMONPLACE_HUB_PROVIDER is {issuer}, but the provider calls itself {said['issuer']}.")
        methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return Endpoints(said["authorization_endpoint"], said["token_endpoint"], "client_secret_basic" in methods)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise WrongSetting(
            f"The provider {issuer} (COMMONPLACE_HUB_PROVIDER) does not say where its parts are: {problem}."
        ) from problem


class ProviderAuthenticator(GalleryAuthenticator):
    """OpenID Connect against the organisation's provider, then an exchange of tokens with the gallery."""

    gallery_client_id = Unicode(help="The hub's name at the gallery.").tag(config=True)
    gallery_client_secret = Unicode(help="The hub's secret at the gallery.").tag(config=True)
    gallery_token_url = Unicode(help="Where the gallery renews tokens.").tag(config=True)
    gallery_exchange_url = Unicode(help="Where the gallery exchanges tokens.").tag(config=True)

    async def authenticate(self, handler: BaseHandler, data: Any = None, **_: Any) -> dict[str, Any]:
        said = await self.get_token_info(handler, self.build_access_tokens_request_params(handler, data))
        tokens = await self._exchanged(said)
        model: dict[str, Any] = await self._token_to_auth_model(tokens)
        return model

    def build_refresh_token_request_params(self, refresh_token: str) -> dict[str, str]:
        """Only the gallery's tokens are kept, so only those are renewed."""
        return {"grant_type": "refresh_token", "refresh_token": refresh_token} | self._at_the_gallery()

    async def get_token_info(self, handler: BaseHandler | None, params: dict[str, Any]) -> dict[str, Any]:
        if params["grant_type"] == "refresh_token":
            return await self._ask_gallery(self.gallery_token_url, params)
        said: dict[str, Any] = await super().get_token_info(handler, params)
        return said

    async def _exchanged(self, said: dict[str, Any]) -> dict[str, Any]:
        """The gallery's tokens for the person of the provider's; who may not come in reads the gallery's reason."""
        asked = {
            "grant_type": EXCHANGE,
            "subject_token_type": ID_TOKEN,
            "subject_token": said.get("id_token", ""),
            "provider_access_token": said["access_token"],
        }
        try:
            return await self._ask_gallery(self.gallery_exchange_url, asked | self._at_the_gallery())
        except HTTPClientError as problem:
            reason = _reason(problem)
            self.log.warning("The gallery did not exchange the sign-in: %s %s", problem.code, reason)
            raise HTTPError(403 if problem.code == 400 else 502, reason or None) from None

    def _at_the_gallery(self) -> dict[str, str]:
        return {"client_id": self.gallery_client_id, "client_secret": self.gallery_client_secret}

    async def _ask_gallery(self, url: str, form: dict[str, Any]) -> dict[str, Any]:
        request = HTTPRequest(url, method="POST", body=urlencode(form), request_timeout=PATIENCE)
        answer = await self.http_client.fetch(request)
        tokens: dict[str, Any] = json.loads(answer.body)
        return tokens


def _reason(problem: HTTPClientError) -> str:
    """The gallery's sentence, made for the person."""
    try:
        return str(json.loads(problem.response.body)["error_description"]) if problem.response else ""
    except (ValueError, KeyError, TypeError):
        return ""
