"""What clients may ask for: the words for people, and the limit that was registered for each client."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from oauth2_provider.scopes import BaseScopes

from gallery.lib.permissions import Permission
from gallery.provider.models import Registration

Words = str | Promise

DESCRIBED: dict[str, Words] = {
    "openid": _("Know that it is you"),
    "profile": _("Know your name"),
    "groups": _("Know your groups, your organisation and your attributes"),
    **{permission.value: permission.described for permission in Permission},
}
DEFAULT = ("openid", "profile")
FIRST_PARTY = (
    *("openid", "profile", "groups"),
    *(Permission.NOTEBOOKS_READ.value, Permission.NOTEBOOKS_WRITE.value, Permission.EXECUTIONS_WRITE.value),
)


def described(scopes: Iterable[str]) -> tuple[Words, ...]:
    """What these scopes mean, in plain words and in the order of the vocabulary."""
    wanted = set(scopes)
    return tuple(words for scope, words in DESCRIBED.items() if scope in wanted)


def registered_scopes(client: Any) -> frozenset[str]:
    """What this client may ask for at most."""
    found = Registration.objects.filter(client=client).first()
    return frozenset(found.scopes if found else ()) & frozenset(DESCRIBED)


class RegisteredScopes(BaseScopes):  # type: ignore[misc] # the library has no types
    """The library asks here what exists and what a client may have."""

    def get_all_scopes(self) -> dict[str, Words]:
        """The vocabulary."""
        return DESCRIBED

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """What the client was registered for; without a client, the vocabulary."""
        return sorted(DESCRIBED if application is None else registered_scopes(application))

    def get_default_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> Sequence[str]:
        """What a client gets that does not say what it wants."""
        allowed = self.get_available_scopes(application)
        return [scope for scope in DEFAULT if scope in allowed]
