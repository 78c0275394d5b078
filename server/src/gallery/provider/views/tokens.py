"""Addresses for clients alone: exchange a code, renew, revoke, ask about a token, ask who somebody is."""

import base64
from collections.abc import Mapping
from urllib.parse import unquote_plus

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from oauth2_provider.models import get_access_token_model
from oauth2_provider.oauth2_backends import get_oauthlib_core

from gallery.accounts.throttle import WINDOW, address_of
from gallery.accounts.tokens import digest
from gallery.provider.parameters import CONTROL, wrong_with
from gallery.provider.throttle import note_failure, too_many_failures

GRANTS = {"authorization_code", "refresh_token"}


def refusal(status: int, error: str, description: str = "") -> JsonResponse:
    """OAuth's answer to a request that fails."""
    said = {"error": error} | ({"error_description": description} if description else {})
    return JsonResponse(said, status=status)


@csrf_exempt
@require_POST
@sensitive_post_parameters("client_secret", "code", "refresh_token", "code_verifier")
def token(request: HttpRequest) -> HttpResponse:
    """Exchange a code, or a refresh token, for tokens."""
    refused = _refused_at_once(request)
    if refused is not None:
        return refused
    if request.POST.get("grant_type", "") not in GRANTS:
        return refusal(400, "unsupported_grant_type")
    if "resource" in request.POST:
        return refusal(400, "invalid_target", "Tokens are for this gallery alone.")
    with transaction.atomic():  # a code is used and exchanged, or neither
        _, headers, body, status = get_oauthlib_core().create_token_response(request)
    return _answer(request, headers, body, status)


@csrf_exempt
@require_POST
@sensitive_post_parameters("client_secret", "token")
def revoke(request: HttpRequest) -> HttpResponse:
    """End a token of the client's own."""
    refused = _refused_at_once(request)
    if refused is not None:
        return refused
    _, headers, body, status = get_oauthlib_core().create_revocation_response(request)
    return _answer(request, headers, body, status)


@csrf_exempt
@require_POST
@sensitive_post_parameters("client_secret", "token")
def introspect(request: HttpRequest) -> HttpResponse:
    """Tell a client whether an access token of its own counts; of another client's it learns nothing."""
    refused = _refused_at_once(request)
    if refused is not None:
        return refused
    if not get_oauthlib_core().authenticate_client(request):
        return _answer(request, {}, '{"error": "invalid_client"}', 401)
    found = (
        get_access_token_model()
        .objects.select_related("user", "application")
        .filter(token_checksum=digest(request.POST.get("token", "")), application__client_id=client_named(request))
        .first()
    )
    if found is None or found.expires <= timezone.now() or not found.user.is_active:
        return JsonResponse({"active": False})
    return JsonResponse(
        {
            "active": True,
            "scope": found.scope,
            "client_id": found.application.client_id,
            "username": found.user.username,
            "sub": str(found.user.pk),
            "exp": int(found.expires.timestamp()),
            "token_type": "Bearer",
        }
    )


@csrf_exempt
@require_http_methods(["GET", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """The claims of the person behind an access token, which comes in the header and nowhere else."""
    if not request.headers.get("Authorization", "").lower().startswith("bearer "):
        response: HttpResponse = refusal(401, "invalid_token", "Send the access token in the Authorization header.")
        response["WWW-Authenticate"] = "Bearer"
        return response
    _, headers, body, status = get_oauthlib_core().create_userinfo_response(request)
    return _plain(headers, body, status)


def client_named(request: HttpRequest) -> str:
    """The client's name for itself, in the header or in the form; "" where it gives none. Nothing is checked."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return request.POST.get("client_id", "")
    named = unquote_plus(_proof(value).split(":", 1)[0])
    return "" if CONTROL.search(named) else named


def _proof(value: str) -> str:
    """Name and secret as the header holds them; "" where it is no base64, or no text is in it."""
    try:
        return base64.b64decode(value).decode()
    except ValueError:
        return ""


def _refused_at_once(request: HttpRequest) -> HttpResponse | None:
    if request.GET:
        return refusal(400, "invalid_request", "Nothing may stand in the address.")
    wrong = wrong_with(request.POST)
    if wrong:
        return refusal(400, "invalid_request", wrong)
    header = request.headers.get("Authorization", "")
    if not header.isascii() or CONTROL.search(unquote_plus(_proof(header.partition(" ")[2]))):
        return refusal(400, "invalid_request", "The header is not what it should be.")
    if request.headers.get("Authorization") and "client_secret" in request.POST:
        return refusal(400, "invalid_request", "The client proves itself in one way only.")
    if too_many_failures(client_id=client_named(request), address=address_of(request)):
        response = refusal(429, "temporarily_unavailable", "There were too many failures. Try again later.")
        response["Retry-After"] = str(int(WINDOW.total_seconds()))
        return response
    return None


def _answer(request: HttpRequest, headers: Mapping[str, str], body: str | None, status: int) -> HttpResponse:
    if status == 401:
        note_failure(client_id=client_named(request), address=address_of(request))
    response = _plain(headers, body, status)
    if status == 401 and "WWW-Authenticate" not in response:
        response["WWW-Authenticate"] = 'Basic realm="Commonplace"'
    return response


def _plain(headers: Mapping[str, str], body: str | None, status: int) -> HttpResponse:
    response = HttpResponse(body or "", status=status, content_type="application/json")
    for name, value in headers.items():
        response[name] = value
    return response
