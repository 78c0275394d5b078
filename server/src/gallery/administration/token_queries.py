"""Personal tokens as administrators see them; never their secrets."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from gallery.accounts.links import PersonLink, person_link
from gallery.accounts.models import PersonalToken, User
from gallery.lib.paging import Paged, part

ON_A_PAGE = 100
UNUSED_FOR = timedelta(days=90)


@dataclass(frozen=True)
class TokenRow:
    """A token that was not revoked."""

    pk: int
    owner: PersonLink
    name: str
    scopes: tuple[str, ...]
    created: datetime
    last_used: datetime | None
    expires: datetime | None
    counts: bool


@dataclass(frozen=True)
class TokenList(Paged):
    """A page of the list of tokens, with what it was narrowed to."""

    tokens: tuple[TokenRow, ...]
    person: str
    unused: bool
    endless: bool


def tokens_held_by(person: User) -> tuple[TokenRow, ...]:
    """One person's tokens, newest first."""
    return _rows(_living().filter(owner=person))


def token_list(*, person: str, unused: bool, endless: bool, page: int) -> TokenList:
    """A page of everybody's tokens, newest first."""
    found = _living()
    if person:
        found = found.filter(owner__username=person.lower())
    if unused:
        before = timezone.now() - UNUSED_FOR
        found = found.filter(Q(last_used_at__lt=before) | Q(last_used_at=None, created_at__lt=before))
    if endless:
        found = found.filter(expires_at=None)
    rows = _rows(found[part(page, ON_A_PAGE)])
    return TokenList(found.count(), page, ON_A_PAGE, tokens=rows, person=person, unused=unused, endless=endless)


def _living() -> QuerySet[PersonalToken]:
    return PersonalToken.objects.filter(revoked_at=None).select_related("owner").order_by("-created_at", "-pk")


def _rows(tokens: QuerySet[PersonalToken]) -> tuple[TokenRow, ...]:
    return tuple(
        TokenRow(
            pk=one.pk,
            owner=person_link(one.owner),
            name=one.name,
            scopes=tuple(one.scopes),
            created=one.created_at,
            last_used=one.last_used_at,
            expires=one.expires_at,
            counts=one.counts,
        )
        for one in tokens
    )
