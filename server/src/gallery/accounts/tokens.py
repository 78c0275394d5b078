"""Personal tokens: made, looked up, revoked."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gallery.accounts.models import PersonalToken, User
from gallery.audit.actions import record
from gallery.lib.errors import NotThere
from gallery.lib.permissions import Permission

PREFIX = "cpt_"
USED_EVERY = timedelta(minutes=5)


def digest(token: str) -> str:
    """What is stored of a token. Tokens are random, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_token(
    *, owner: User, name: str, scopes: Sequence[Permission] = tuple(Permission), days: int | None = None
) -> tuple[PersonalToken, str]:
    """Make a token; the secret is returned here and never again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(days=days) if days else None
    token = PersonalToken.objects.create(
        owner=owner,
        name=name,
        digest=digest(secret),
        scopes=[str(scope) for scope in scopes],
        expires_at=expires,
    )
    record(
        actor=owner.username,
        action="token.created",
        subject=f"token:{token.pk}",
        scopes=" ".join(token.scopes),
    )
    return token, secret


@transaction.atomic
def revoke_token(*, owner: User, pk: int) -> None:
    """End a token of one's own at once."""
    token = PersonalToken.objects.filter(owner=owner, pk=pk, revoked_at=None).first()
    if token is None:
        raise NotThere
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record(actor=owner.username, action="token.revoked", subject=f"token:{pk}")


@transaction.atomic
def revoke_token_of_anybody(*, pk: int, by: str) -> PersonalToken:
    """End somebody's token at once; for administrators."""
    token = PersonalToken.objects.select_related("owner").filter(pk=pk, revoked_at=None).first()
    if token is None:
        raise NotThere
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record(actor=by, action="token.revoked", subject=f"token:{pk}", person=token.owner.username)
    return token


def find_token(secret: str) -> PersonalToken | None:
    """The token with this secret while it counts, noting now and then that it was used."""
    token = PersonalToken.objects.select_related("owner").filter(digest=digest(secret)).first()
    if token is None or not token.counts:
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USED_EVERY:
        PersonalToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token
