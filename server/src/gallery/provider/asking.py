"""What a client asks for, checked: the authorization request."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from oauth2_provider.exceptions import FatalClientError, OAuthToolkitError
from oauth2_provider.models import get_application_model
from oauth2_provider.oauth2_backends import get_oauthlib_core
from oauthlib.common import add_params_to_uri
from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error

from gallery.lib.errors import GalleryError
from gallery.provider.parameters import ELSEWHERE, wrong_with

PASSED_ON = ("client_id", "redirect_uri", "response_type", "state", "code_challenge", "code_challenge_method", "nonce")


class AskedWrongly(GalleryError):
    """An application sent somebody here with a request that cannot be answered, not even to the application."""

    status = 400
    type = "sign-in-request-wrong"
    title = "This application cannot sign you in"


class Refused(Exception):
    """The client hears why, at its own address."""

    def __init__(self, asked: "Asked", error: str, description: str = "") -> None:
        """Keep what the answer needs."""
        super().__init__(error)
        self.address = answer_address(asked.redirect_uri, error=error, error_description=description, state=asked.state)


@dataclass(frozen=True)
class Asked:
    """A request of a known client, with an address that is registered for it."""

    client: Any
    scopes: tuple[str, ...]
    credentials: dict[str, Any]
    redirect_uri: str
    state: str
    prompt: frozenset[str]
    max_age: int | None
    hint: str


def issuer() -> str:
    """Who answers: named in every answer, so that a client that knows several providers cannot mix them up."""
    from oauth2_provider.settings import oauth2_settings  # noqa: PLC0415 — read when asked: tests change it

    return str(oauth2_settings.OIDC_ISS_ENDPOINT)


def answer_address(redirect_uri: str, **answer: str) -> str:
    """The client's address with an answer in it."""
    given = [(name, value) for name, value in answer.items() if value]
    return str(add_params_to_uri(redirect_uri, [*given, ("iss", issuer())]))


def read_asked(request: HttpRequest) -> Asked:
    """Check the request in the query.

    Raises:
        AskedWrongly: client or address are not known, so nobody may be sent anywhere.
        Refused: the client hears what is wrong.
    """
    wrong = wrong_with(request.GET)
    if wrong:
        raise AskedWrongly(f"It asked in a way that the gallery does not understand. {wrong}")
    try:
        scopes, credentials = get_oauthlib_core().validate_authorization_request(request)
    except FatalClientError as error:
        raise AskedWrongly(_sentence(error)) from None
    except OAuthToolkitError as error:
        raise _told(request, error) from None
    asked = _asked(request, scopes, credentials)
    _check_what_the_library_lets_pass(request, asked)
    return asked


def _asked(request: HttpRequest, scopes: list[str], credentials: dict[str, Any]) -> Asked:
    age = request.GET.get("max_age", "")
    return Asked(
        client=get_application_model().objects.get(client_id=credentials["client_id"]),
        scopes=tuple(dict.fromkeys(scopes)),
        credentials={name: credentials[name] for name in PASSED_ON if credentials.get(name) is not None},
        redirect_uri=credentials["redirect_uri"],
        state=credentials.get("state") or "",
        prompt=frozenset(request.GET.get("prompt", "").split()),
        max_age=int(age) if age.isascii() and age.isdigit() else None,
        hint=request.GET.get("id_token_hint", ""),
    )


def _check_what_the_library_lets_pass(request: HttpRequest, asked: Asked) -> None:
    if asked.credentials.get("code_challenge_method") != "S256":
        raise Refused(asked, "invalid_request", "code_challenge_method must be S256")
    if len(asked.credentials["code_challenge"]) != 43:  # 32 bytes in base64url
        raise Refused(asked, "invalid_request", "code_challenge is not a SHA-256")
    for name in ELSEWHERE:
        if name in request.GET:
            raise Refused(asked, f"{name}_not_supported")
    if request.GET.get("response_mode", "query") != "query":
        raise Refused(asked, "invalid_request", "response_mode must be query")
    if "resource" in request.GET:
        raise Refused(asked, "invalid_target", "tokens are for this gallery alone")
    if "none" in asked.prompt and len(asked.prompt) > 1:
        raise Refused(asked, "invalid_request", "prompt=none goes with nothing else")
    if request.GET.get("max_age") and asked.max_age is None:
        raise Refused(asked, "invalid_request", "max_age must be a number of seconds")


def _told(request: HttpRequest, error: OAuthToolkitError) -> Exception:
    """The library's complaint, for the client; only where its address is really registered."""
    said: CustomOAuth2Error = error.oauthlib_error
    client = get_application_model().objects.filter(client_id=request.GET.get("client_id", "")).first()
    redirect_uri = request.GET.get("redirect_uri", "")
    if client is None or redirect_uri not in client.redirect_uris.split():
        return AskedWrongly(_sentence(error))
    asked = Asked(client, (), {}, redirect_uri, request.GET.get("state", ""), frozenset(), None, "")
    return Refused(asked, said.error, said.description or "")


def _sentence(error: OAuthToolkitError) -> str:
    said = error.oauthlib_error
    if "redirect" in (said.description or said.error or "").lower():
        return "It wants you to return to an address that is not registered for it. You were not sent there."
    if "client" in (said.description or said.error or "").lower():
        return "No application is registered here under the name that it gave."
    return "It asked in a way that the gallery does not understand. Tell whoever runs the application."
