"""The API's door: answers who is calling, and protects sessions against other sites."""

from typing import Any

from django.http import HttpRequest
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from gallery.accounts.bearer import Principal, principal_of
from gallery.lib.errors import NotAllowed

SAFE = {"GET", "HEAD", "OPTIONS"}


class Caller(AuthBase):
    """A bearer token, else the session; an unsafe call by session needs the CSRF token, as a form does."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Principal:
        """Answer the principal; Ninja puts it into `request.auth`."""
        if not request.headers.get("Authorization") and request.method not in SAFE and check_csrf(request):
            raise NotAllowed("The CSRF token is missing or wrong. Reload the page, or use a bearer token.")
        return principal_of(request)


def caller(request: Any) -> Principal:
    """The principal that `Caller` found."""
    principal: Principal = request.auth
    return principal
