"""Name and password: of the gallery's own accounts, then of the directories that check them."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest

from gallery.accounts.models import User
from gallery.identity.entering import enter
from gallery.identity.providers import LdapProvider, all_providers


def asks_for_passwords() -> bool:
    """Whether the sign-in page shows name and password."""
    return settings.CONFIG.local_sign_in or bool(_directories())


def person_with_password(request: HttpRequest, name: str, password: str) -> User | None:
    """The person with this name and password, or None. Raises what a directory's refusal is about."""
    person = authenticate(request, username=name, password=password)
    if isinstance(person, User) and (settings.CONFIG.local_sign_in or person.is_superuser):
        return person
    for provider in _directories():
        from gallery.identity.ldap import profile_of  # noqa: PLC0415 — a large library, only where it is asked for

        profile = profile_of(provider, name, password)
        if profile is not None:
            return enter(provider, profile)
    return None


def _directories() -> list[LdapProvider]:
    return [provider for provider in all_providers() if isinstance(provider, LdapProvider)]
