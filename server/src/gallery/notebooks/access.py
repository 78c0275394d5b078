"""The one door to a notebook: it answers the notebook, or ends the request."""

from dataclasses import dataclass
from uuid import UUID

from gallery.accounts.models import User
from gallery.lib.errors import NotThere
from gallery.notebooks.cards import CARD_RELATIONS
from gallery.notebooks.models import Notebook, Revision
from gallery.notebooks.permissions import (
    Role,
    Standing,
    check_may,
    in_trash_of,
    role_by_standing,
    standing_of,
    visible_to,
)
from gallery.notebooks.rule import Marked, Starred


def readable(user: User | None, uuid: UUID) -> Notebook:
    """The notebook, for somebody who may read it; otherwise it does not exist."""
    found = visible_to(user).select_related(*CARD_RELATIONS, "head__author").filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


@dataclass(frozen=True)
class Opening:
    """A notebook as one reader opens it. `marked`: its readers must hold an attribute."""

    notebook: Notebook
    role: Role
    starred: bool = False
    marked: bool = False


def opened(user: User | None, uuid: UUID) -> Opening:
    """The notebook with what its page asks about its reader, in one query."""
    if user is None:
        return Opening(readable(None, uuid), Role.READ)
    rows = visible_to(user).select_related(*CARD_RELATIONS, "head__author").filter(uuid=uuid)
    found = rows.annotate(**standing_of(user), starred_here=Starred(user.pk), marked=Marked()).first()
    if found is None:
        raise NotThere
    standing = Standing(*(getattr(found, name) for name in Standing._fields))
    role = Role.OWN if user.elevated else role_by_standing(user, found, standing)
    return Opening(found, role, starred=found.starred_here, marked=found.marked)


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
