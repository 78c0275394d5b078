"""The one door to a notebook: it answers the notebook, or ends the request."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from gallery.accounts.models import User
from gallery.lib.errors import NotThere
from gallery.notebooks.cards import CARD_RELATIONS
from gallery.notebooks.models import Notebook, Revision, Star
from gallery.notebooks.permissions import Role, check_may, in_trash_of, visible_to


def readable(user: User | None, uuid: UUID) -> Notebook:
    """The notebook, for somebody who may read it; otherwise it does not exist."""
    found = visible_to(user).select_related(*CARD_RELATIONS, "head__author").filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def readable_with_star(user: User | None, uuid: UUID) -> tuple[Notebook, bool]:
    """The same, and whether this reader has starred it, in one query."""
    mine = Star.objects.filter(person=user, notebook=OuterRef("pk")) if user is not None else Star.objects.none()
    rows = visible_to(user).select_related(*CARD_RELATIONS, "head__author").annotate(starred_here=Exists(mine))
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found, bool(found.starred_here)


def allowed(user: User | None, uuid: UUID, role: Role) -> Notebook:
    """The notebook, for somebody with this role; a reader without it is told so."""
    notebook = readable(user, uuid)
    check_may(user, notebook, role)
    return notebook


def trashed(user: User | None, uuid: UUID) -> Notebook:
    """A notebook in the trash, for its owners."""
    found = in_trash_of(user).select_related(*CARD_RELATIONS, "head__author").filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def revision_of(notebook: Notebook, number: int | None) -> Revision:
    """A revision of this notebook by its number, the current one by default."""
    if number is None:
        assert notebook.head is not None  # noqa: S101 — set in the transaction that makes the notebook
        return notebook.head
    found = notebook.revisions.select_related("author").filter(number=number).first()
    if found is None:
        raise NotThere(f"This notebook has no version {number}.")
    return found
