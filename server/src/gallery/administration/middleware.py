"""Admin mode and announcements: what each request of a page carries with it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from gallery.accounts.current import reader
from gallery.accounts.models import User
from gallery.administration.announcements import MOST_DISMISSED, shown_to
from gallery.administration.mode import mode_of
from gallery.administration.plain_paths import plain_path
from gallery.audit.actions import record

SAFE = {"GET", "HEAD", "OPTIONS"}
PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics", "/static/")
DISMISSED = "commonplace_dismissed"


class AdminMode:
    """Marks the requests of a session in admin mode, and records each of them before anything is shown.

    Rules about reading know it by `request.user.elevated`, pages by `request.admin_mode`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """One event for each request in admin mode."""
        mode = mode_of(request)
        person = reader(request) if mode is not None else None
        if person is not None:
            person.elevated = True
            request.admin_mode = mode  # type: ignore[attr-defined]
            _record(request, person)
        return self.get_response(request)


def _record(request: HttpRequest, person: User) -> None:
    subject, method = f"path:{plain_path(request.path_info)}", str(request.method)
    if method in SAFE:
        record(actor=person.username, action="admin.looked", subject=subject, method=method)
    else:
        record(actor=person.username, action="admin.changed", subject=subject, method=method)


class Announcements:
    """Puts what stands on top of every page on the request, so that rendering asks the database for nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Not for programs."""
        if not request.path_info.startswith(PROGRAMS):
            request.announcements = shown_to(dismissed_in(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def dismissed_in(request: HttpRequest) -> list[str]:
    """What this reader does not want to see again."""
    return request.COOKIES.get(DISMISSED, "").split(".")[-MOST_DISMISSED:]
