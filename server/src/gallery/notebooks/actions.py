"""Everything that changes notebooks: one verb each, one transaction, its audit event inside."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from commonplace_clean import Cleaned, dump
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gallery.accounts.models import User
from gallery.accounts.terms import current_terms
from gallery.lib.errors import Conflict, NotThere
from gallery.lib.languages import language_of
from gallery.lib.proposals import LONGEST_TITLE, proposed_title
from gallery.lib.question_card import QuestionCard
from gallery.lib.text import shortened
from gallery.notebooks.content import store_cells
from gallery.notebooks.models import Notebook, Revision, Star, Visibility
from gallery.notebooks.packages import keep_packages
from gallery.notebooks.permissions import Role, check_may, role_even_in_trash
from gallery.notebooks.recording import note
from gallery.notebooks.saving import follow_all
from gallery.notebooks.shaping import store_shapes
from gallery.notebooks.tags import clean_tags, tag_rows
from gallery.notebooks.tasks import render_revision
from gallery.notebooks.usage import note_run, tell
from gallery.notebooks.visibility import settle


class RevisionConflict(Conflict):
    """Somebody saved in between; both versions are kept."""

    type = "revision-conflict"
    title = "Somebody saved a newer version in between"


@dataclass(frozen=True)
class Description:
    """What people say about a notebook: title, description, tags, and its card; `None` leaves the card as it is."""

    title: str = ""
    description: str = ""
    tags: Sequence[str] = ()
    card: QuestionCard | None = None


def fingerprint(notebook: dict[str, Any]) -> str:
    """SHA-256 of a clean document: equal content, equal fingerprint."""
    return hashlib.sha256(dump(notebook)).hexdigest()


@transaction.atomic
def create_notebook(
    *,
    owner: User,
    by: User,
    cleaned: Cleaned,
    about: Description,
    visibility: Visibility = Visibility.PRIVATE,
    message: str = "",
    filename: str = "",
    terms: int | None = None,
) -> Notebook:
    """Make a notebook with its first revision. `terms` is the version that was confirmed, by default today's."""
    content = cleaned.notebook
    title = " ".join(about.title.split()) or proposed_title(content, filename)
    notebook = Notebook.objects.create(
        owner=owner,
        title=shortened(title, LONGEST_TITLE),
        description=about.description.strip(),
        visibility=visibility,
        language=language_of(content),
        fingerprint=fingerprint(content),
        updated_at=timezone.now(),
        **_answers(about.card),
    )
    notebook.tags.set(tag_rows(clean_tags(about.tags)))
    _add_revision(notebook, by=by, content=content, base=None, message=message)
    note(notebook, by, "notebook.created", visibility=str(visibility), terms=_confirmed(terms))
    return notebook


def _confirmed(terms: int | None) -> int:
    now = current_terms().number
    if terms not in {None, now}:
        raise Conflict("The terms for authors have changed meanwhile. Read them again, confirm, and save once more.")
    return now


def _answers(card: QuestionCard | None) -> dict[str, str]:
    """The columns of a card; none where nothing is said about it."""
    return asdict(card.tidy()) if card is not None else {}


@transaction.atomic
def save_revision(*, notebook: Notebook, by: User, cleaned: Cleaned, base: int, message: str = "") -> Revision:
    """Save a new version on top of the one that it was made from; raise `RevisionConflict` where it is old."""
    check_may(by, notebook, Role.EDIT)
    notebook = _locked(notebook)
    head = notebook.head
    if head is None or head.number != base:
        raise _conflict(head, base)
    if fingerprint(cleaned.notebook) == head.fingerprint:
        return head
    revision = _add_revision(notebook, by=by, content=cleaned.notebook, base=base, message=message)
    note(notebook, by, "revision.saved", number=revision.number)
    return revision


def _locked(notebook: Notebook) -> Notebook:
    # The lock first and alone: joined rows would be those from before the wait.
    Notebook.objects.select_for_update().get(pk=notebook.pk)
    return Notebook.objects.select_related("head__author", "owner").get(pk=notebook.pk)


def _conflict(head: Revision | None, base: int) -> RevisionConflict:
    assert head is not None  # noqa: S101 — every notebook has a revision
    return RevisionConflict(
        f"{head.author.shown_name} saved version {head.number} after you opened version {base}. "
        "Nothing of yours is lost: compare, save yours on top, or save it as a new notebook.",
        current_revision=head.number,
        current_author=head.author.shown_name,
        current_message=head.message,
        current_saved_at=head.created_at.isoformat(),
    )


