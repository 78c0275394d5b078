"""People and their personal tokens."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person. `username` is the name in addresses; deactivated people keep everything they wrote."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    unseen_notices = models.PositiveIntegerField(default=0)  # counted here, so that no page asks for it
    groups = None  # type: ignore[assignment] # groups with roles are kept by the directory
    user_permissions = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    about = models.CharField(_("about you"), max_length=500, blank=True)

    # Set for one request by the room of administration: sees everything, visibly and on record.
    elevated = False

    class Meta(AbstractUser.Meta):
        constraints = [models.UniqueConstraint(Lower("username"), name="one_person_per_name")]

    @property
    def shown_name(self) -> str:
        """The name that colleagues read."""
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Django's own pages and OpenID claims ask for the name here."""
        return self.shown_name

    def get_short_name(self) -> str:
        """Likewise."""
        return self.username

    def get_absolute_url(self) -> str:
        """The person's page."""
        return f"/people/{self.username}"


class PersonalToken(models.Model):
    """A bearer token that a person made: kept only as a SHA-256, shown once."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        """Its name, never its secret."""
        return self.name

    @property
    def counts(self) -> bool:
        """Whether it still opens anything."""
        late = self.expires_at is not None and self.expires_at <= timezone.now()
        return self.revoked_at is None and not late and self.owner.is_active


class TermsVersion(models.Model):
    """What authors confirm when they save something new, as it was from some moment on; never changed afterwards."""

    text = models.CharField(_("terms"), max_length=1000)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="terms_say_something")]

    def __str__(self) -> str:
        """Its number."""
        return str(self.pk)
