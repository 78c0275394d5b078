"""A registered Jupyter server."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gallery.accounts.models import PersonalToken

HUB = "hub"


class Environment(models.Model):
    """Somebody's own Jupyter server; only the browser ever goes to its address, never the gallery."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="environments")
    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=300)
    token = models.OneToOneField(PersonalToken, on_delete=models.CASCADE, related_name="environment")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_environment_per_name")]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def key(self) -> str:
        """How a ticket names it."""
        return str(self.uuid)
