"""The moment in which a browser becomes somebody's."""

from django.contrib.auth import login
from django.http import HttpRequest

from gallery.accounts.models import User
from gallery.accounts.throttle import address_of
from gallery.audit.actions import record

BACKEND = "django.contrib.auth.backends.ModelBackend"


def open_session(request: HttpRequest, person: User) -> None:
    """Sign in. Django gives the session a new key here, so that nobody can have prepared it (session fixation)."""
    login(request, person, backend=BACKEND)
    record(
        actor=person.username,
        action="sign-in.succeeded",
        subject=f"person:{person.username}",
        address=address_of(request),
    )
