"""The API's door: answers who is calling, and protects sessions against other sites."""

from typing import Any

from django.http import HttpRequest
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from gallery.accounts.bearer import Principal, principal_of
from gallery.lib.errors import NotAllowed
from gallery.lib.permissions import Permission
from gallery.lib.scopes import SCOPES, call_of

SAFE = {"GET", "HEAD", "OPTIONS"}


class Caller(AuthBase):
    """A bearer token, else the session; an unsafe call by session needs the CSRF token, as a form does."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Principal:
        """Answer the principal, if the credential has the scope of this call; Ninja puts it into `request.auth`."""
        if not request.headers.get("Authorization") and request.method not in SAFE and check_csrf(request):
            raise NotAllowed("The CSRF token is missing or wrong. Reload the page, or use a bearer token.")
        principal = principal_of(request)
        principal.needs(scope_of(request))
        return principal


def scope_of(request: HttpRequest) -> Permission:
    """The permission that this call needs, from the one table."""
    assert request.resolver_match is not None  # noqa: S101 — a view runs, so its address was found
    return SCOPES[call_of(request.method or "", request.resolver_match.route)]


def caller(request: Any) -> Principal:
    """The principal that `Caller` found."""
    principal: Principal = request.auth
    return principal
