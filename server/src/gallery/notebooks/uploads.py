"""Between the two steps of an upload: the clean notebook travels with the form, signed and bound to its person.

Nothing of it is stored before the author has seen what leaves; the uploaded bytes are gone after the first step.
"""

from dataclasses import asdict, dataclass
from typing import Any

from commonplace_clean import Cleaned, sentences
from django.conf import settings
from django.core import signing

from gallery.accounts.models import User
from gallery.lib.card_proposals import proposed_card
from gallery.lib.errors import Invalid, TooLarge
from gallery.lib.languages import language_of
from gallery.lib.proposals import proposed_description, proposed_tags, proposed_title
from gallery.notebooks.intake import clean_again, clean_upload

LIFETIME = 24 * 3600


@dataclass(frozen=True)
class Travelling:
    """A clean notebook on its way from the first step to the second."""

    notebook: dict[str, Any]
    filename: str
    removed: tuple[str, ...]
    warnings: tuple[tuple[int | None, str], ...]

    def proposals(self) -> dict[str, str]:
        """What the second step is filled in with."""
        language = language_of(self.notebook)
        card = proposed_card(self.notebook, language)
        return asdict(card) | {
            "title": proposed_title(self.notebook, self.filename),
            "description": proposed_description(self.notebook, card),
            "tags": ", ".join(proposed_tags(self.notebook, language)),
        }

    def cleaned(self) -> Cleaned:
        """Cleaned once more, as everything is that arrives."""
        return clean_again(self.notebook)


def received(raw: bytes, filename: str) -> Travelling:
    """What becomes of an uploaded file; raises `Invalid` or `TooLarge` with where and why."""
    cleaned = clean_upload(raw)
    return Travelling(
        notebook=cleaned.notebook,
        filename=filename[:200],
        removed=tuple(sentences(cleaned.stripped, cleaned.notebook)),
        warnings=tuple((found.cell, found.message) for found in cleaned.warnings),
    )


def sealed(travelling: Travelling, person: User) -> str:
    """Signed and compressed, for a hidden field of this person's form."""
    text = signing.dumps(asdict(travelling), salt=_salt(person), compress=True)
    if len(text) > settings.CONFIG.upload_bytes:
        raise TooLarge("This notebook is too large for the page. Save it from Jupyter instead: Gallery, Save.")
    return text


def unsealed(text: str, person: User) -> Travelling:
    """The notebook from the hidden field, if it is ours, this person's and not too old."""
    try:
        values = signing.loads(text, salt=_salt(person), max_age=LIFETIME)
    except signing.BadSignature:
        raise Invalid(
            "The file did not travel with the form, or the page is older than a day. Choose the file again."
        ) from None
    warnings = tuple((cell, message) for cell, message in values["warnings"])
    return Travelling(values["notebook"], values["filename"], tuple(values["removed"]), warnings)


def _salt(person: User) -> str:
    return f"gallery.upload:{person.pk}"
