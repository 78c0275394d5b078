"""Clients of the OpenID provider that belong to the house."""

from django.db import transaction
from oauth2_provider.models import get_application_model

from gallery.audit.actions import record


@transaction.atomic
def ensure_first_party_client(*, client_id: str, name: str, secret: str, redirect_uri: str) -> None:
    """Make or correct a client of our own; people are not asked for consent, since it is the same house."""
    application = get_application_model()
    found = application.objects.filter(client_id=client_id).first() or application(client_id=client_id)
    fresh = found.pk is None
    found.name, found.client_secret, found.hash_client_secret = name, secret, True
    found.client_type, found.authorization_grant_type = (
        application.CLIENT_CONFIDENTIAL,
        application.GRANT_AUTHORIZATION_CODE,
    )
    found.redirect_uris, found.skip_authorization, found.algorithm = (
        redirect_uri,
        True,
        application.RS256_ALGORITHM,
    )
    found.save()
    record(actor="system", action="client.created" if fresh else "client.updated", subject=f"client:{client_id}")
