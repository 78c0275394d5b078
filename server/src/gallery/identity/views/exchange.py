"""The address at which the hub changes tokens. No cookie is read here."""

from base64 import b64decode
from binascii import Error as NotBase64
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gallery.identity.exchange import client_with, exchange
from gallery.identity.trouble import ProviderAway
from gallery.lib.errors import GalleryError, SignInNeeded

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105 — a kind of token, not one


@csrf_exempt
@sensitive_post_parameters()
@require_POST
def exchange_token(request: HttpRequest) -> HttpResponse:
    """An identity token in, tokens of the gallery out; errors in the words of OAuth (RFC 6749, 5.2)."""
    asked = request.POST
    if asked.get("grant_type") != GRANT or asked.get("subject_token_type") != ID_TOKEN:
        return _error("unsupported_grant_type", "Only an identity token can be exchanged here.", 400)
    try:
        client = client_with(*_credentials(request))
        answer = exchange(
            client=client,
            id_token=asked.get("subject_token", ""),
            access_token=asked.get("provider_access_token", ""),
        )
    except SignInNeeded as error:
        return _error("invalid_client", error.message, 401)
    except ProviderAway as error:
        return _error("temporarily_unavailable", error.message, 503)
    except GalleryError as error:
        return _error("invalid_grant", error.message, 400)
    return JsonResponse(answer, headers={"Pragma": "no-cache"})


def _credentials(request: HttpRequest) -> tuple[str, str]:
    """The client's name and secret, from the header or from the form."""
    kind, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    try:
        name, _, secret = b64decode(encoded, validate=True).decode().partition(":")
    except (NotBase64, UnicodeDecodeError):
        return "", ""
    return unquote(name), unquote(secret)


def _error(kind: str, sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"error": kind, "error_description": sentence}, status=status)
