"""Who is calling the API: a session, a personal token, or a client that somebody signed in to."""

from dataclasses import dataclass

from django.http import HttpRequest
from oauth2_provider.models import get_access_token_model

from gallery.accounts.models import User
from gallery.accounts.tokens import PREFIX, digest, find_token
from gallery.lib.errors import NotAllowed, SignInNeeded
from gallery.lib.permissions import Permission

EVERYTHING = frozenset(str(permission) for permission in Permission)


@dataclass(frozen=True)
class Principal:
    """The caller: the person (None for nobody), what the credential allows, and through what it came."""

    user: User | None
    scopes: frozenset[str]
    client: str = ""
    token_pk: int | None = None

    def needs(self, permission: Permission) -> None:
        """End the request unless the credential allows this."""
        if permission not in self.scopes:
            raise NotAllowed(f"This token does not have the scope {permission}.")

    def person(self) -> User:
        """The signed-in person, or end the request."""
        if self.user is None:
            raise SignInNeeded("Sign in, or send a token in the Authorization header.")
        return self.user


# Guests pass the door for reading; what they may see is decided behind it.
NOBODY = Principal(user=None, scopes=EVERYTHING)


def principal_of(request: HttpRequest) -> Principal:
    """Read the Authorization header, else the session. A bearer token that does not count is an error, not a guest."""
    header = request.headers.get("Authorization", "")
    if header:
        return _from_header(header)
    user = request.user
    return Principal(user=user, scopes=EVERYTHING) if isinstance(user, User) and user.is_active else NOBODY


def _from_header(header: str) -> Principal:
    kind, _, secret = header.partition(" ")
    secret = secret.strip()
    if kind.lower() != "bearer" or not secret:
        raise SignInNeeded("The Authorization header must read: Bearer TOKEN.")
    principal = _personal(secret) if secret.startswith(PREFIX) else _client(secret)
    if principal is None:
        raise SignInNeeded("This token is unknown, expired or revoked.")
    return principal


def _personal(secret: str) -> Principal | None:
    token = find_token(secret)
    if token is None:
        return None
    return Principal(user=token.owner, scopes=frozenset(token.scopes), client="token", token_pk=token.pk)


def _client(secret: str) -> Principal | None:
    found = (
        get_access_token_model()
        .objects.select_related("user", "application")
        .filter(token_checksum=digest(secret))
        .first()
    )
    if found is None or found.is_expired() or found.user is None or not found.user.is_active:
        return None
    return Principal(user=found.user, scopes=frozenset(found.scope.split()), client=found.application.client_id)
