"""Import: each file becomes a notebook, is known already, or ends as one line with its name and the reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from commonplace_clean import Cleaned

from gallery.accounts.models import User
from gallery.lib.card_proposals import proposed_question
from gallery.lib.errors import GalleryError
from gallery.lib.languages import language_of
from gallery.lib.proposals import proposed_description, proposed_tags
from gallery.lib.question_card import QuestionCard, card_of
from gallery.notebooks.actions import Description, create_notebook, fingerprint
from gallery.notebooks.intake import clean_upload
from gallery.notebooks.models import Notebook, Visibility
from gallery.notebooks.rendered import body_of
from gallery.notebooks.sources import Candidate, Unreadable


@dataclass(frozen=True)
class Imported:
    """How it went with one file."""

    name: str
    outcome: Literal["saved", "known", "failed"]
    reason: str = ""
    notebook: Notebook | None = None


def import_all(found: Iterable[Candidate], *, owner: User, visibility: Visibility) -> Iterator[Imported]:
    """Import one file after the other; each is finished and durable before its result is told."""
    for candidate in found:
        yield _import_one(candidate, owner=owner, visibility=visibility)


def _import_one(candidate: Candidate, *, owner: User, visibility: Visibility) -> Imported:
    try:
        cleaned = clean_upload(candidate.read())
        if (known := _known(owner, cleaned)) is not None:
            return Imported(candidate.name, "known", notebook=known)
        notebook = _create(candidate, cleaned, owner=owner, visibility=visibility)
    except GalleryError as error:
        return Imported(candidate.name, "failed", error.message)
    except (OSError, Unreadable) as error:
        return Imported(candidate.name, "failed", f"The file cannot be read: {error}")
    return Imported(candidate.name, "saved", notebook=notebook)


def _known(owner: User, cleaned: Cleaned) -> Notebook | None:
    return Notebook.objects.filter(owner=owner, fingerprint=fingerprint(cleaned.notebook)).first()


def _create(candidate: Candidate, cleaned: Cleaned, *, owner: User, visibility: Visibility) -> Notebook:
    notebook = create_notebook(
        owner=owner,
        by=owner,
        cleaned=cleaned,
        about=_described(candidate, cleaned),
        visibility=_visibility(candidate, visibility),
        message="Imported",
        filename=candidate.name,
    )
    if notebook.head is not None:
        body_of(notebook.head, notebook.language)  # rendered now, so that the first reader does not wait
    return notebook


def _visibility(candidate: Candidate, default: Visibility) -> Visibility:
    said = candidate.about.get("visibility")
    return Visibility(said) if said in Visibility.values else default


def _described(candidate: Candidate, cleaned: Cleaned) -> Description:
    about = candidate.about
    tags, said = about.get("tags"), str(about.get("description") or "")
    card = _card(about.get("card"), cleaned, said)
    return Description(
        title=str(about.get("title") or ""),
        description=said or proposed_description(cleaned.notebook, card),
        tags=[str(tag) for tag in tags] if isinstance(tags, list) else _tags(cleaned),
        card=card,
    )


def _card(given: object, cleaned: Cleaned, description: str) -> QuestionCard:
    """The card that came along; else a question that the text asks in so many words, since nobody looks at more."""
    if isinstance(given, dict):
        return card_of(given)
    return QuestionCard(question=proposed_question(cleaned.notebook, description))


def _tags(cleaned: Cleaned) -> list[str]:
    return proposed_tags(cleaned.notebook, language_of(cleaned.notebook))
