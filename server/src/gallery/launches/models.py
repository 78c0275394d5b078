"""Tickets, and the record that somebody ran a notebook."""

from django.conf import settings
from django.db import models

from gallery.notebooks.models import Notebook


class Ticket(models.Model):
    """Lets one person's server in one environment fetch one notebook, once. Kept as a SHA-256."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    environment = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    redeemed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """The start of its digest."""
        return self.digest[:12]


class Launch(models.Model):
    """Somebody opened a notebook in their Jupyter."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="launches")
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="launches")
    revision = models.PositiveIntegerField()
    environment = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"])]

    def __str__(self) -> str:
        """Who and what, by number."""
        return f"{self.person_id} {self.notebook_id}"
