"""Invitations by mail: the address in the mail is signed, and counts once, for the person with that mail address."""

from django.core import signing
from django.db import transaction

from gallery.accounts.models import User
from gallery.lib.errors import Conflict, NotThere
from gallery.notebooks.models import Notebook, Share
from gallery.notebooks.recording import note

SALT = "gallery.invitation"
LASTS = 30 * 24 * 3600  # seconds


def invitation_path(share: Share) -> str:
    """Where an invited person takes the share, for 30 days."""
    return f"/invitations/{signing.dumps(share.pk, salt=SALT)}"


@transaction.atomic
def accept(*, person: User, signed: str) -> Notebook:
    """Turn an invitation into a share of this person's own."""
    found = _share(signed)
    if found.email.lower() != person.email.strip().lower():
        raise Conflict(
            "This invitation was sent to another mail address than the one of your account. "
            "Ask whoever invited you to share the notebook with you by name."
        )
    notebook = found.notebook
    mine = Share.objects.filter(notebook=notebook, person=person).first()
    if mine is None:
        found.person, found.email = person, ""
        found.save(update_fields=["person", "email"])
    else:
        _merge(mine, found)
    note(notebook, person, "invitation.accepted")
    return notebook


def _merge(mine: Share, found: Share) -> None:
    """The higher role until the later end."""
    mine.role = max(mine.role, found.role)
    mine.ends_at = max(mine.ends_at, found.ends_at) if mine.ends_at and found.ends_at else None
    mine.save(update_fields=["role", "ends_at"])
    found.delete()


def _share(signed: str) -> Share:
    try:
        key = signing.loads(signed, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        raise NotThere("This invitation is too old, or its address was cut off. Ask for a new one.") from None
    alive = Share.objects.select_for_update().filter(Share.alive(), pk=key, notebook__trashed_at=None).exclude(email="")
    found = alive.first()
    if found is None:
        raise NotThere("This invitation was used already or taken back.")
    return found
