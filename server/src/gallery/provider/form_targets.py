"""Browsers check every step of a redirect that answers a form against `form-action` of the page with the form.

So a page whose form may end at a client's address has to name that client in its policy; no other page does.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from oauth2_provider.models import get_application_model

from gallery.provider.redirects import origin_of

AUTHORIZE = "/o/authorize/"


def allow_return_to(response: HttpResponse, address: str) -> None:
    """Let the forms of this page lead to this address's origin."""
    response._csp_update = {"form-action": [origin_of(address)]}  # type: ignore[attr-defined] # read by django-csp


class SignInLeadsToClients:
    """The sign-in page, when a client sent the reader there: its form ends at that client."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only pages of `/account/` that know where one wanted to go."""
        response = self.get_response(request)
        if request.path.startswith("/account/") and response.headers.get("Content-Type", "").startswith("text/html"):
            target = _registered_target(request.GET.get("next") or request.POST.get("next") or "")
            if target:
                allow_return_to(response, target)
        return response


def _registered_target(back: str) -> str:
    if not back.startswith(f"{AUTHORIZE}?"):
        return ""
    asked = QueryDict(urlsplit(back).query)
    client = get_application_model().objects.filter(client_id=asked.get("client_id", "")[:255]).first()
    address = asked.get("redirect_uri", "")
    return address if client is not None and address in client.redirect_uris.split() else ""
