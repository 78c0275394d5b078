"""Whom a provider means, who waits for an administrator, and assertions that may not come twice."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Identity(models.Model):
    """A person's account at a provider: issuer and subject, never a name or mail address, say who it is."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities")
    provider = models.CharField(max_length=40)
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    shown = models.CharField(max_length=150, blank=True)
    gave_admin = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_per_identity"),
            models.CheckConstraint(condition=~Q(issuer="") & ~Q(subject=""), name="identity_is_complete"),
        ]

    def __str__(self) -> str:
        """By number: the subject may be a name."""
        return f"{self.person_id} at {self.provider}"


class Waiting(models.Model):
    """Somebody who asked to come in: the person exists, deactivated, until an administrator decides."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waiting")
    provider = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        """By number."""
        return f"{self.person_id} waits"


class Arrival(models.Model):
    """An assertion that was accepted: each once, and carried on to the browser that asked for it."""

    assertion = models.CharField(max_length=64, unique=True)
    request = models.CharField(max_length=64, unique=True)
    profile = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        """By number."""
        return f"arrival {self.pk}"
