"""The audit log cannot be changed or shortened, not even past the application."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from gallery.audit.actions import record
from gallery.audit.append_only import MESSAGE
from gallery.audit.models import AuditEvent


@pytest.fixture
def event(db: None) -> AuditEvent:
    """Something that happened."""
    return record(actor="ada", action="notebook.run", subject="notebook:1")


def refused(statement: str) -> None:
    """The database refuses this statement with our words."""
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_raw_statements_are_refused(event: AuditEvent) -> None:
    refused("UPDATE audit_auditevent SET actor = 'nobody'")
    refused("DELETE FROM audit_auditevent")
    if connection.vendor == "sqlite":
        row = "SELECT id, at, 'nobody', action, subject, detail FROM audit_auditevent"
        refused(f"INSERT OR REPLACE INTO audit_auditevent (id, at, actor, action, subject, detail) {row}")
    else:
        refused("TRUNCATE audit_auditevent")
    assert AuditEvent.objects.get().actor == "ada"


@pytest.mark.parametrize(
    "change",
    [
        lambda _: AuditEvent.objects.update(actor="nobody"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["actor"]),
    ],
    ids=["update", "delete", "bulk update"],
)
def test_queries_are_refused(event: AuditEvent, change: Callable[[AuditEvent], object]) -> None:
    event.actor = "nobody"
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        change(event)
    assert AuditEvent.objects.get().actor == "ada"


@pytest.mark.django_db(transaction=True)
def test_it_still_holds_after_the_tests_emptied_the_database() -> None:
    from django.core.management import call_command

    record(actor="ada", action="notebook.run", subject="notebook:1")
    call_command("flush", verbosity=0, interactive=False)
    assert not AuditEvent.objects.exists()
    record(actor="ada", action="notebook.run", subject="notebook:1")
    refused("DELETE FROM audit_auditevent")
