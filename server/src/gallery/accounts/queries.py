"""The account page as a finished thing."""

from dataclasses import dataclass
from datetime import datetime

from gallery.accounts.models import PersonalToken, User
from gallery.lib.permissions import Permission


@dataclass(frozen=True)
class TokenLine:
    """A personal token in the list of its owner; never its secret."""

    pk: int
    name: str
    scopes: tuple[str, ...]
    created: datetime
    expires: datetime | None
    last_used: datetime | None
    counts: bool


@dataclass(frozen=True)
class PersonHead:
    """What the top of a person's page says."""

    name: str
    shown_name: str
    about: str
    url: str
    joined: datetime
    active: bool


def tokens_of(owner: User) -> tuple[TokenLine, ...]:
    """The person's tokens that were not revoked, newest first."""
    rows = PersonalToken.objects.filter(owner=owner, revoked_at=None).select_related("owner")
    return tuple(_line(token) for token in rows)


def _line(token: PersonalToken) -> TokenLine:
    known = set(Permission)
    return TokenLine(
        pk=token.pk,
        name=token.name,
        scopes=tuple(str(Permission(scope).described) for scope in token.scopes if scope in known),
        created=token.created_at,
        expires=token.expires_at,
        last_used=token.last_used_at,
        counts=token.counts,
    )


def person_head(person: User) -> PersonHead:
    """The head of a person's page."""
    return PersonHead(
        name=person.username,
        shown_name=person.shown_name,
        about=person.about,
        url=person.get_absolute_url(),
        joined=person.date_joined,
        active=person.is_active,
    )
