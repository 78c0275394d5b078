"""End what clients hold: codes, access tokens, refresh tokens. One place, so that no kind is forgotten."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from oauth2_provider.models import (
    clear_expired,
    get_access_token_model,
    get_grant_model,
    get_id_token_model,
    get_refresh_token_model,
)

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.provider.models import Consent, IssuedCode


@transaction.atomic
def end_tokens(*, person: User | None = None, client: Any = None) -> None:
    """End everything of this person, of this client, or of this person at this client; at once.

    Refresh tokens are kept as revoked, so that showing one later is noticed.
    """
    which = {name: value for name, value in (("user", person), ("application", client)) if value is not None}
    if not which:
        raise TypeError("say whose tokens end")
    get_grant_model().objects.filter(**which).delete()
    get_refresh_token_model().objects.filter(**which, revoked=None).update(revoked=timezone.now())
    get_access_token_model().objects.filter(**which).delete()
    get_id_token_model().objects.filter(**which).delete()


def end_all_of(person: User) -> None:
    """When somebody leaves: no client keeps a token, and none may come back without being allowed again."""
    end_tokens(person=person)
    Consent.objects.filter(person=person).delete()


def end_family_of_code(digest: str) -> None:
    """A used code was shown again: what it was exchanged for ends."""
    used = IssuedCode.objects.filter(digest=digest).exclude(family=None).select_related("client", "person").first()
    if used is None:
        return
    get_refresh_token_model().revoke_family(used.family)
    record(actor=used.person.username, action="code.replayed", subject=f"client:{used.client.client_id}")


def tidy() -> None:
    """Forget what has expired, and codes that can betray nothing any more. Worth doing once a day."""
    clear_expired()
    families = get_refresh_token_model().objects.exclude(token_family=None).values("token_family")
    waiting = get_grant_model().objects.values("code")
    forgotten = Q(family=None) | ~Q(family__in=families)
    IssuedCode.objects.filter(forgotten).exclude(digest__in=waiting).delete()
