"""The audit event: text columns only, so that the log outlives what it speaks of."""

import uuid

from django.db import models


class AuditEvent(models.Model):
    """One thing that somebody did or was denied."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"]),
            models.Index(fields=["actor", "at"]),
            models.Index(fields=["action", "at"]),
        ]

    def __str__(self) -> str:
        """One line for people who read the log."""
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor} {self.action} {self.subject}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Insert only: an event is never changed."""
        if not self._state.adding:
            raise TypeError("audit events are append-only")
        super().save(force_insert=True)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refuse: an event is never removed through the application."""
        raise TypeError("audit events are append-only")
