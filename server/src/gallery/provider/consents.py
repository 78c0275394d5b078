"""Consent: given on the page that asks, remembered, withdrawn."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.provider.ending import end_tokens
from gallery.provider.models import Consent
from gallery.provider.redirects import is_loopback


@transaction.atomic
def give_consent(*, person: User, client: Any, scopes: Iterable[str]) -> None:
    """Remember that the person allowed this; what they allowed before stays allowed."""
    consent, _ = Consent.objects.select_for_update().get_or_create(person=person, client=client)
    consent.scopes = sorted({*consent.scopes, *scopes})
    consent.save()
    record(
        actor=person.username,
        action="consent.given",
        subject=f"client:{client.client_id}",
        scopes=" ".join(sorted(scopes)),
    )


@transaction.atomic
def withdraw_consent(*, person: User, client: Any) -> None:
    """Forget the consent and end everything that the client holds of this person."""
    Consent.objects.filter(person=person, client=client).delete()
    end_tokens(person=person, client=client)
    record(actor=person.username, action="consent.withdrawn", subject=f"client:{client.client_id}")


def needs_no_question(*, person: User, client: Any, scopes: Iterable[str], redirect_uri: str) -> bool:
    """Whether the client is the house's own, or the person allowed all of this before.

    A client without a secret that returns to the reader's own machine is asked about every time: any program there
    can claim to be it.
    """
    if client.skip_authorization:
        return True
    if client.client_type == client.CLIENT_PUBLIC and is_loopback(redirect_uri):
        return False
    consent = Consent.objects.filter(person=person, client=client).first()
    return consent is not None and set(scopes) <= set(consent.scopes)
