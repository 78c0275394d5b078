"""Who reads this page."""

from django.http import HttpRequest

from gallery.accounts.models import User
from gallery.lib.errors import SignInNeeded


def reader(request: HttpRequest) -> User | None:
    """The signed-in person, or None."""
    user = getattr(request, "user", None)
    return user if isinstance(user, User) and user.is_active else None


def signed_in(request: HttpRequest) -> User:
    """The signed-in person; otherwise the request ends at the sign-in page."""
    person = reader(request)
    if person is None:
        raise SignInNeeded("Sign in to do this.")
    return person
