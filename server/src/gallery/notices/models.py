"""A notice: that something happened which concerns somebody. Its words are made when it is read."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One thing that one person is told once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)  # as in the audit log: notebook:UUID
    detail = models.JSONField(default=dict)  # short facts: names and numbers, never a title or content
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "-created_at"])]

    def __str__(self) -> str:
        """Its kind."""
        return self.kind