def _add_revision(notebook: Notebook, *, by: User, content: dict[str, Any], base: int | None, message: str) -> Revision:
    revision = Revision.objects.create(
        notebook=notebook,
        number=(base or 0) + 1,
        base=base,
        author=by,
        message=shortened(" ".join(message.split()), 500),
        metadata=content["metadata"],
        fingerprint=fingerprint(content),
    )
    store_cells(revision, content["cells"])
    store_shapes(content["cells"], language_of(content))
    keep_packages(notebook, content["cells"], language_of(content))
    notebook.head = revision
    notebook.language = language_of(content)
    notebook.updated_at = timezone.now()
    notebook.save(update_fields=["head", "language", "updated_at"])
    render_revision.enqueue(revision.pk)  # a row in the same transaction: the task exists if the revision does
    follow_all(notebook)
    return revision


@transaction.atomic
def describe(*, notebook: Notebook, by: User, about: Description) -> None:
    """Change title, description, tags and card."""
    check_may(by, notebook, Role.EDIT)
    answers = _answers(about.card)
    notebook.title = shortened(" ".join(about.title.split()), LONGEST_TITLE) or notebook.title
    notebook.description = about.description.strip()
    notebook.updated_at = timezone.now()
    for name, value in answers.items():
        setattr(notebook, name, value)
    notebook.save(update_fields=["title", "description", "updated_at", *answers])
    notebook.tags.set(tag_rows(clean_tags(about.tags)))
    note(notebook, by, "notebook.described")


@transaction.atomic
def set_visibility(*, notebook: Notebook, by: User, visibility: Visibility) -> None:
    """Decide who may see the notebook."""
    check_may(by, notebook, Role.OWN)
    before, notebook.visibility = notebook.visibility, visibility
    notebook.save(update_fields=["visibility"])
    if visibility == Visibility.PRIVATE:
        settle(notebook)  # somebody with a share still sees it, so it does not say that nobody does
    note(notebook, by, "notebook.visibility", before=str(before), after=str(visibility))


@transaction.atomic
def restore_revision(*, notebook: Notebook, by: User, number: int, cleaned: Cleaned) -> Revision:
    """Make the content of an earlier version the newest one; nothing in between is lost."""
    current = _locked(notebook).head
    assert current is not None  # noqa: S101 — every notebook has a revision
    return save_revision(
        notebook=notebook, by=by, cleaned=cleaned, base=current.number, message=f"Back to version {number}"
    )


@transaction.atomic
def trash(*, notebook: Notebook, by: User) -> None:
    """Move to the owner's trash, from where it can be brought back."""
    check_may(by, notebook, Role.OWN)
    notebook.trashed_at = timezone.now()
    notebook.save(update_fields=["trashed_at"])
    note(notebook, by, "notebook.trashed")


@transaction.atomic
def untrash(*, notebook: Notebook, by: User) -> None:
    """Bring back from the trash."""
    if role_even_in_trash(by, notebook) < Role.OWN:
        raise NotThere
    notebook.trashed_at = None
    notebook.save(update_fields=["trashed_at"])
    note(notebook, by, "notebook.restored")


@transaction.atomic
def star(*, notebook: Notebook, by: User) -> None:
    """Keep at hand. Twice is once."""
    check_may(by, notebook, Role.READ)
    _, made = Star.objects.get_or_create(person=by, notebook=notebook)
    if made:
        _count_stars(notebook)
        tell([by.pk])


@transaction.atomic
def unstar(*, notebook: Notebook, by: User) -> None:
    """Keep at hand no longer."""
    removed, _ = Star.objects.filter(person=by, notebook=notebook).delete()
    if removed:
        _count_stars(notebook)
        tell([by.pk])


def _count_stars(notebook: Notebook) -> None:
    notebook.stars = notebook.starred.count()
    Notebook.objects.filter(pk=notebook.pk).update(stars=notebook.stars)


def count_run(*, notebook: Notebook, by: User) -> None:
    """One more run; called by the room that launches, inside its transaction."""
    Notebook.objects.filter(pk=notebook.pk).update(runs=F("runs") + 1)
    note_run(by, notebook)
