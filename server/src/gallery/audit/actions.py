"""Write to the audit log, inside the transaction of what it records."""

from gallery.audit.models import AuditEvent

LONGEST_DETAIL = 500


def record(*, actor: str, action: str, subject: str, **detail: str | int | bool | None) -> AuditEvent:
    """Append one event. Details are short facts: never content, a token or a title."""
    short = {key: value[:LONGEST_DETAIL] if isinstance(value, str) else value for key, value in detail.items()}
    return AuditEvent.objects.create(actor=actor[:150], action=action, subject=subject[:200], detail=short)
