"""Deprecated notebooks: there, and still run, but not found by themselves; with the reason and what to use instead."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.accounts.models import User
from gallery.lib.errors import Invalid
from gallery.lib.text import shortened
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import Role, check_may, visible_to
from gallery.notebooks.recording import note

LONGEST_REASON = 500
_NUMBER = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


@dataclass(frozen=True)
class Deprecation:
    """What a reader is told; `instead` only where this reader may open it, with its title and address."""

    because: str
    instead: tuple[str, str] | None


def deprecation_of(user: User | None, notebook: Notebook) -> Deprecation | None:
    """What is said of a notebook that is deprecated."""
    if notebook.deprecated_at is None:
        return None
    found = visible_to(user).filter(pk=notebook.instead_id).first() if notebook.instead_id else None
    instead = (found.title, found.get_absolute_url()) if found is not None else None
    return Deprecation(notebook.deprecated_because, instead)


def instead_of(user: User, notebook: Notebook, typed: str) -> Notebook | None:
    """The notebook of an address that somebody pasted; raises `Invalid` for one that they cannot open.

    Where they left it empty there is none, unless there is one that they were not shown: that is not theirs to lose.
    """
    if not typed.strip():
        said = deprecation_of(user, notebook)
        return notebook.instead if said is not None and said.instead is None else None
    number = _NUMBER.search(typed)
    found = visible_to(user).filter(uuid=UUID(number[0])).first() if number else None
    if found is None:
        raise Invalid(_("There is no notebook at this address that you can open. Copy the address of its page."))
    return found


@transaction.atomic
def deprecate(*, notebook: Notebook, by: User, because: str = "", instead: Notebook | None = None) -> None:
    """Take a notebook out of what is found and recommended by itself. Once more changes the reason."""
    check_may(by, notebook, Role.EDIT)
    if instead is not None and instead.pk == notebook.pk:
        raise Invalid(_("A notebook cannot be used instead of itself. Give the address of another one."))
    notebook.deprecated_at = notebook.deprecated_at or timezone.now()
    notebook.deprecated_because = shortened(" ".join(because.split()), LONGEST_REASON)
    notebook.instead = instead
    notebook.save(update_fields=["deprecated_at", "deprecated_because", "instead"])
    note(notebook, by, "notebook.deprecated")


@transaction.atomic
def undeprecate(*, notebook: Notebook, by: User) -> None:
    """Let it be found and recommended again."""
    check_may(by, notebook, Role.EDIT)
    if notebook.deprecated_at is None:
        return
    notebook.deprecated_at, notebook.deprecated_because, notebook.instead = None, "", None
    notebook.save(update_fields=["deprecated_at", "deprecated_because", "instead"])
    note(notebook, by, "notebook.undeprecated")
