"""Change of a password: by the person themselves, or a random one by an administrator."""

import secrets

from django.db import transaction
from oauth2_provider.models import get_access_token_model, get_refresh_token_model

from gallery.accounts.actions import end_sessions
from gallery.accounts.models import User
from gallery.audit.actions import record


@transaction.atomic
def change_password(*, person: User, password: str) -> None:
    """Set a checked password. Sessions elsewhere end by themselves; what clients were granted ends here."""
    _set(person, password)
    record(actor=person.username, action="person.password", subject=f"person:{person.username}")


@transaction.atomic
def reset_password(*, person: User, by: str) -> str:
    """Set a random password and answer it, here and never again. The person is signed out everywhere."""
    fresh = random_password()
    _set(person, fresh)
    end_sessions(person)
    record(actor=by, action="person.password-reset", subject=f"person:{person.username}")
    return fresh


def random_password() -> str:
    """A password that nobody guesses and everybody can type: 120 bits, in groups of letters and digits."""
    plain = secrets.token_hex(15)
    return "-".join(plain[start : start + 6] for start in range(0, len(plain), 6))


def _set(person: User, password: str) -> None:
    person.set_password(password)
    person.save(update_fields=["password"])
    get_access_token_model().objects.filter(user=person).delete()
    get_refresh_token_model().objects.filter(user=person).delete()
