"""The door to everything under /admin/: open to administrators, and for everybody else not there at all."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from gallery.accounts.current import reader
from gallery.accounts.models import User
from gallery.lib.errors import NotThere

ADMIN, BELOW = "/admin", "/admin/"


def is_below(path: str) -> bool:
    """Whether an address belongs to the administration."""
    return path == ADMIN or path.startswith(BELOW)


def is_administrator(request: HttpRequest) -> bool:
    """Whether an active administrator is signed in. Tokens do not count here."""
    person = reader(request)
    return person is not None and person.is_superuser


def administrator(request: HttpRequest) -> User:
    """The administrator; for everybody else there is nothing here."""
    person = reader(request)
    if person is None or not person.is_superuser:
        raise NotThere
    return person


class AdministrationDoor:
    """Answers everybody else as for an address that nobody answers.

    It stands before the check of forms, whose refusal would tell that there is something.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Called only for addresses that are there: make them as those that are not, whatever the method."""
        if is_below(request.path_info) and not is_administrator(request):
            raise Http404
