"""Slows down guessing of client secrets: failures are counted by client and address, from the audit log."""

import hashlib
from typing import Any

from django.db.models import Q
from django.utils import timezone
from oauth2_provider.models import get_application_model

from gallery.accounts.throttle import WINDOW
from gallery.audit.actions import record
from gallery.audit.models import AuditEvent

REFUSED = "client.refused"
PER_CLIENT_AND_ADDRESS, PER_ADDRESS = 20, 60


def too_many_failures(*, client_id: str, address: str) -> bool:
    """Whether this address failed too often of late, for this client or for any.

    A client of the house is never shut out: it runs on the same machine as people's notebooks, which could otherwise
    end everybody's sign-in by failing in its name. Its secret is random and long, so guessing leads nowhere.
    """
    if _own(client_id) is not None:
        return False
    recent = AuditEvent.objects.filter(
        Q(action=REFUSED), Q(at__gt=timezone.now() - WINDOW), Q(subject=f"address:{address}")
    )
    return recent.filter(actor=_actor(client_id)).count() >= PER_CLIENT_AND_ADDRESS or recent.count() >= PER_ADDRESS


def note_failure(*, client_id: str, address: str) -> None:
    """Count a failed authentication, and no more than the throttle needs: a flood does not fill the log."""
    recent = AuditEvent.objects.filter(
        action=REFUSED, at__gt=timezone.now() - WINDOW, subject=f"address:{address}"
    ).count()
    if recent < PER_ADDRESS:
        record(actor=_actor(client_id), action=REFUSED, subject=f"address:{address}")


def _actor(client_id: str) -> str:
    if get_application_model().objects.filter(client_id=client_id).exists():
        return f"client:{client_id}"
    return f"unknown:{hashlib.sha256(client_id.encode()).hexdigest()[:16]}"


def _own(client_id: str) -> Any:
    return get_application_model().objects.filter(client_id=client_id, skip_authorization=True).first()
