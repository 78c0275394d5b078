"""The end of each verb that changes a notebook: its audit event, and its place in the sequence of changes."""

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.notebooks.changes import next_change
from gallery.notebooks.models import Notebook


def note(notebook: Notebook, by: User, action: str, **detail: str | int | bool | None) -> None:
    """Record what `by` did, marking what an administrator did in admin mode. Call it last in the transaction."""
    if by.elevated:
        detail["elevated"] = True
    record(actor=by.username, action=action, subject=f"notebook:{notebook.uuid}", **detail)
    # Last, since its lock is held until the end of the transaction.
    notebook.changed = next_change()
    Notebook.objects.filter(pk=notebook.pk).update(changed=notebook.changed)
