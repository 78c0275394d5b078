"""Requests that bring a notebook: the whole body passes the gate before anything else reads it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from commonplace_clean import Cleaned, Limits, NotebookRejected, clean_document, clean_notebook, read_json
from django.conf import settings

from gallery.lib.errors import GalleryError, Invalid, TooLarge
from gallery.lib.question_card import ALL, QuestionCard, card_of
from gallery.notebooks.models import Visibility

ENVELOPE_ALLOWANCE = 100_000


def limits() -> Limits:
    """The operator's limits for notebooks."""
    return Limits(max_bytes=settings.CONFIG.upload_bytes, allow_attachments=settings.CONFIG.attachments)


def refused(error: NotebookRejected) -> GalleryError:
    """A refusal of the gate as an answer to a request."""
    kind = TooLarge if error.status == TooLarge.status else Invalid
    return kind(str(error), where=error.where)


def clean_upload(raw: bytes) -> Cleaned:
    """A clean notebook from the bytes of a file, or the reason why not."""
    try:
        return clean_notebook(raw, limits=limits())
    except NotebookRejected as error:
        raise refused(error) from None


def clean_again(document: dict[str, Any]) -> Cleaned:
    """The same function once more, for content that the gallery itself holds and once accepted.

    Sizes are not judged again: a limit that was lowered since must not make a kept version unreadable.
    """
    unbounded = replace(limits(), max_bytes=2**40, max_cells=2**31, max_embedded_bytes=2**40)
    return clean_document(document, limits=unbounded)


def fitting(values: Mapping[str, str]) -> QuestionCard:
    """A card from what a request says; raises `Invalid` for an unknown question or an answer that is too long."""
    longest = {one.name: one.longest for one in ALL}
    for name, value in values.items():
        if name not in longest:
            raise Invalid(f"card holds {', '.join(longest)}; there is no {name[:40]}.")
        if len(value) > longest[name]:
            raise Invalid(f"card.{name} has to be at most {longest[name]} characters long.")
    return card_of(values)


@dataclass(frozen=True)
class Envelope:
    """A request body that carries a notebook and some words about it."""

    fields: dict[str, Any]
    cleaned: Cleaned

    def text(self, name: str) -> str:
        """A text field, empty where absent."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, str):
            raise Invalid(f"{name} has to be a text.")
        return value or ""

    def card(self) -> QuestionCard:
        """What it says under card, checked; empty where absent."""
        value = self.fields.get("card") or {}
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise Invalid("card has to be an object of texts.")
        return fitting(value)

    def words(self, name: str) -> list[str]:
        """A list of texts, empty where absent."""
        value = self.fields.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise Invalid(f"{name} has to be a list of texts.")
        return value

    def visibility(self) -> Visibility:
        """Who may see it; private where nothing is said."""
        value = self.text("visibility") or Visibility.PRIVATE
        if value not in Visibility.values:
            raise Invalid(f"visibility is one of {', '.join(Visibility.values)}.")
        return Visibility(value)

    def base_revision(self) -> int:
        """The version that this one was made from."""
        value = self.fields.get("base_revision")
        if type(value) is not int or not 1 <= value < 2**31:
            raise Invalid("base_revision has to be the number of the version that yours was made from.")
        return value

    def terms(self) -> int | None:
        """The number of the terms that the author confirmed, where the program said which it showed."""
        value = self.fields.get("terms")
        if value is not None and (type(value) is not int or not 0 <= value < 2**31):
            raise Invalid("terms has to be the number that /api/v1/me gives beside their text.")
        return value

    def stripped(self) -> Any:
        """What was removed, as the API says it."""
        return asdict(self.cleaned.stripped)

    def warnings(self) -> Any:
        """What the author should look at."""
        return [asdict(warning) for warning in self.cleaned.warnings]


def read_envelope(raw: bytes) -> Envelope:
    """Parse the body strictly, take the notebook out and rebuild it."""
    allowance = Limits(max_bytes=settings.CONFIG.upload_bytes + ENVELOPE_ALLOWANCE)
    try:
        body = read_json(raw, limits=allowance)
        if not isinstance(body, dict) or not isinstance(body.get("content"), dict):
            raise Invalid("The body has to be an object with the notebook under content.")
        content = body.pop("content")
        return Envelope(fields=body, cleaned=clean_document(content, limits=limits()))
    except NotebookRejected as error:
        raise refused(error) from None
