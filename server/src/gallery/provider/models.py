"""What the OpenID library does not keep: what a client may ask for, who allowed it, and which codes were used."""

from django.conf import settings
from django.db import models


class Registration(models.Model):
    """What a client was registered for. A client without one may ask for nothing."""

    client = models.OneToOneField(
        settings.OAUTH2_PROVIDER_APPLICATION_MODEL, on_delete=models.CASCADE, related_name="registration"
    )
    scopes = models.JSONField(default=list)
    registered_by = models.CharField(max_length=150)
    secret_changed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Which client."""
        return f"registration of client {self.client_id}"


class Consent(models.Model):
    """A person allowed a client to do this, until they withdraw it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    client = models.ForeignKey(
        settings.OAUTH2_PROVIDER_APPLICATION_MODEL, on_delete=models.CASCADE, related_name="consents"
    )
    scopes = models.JSONField(default=list)
    given_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "client"], name="one_consent_per_client")]

    def __str__(self) -> str:
        """Who and which client."""
        return f"consent of {self.person_id} for client {self.client_id}"


class IssuedCode(models.Model):
    """A sign-in's code, by its digest, and the family of tokens it was exchanged for.

    It outlives the code: whoever shows a used code again has stolen it, or was robbed, so the family ends.
    """

    digest = models.CharField(max_length=64, unique=True)
    client = models.ForeignKey(settings.OAUTH2_PROVIDER_APPLICATION_MODEL, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    signed_in_at = models.DateTimeField()
    issued_at = models.DateTimeField(auto_now_add=True)
    family = models.UUIDField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        """Its number, never its digest."""
        return f"code {self.pk}"
