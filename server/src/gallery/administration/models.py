"""What stands on top of every page for a while."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How loud it is."""

    INFO = "info", _("for information")
    WARNING = "warning", _("take care")
    URGENT = "urgent", _("urgent")


class Announcement(models.Model):
    """A few words of the administrators to everybody, guests included. Plain text."""

    text = models.CharField(_("text"), max_length=500)
    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.INFO)
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)  # who dismissed an earlier one sees what it says now

    class Meta:
        ordering = ["-begins_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="announcement_says_something"),
            models.CheckConstraint(condition=Q(level__in=["info", "warning", "urgent"]), name="level_is_known"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("begins_at")), name="announcement_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        """Its number."""
        return str(self.pk)
