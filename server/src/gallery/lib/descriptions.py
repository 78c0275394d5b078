"""The template of a description: six questions that a reader has, and how the answers are written down."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Asked:
    """One question of the template: its field, its heading in the text, what the author reads beside it."""

    name: str
    heading: Promise | str
    hint: Promise | str


QUESTION = Asked(
    "question",
    gettext_lazy("What it answers"),
    gettext_lazy("The question in plain words, and for whom it matters."),
)
MORE = (
    Asked(
        "inputs",
        gettext_lazy("What to put in"),
        gettext_lazy("Files, dates or parameters that a reader has to choose."),
    ),
    Asked(
        "rights",
        gettext_lazy("Rights that it needs"),
        gettext_lazy("Databases or folders that one has to be allowed to use."),
    ),
    Asked(
        "duration",
        gettext_lazy("How long it takes"),
        gettext_lazy("For example: two minutes for a month of data."),
    ),
    Asked(
        "result",
        gettext_lazy("What to do with the result"),
        gettext_lazy("Where it goes, and how sure one can be."),
    ),
    Asked("contact", gettext_lazy("Whom to ask"), gettext_lazy("A person or a team.")),
)


def composed(answers: Mapping[str, str]) -> str:
    """The description in Markdown: the question first, then each further answer under its heading."""
    more = ((asked.heading, answers.get(asked.name, "").strip()) for asked in MORE)
    parts = [
        answers.get(QUESTION.name, "").strip(),
        *(f"**{heading}:** {answer}" for heading, answer in more if answer),
    ]
    return "\n\n".join(part for part in parts if part)


def template_text() -> str:
    """The headings as a text to fill in, for people who edit a whole description."""
    return "\n\n".join(f"**{asked.heading}:** {_('…')}" for asked in MORE)
