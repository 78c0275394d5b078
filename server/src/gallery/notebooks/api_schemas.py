"""The shapes that the notebooks API answers and takes."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from ninja import Field, Schema

from gallery.accounts.models import User
from gallery.lib.text import shortened
from gallery.notebooks.cards import card_of
from gallery.notebooks.copies import Copies
from gallery.notebooks.deprecation import LONGEST_REASON, deprecation_of
from gallery.notebooks.models import Notebook
from gallery.notebooks.parameters import LONGEST, MOST_OPTIONS, Asked, defaults_of
from gallery.notebooks.queries import RevisionLine, Used


class Stripped(Schema):
    """What was removed on the way in, in numbers."""

    outputs: int
    execution_counts: int
    metadata_keys: int
    widgets: int
    attachments: int
    bytes: int


class WarningOut(Schema):
    """Something that the author should look at; never the value itself."""

    kind: str
    cell: int | None
    line: int | None
    message: str


class SimilarOut(Schema):
    """A notebook that says almost the same."""

    uuid: str
    title: str
    owner: str
    percent: int = Field(description="Of the code of both so much is the same")
    url: str

    @staticmethod
    def of(copies: Copies) -> list["SimilarOut"]:
        """From what was found for the author."""
        return [
            SimilarOut(
                uuid=str(one.uuid),
                title=one.title,
                owner=one.owner.name,
                percent=one.percent,
                url=settings.CONFIG.url + one.url,
            )
            for one in copies.items
        ]


class SimilarsOut(Schema):
    """The nearest notebooks that you may find, and how many there are."""

    items: list[SimilarOut]
    total: int


class Saved(Schema):
    """A stored version. `similar` is there for a new notebook: what says almost the same already."""

    uuid: str
    revision: int
    url: str
    stripped: Stripped
    warnings: list[WarningOut]
    similar: list[SimilarOut] = []


class CardIn(Schema):
    """Answers to change; what is absent stays, and an empty text takes an answer away."""

    question: str | None = Field(None, description="Which question the notebook answers")
    inputs: str | None = Field(None, description="What to put in")
    rights: str | None = Field(None, description="Rights that it needs")
    duration: str | None = Field(None, description="How long it takes")
    result: str | None = Field(None, description="What to do with the result")
    contact: str | None = Field(None, description="Whom to ask")


class CardOut(Schema):
    """What a reader looks at first; an empty text where nobody answered."""

    question: str
    inputs: str
    rights: str
    duration: str
    result: str
    contact: str


class About(Schema):
    """What to change; what is absent stays."""

    title: str | None = None
    description: str | None = None
    tags: list[str] | None = None
    visibility: str | None = None
    card: CardIn | None = None
    deprecated: bool | None = Field(None, description="Whether it should no longer be used")
    deprecated_because: str | None = Field(None, max_length=LONGEST_REASON, description="Why, with `deprecated: true`")
    use_instead: str | None = Field(None, max_length=500, description="UUID or address, with `deprecated: true`")


class ParameterOut(Schema):
    """Something that the notebook asks whoever runs it, as its code declares it."""

    name: str = Field(description="How the notebook's code calls the answer")
    cell: int = Field(description="The number of the cell that holds the form")
    label: str
    kind: str = Field(description="text, number, dates, choice, choices, file or source")
    help: str
    required: bool
    default: list[str] = Field(description="What is filled in already, as texts: none, one or several")
    options: list[str] = Field(description="Of a choice, at most 100 of them")

    @staticmethod
    def of(asked: Iterable[Asked]) -> list["ParameterOut"]:
        """From the forms of a revision, in their order."""
        return [
            ParameterOut(
                name=name,
                cell=one.cell,
                label=field.label,
                kind=field.kind,
                help=field.help,
                required=field.required,
                default=list(defaults_of(field)),
                options=[shortened(option, LONGEST) for option in field.options[:MOST_OPTIONS]],
            )
            for one in asked
            for name, field in one.form.fields.items()
        ]


class NotebookOut(Schema):
    """About a notebook."""

    uuid: str
    title: str
    description: str
    card: CardOut
    owner: str
    group: str | None
    organisation: str | None
    tags: list[str]
    language: str
    visibility: str
    health: str
    stars: int
    runs: int
    revision: int
    created: datetime
    updated: datetime
    imports: list[str]
    form: list[ParameterOut] = Field(description="What the notebook asks whoever runs it; read without running it")
    deprecated: bool
    deprecated_because: str
    use_instead: str | None = Field(description="The address of another notebook, if you may open it")
    url: str

    @staticmethod
    def of(notebook: Notebook, used: Used, reader: User | None) -> "NotebookOut":
        """From a notebook that this reader may read; where its author belongs is told to signed-in people."""
        card, said = card_of(notebook, starred=False), deprecation_of(reader, notebook)
        return NotebookOut(
            uuid=str(card.uuid),
            title=card.title,
            description=notebook.description,
            card=CardOut(**asdict(notebook.question_card)),
            owner=card.owner.name,
            group=card.group.slug if card.group else None,
            organisation=card.organisation or None if reader else None,
            tags=list(card.tags),
            language=card.language,
            visibility=notebook.visibility,
            health=card.health,
            stars=card.stars,
            runs=card.runs,
            revision=card.revision,
            created=notebook.created_at,
            updated=card.updated,
            imports=list(used.imports),
            form=ParameterOut.of(used.forms),
            deprecated=said is not None,
            deprecated_because=said.because if said else "",
            use_instead=settings.CONFIG.url + said.instead[1] if said and said.instead else None,
            url=settings.CONFIG.url + card.url,
        )


class RevisionOut(Schema):
    """A version in the history."""

    number: int
    author: str
    message: str
    created: datetime
    current: bool

    @staticmethod
    def of(line: RevisionLine) -> "RevisionOut":
        """From a line of the history."""
        return RevisionOut(
            number=line.number,
            author=line.author.name,
            message=line.message,
            created=line.created,
            current=line.current,
        )


class StarOut(Schema):
    """Whether the caller stars the notebook, and how many do."""

    starred: bool
    stars: int
