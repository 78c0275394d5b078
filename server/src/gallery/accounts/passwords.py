"""Change of a password by the person themselves."""

from django.db import transaction
from oauth2_provider.models import get_access_token_model, get_refresh_token_model

from gallery.accounts.models import User
from gallery.audit.actions import record


@transaction.atomic
def change_password(*, person: User, password: str) -> None:
    """Set a checked password. Sessions elsewhere end by themselves; what clients were granted ends here."""
    person.set_password(password)
    person.save(update_fields=["password"])
    get_access_token_model().objects.filter(user=person).delete()
    get_refresh_token_model().objects.filter(user=person).delete()
    record(actor=person.username, action="person.password", subject=f"person:{person.username}")
