"""Feed tokens: made, looked up, revoked. A feed reader has no session, so the token stands in the feed's address."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gallery.accounts.models import User
from gallery.accounts.tokens import digest
from gallery.audit.actions import record
from gallery.feeds.models import FeedToken
from gallery.lib.errors import Invalid, NotThere

PREFIX = "cpf_"  # told apart from personal tokens, which no address may carry
USED_EVERY = timedelta(minutes=5)
MOST = 50


@transaction.atomic
def create_feed_token(*, owner: User, name: str) -> tuple[FeedToken, str]:
    """Make a token; the secret is returned here and never again."""
    if FeedToken.objects.filter(owner=owner, revoked_at=None).count() >= MOST:
        raise Invalid(f"You have {MOST} private addresses already. Revoke one that you do not need any more.")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = FeedToken.objects.create(owner=owner, name=name, digest=digest(secret))
    record(actor=owner.username, action="feed-token.created", subject=f"feed-token:{token.pk}")
    return token, secret


@transaction.atomic
def revoke_feed_token(*, owner: User, pk: int) -> None:
    """End a token of one's own at once."""
    if not FeedToken.objects.filter(owner=owner, pk=pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise NotThere
    record(actor=owner.username, action="feed-token.revoked", subject=f"feed-token:{pk}")


def end_tokens_of(person: User) -> None:
    """Follows when somebody leaves: the tokens stay ended should they ever come back."""
    FeedToken.objects.filter(owner=person, revoked_at=None).update(revoked_at=timezone.now())


def reader_with(secret: str) -> User:
    """Whose feeds this token opens, noting now and then that it was used.

    Raises:
        NotThere: for unknown and revoked tokens and those of deactivated people alike. To answer as if there were no
            token would let a reader go on, with a part missing; 401 would have it ask for a password that nobody has.
    """
    alive = FeedToken.objects.filter(revoked_at=None, owner__is_active=True)
    token = alive.select_related("owner").filter(digest=digest(secret)).first()
    if token is None:
        raise NotThere
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USED_EVERY:
        FeedToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.owner
