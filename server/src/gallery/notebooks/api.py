"""API: save, read and describe notebooks."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from gallery.accounts.caller import caller
from gallery.accounts.models import User
from gallery.lib.errors import Invalid, NotAllowed
from gallery.lib.question_card import ALL, QuestionCard
from gallery.notebooks import actions
from gallery.notebooks.access import allowed, readable, revision_of
from gallery.notebooks.api_schemas import About, CardIn, NotebookOut, RevisionOut, Saved, SimilarOut, StarOut
from gallery.notebooks.copies import NONE, Copies, copies_of
from gallery.notebooks.deprecation import deprecate, instead_of, undeprecate
from gallery.notebooks.intake import Envelope, fitting, read_envelope
from gallery.notebooks.models import Notebook, Visibility
from gallery.notebooks.outgoing import notebook_file
from gallery.notebooks.permissions import Role
from gallery.notebooks.queries import history, used_by

router = Router(tags=["notebooks"])


def _reader(request: HttpRequest) -> User | None:
    return caller(request).user


def _writer(request: HttpRequest) -> User:
    return caller(request).person()


def _envelope_docs(*fields: str) -> dict[str, Any]:
    """The documented request body of the calls whose body passes the gate before anything parses it."""
    known: dict[str, Any] = {
        "content": {"type": "object", "description": "The notebook, nbformat 3 or 4."},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "card": {
            "type": "object",
            "description": "What a reader looks at first.",
            "properties": {
                asked.name: {"type": "string", "maxLength": asked.longest, "description": str(asked.heading)}
                for asked in ALL
            },
        },
        "visibility": {"type": "string", "enum": Visibility.values},
        "owner": {"type": "string", "description": "Your own name; saving for others is not possible."},
        "message": {"type": "string"},
        "terms": {"type": "integer", "minimum": 0, "description": "The number of the terms that the author confirmed."},
        "base_revision": {"type": "integer", "minimum": 1},
    }
    schema = {"type": "object", "properties": {name: known[name] for name in fields}, "required": ["content"]}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


@router.post(
    "/notebooks",
    response={201: Saved},
    summary="Save a new notebook",
    openapi_extra=_envelope_docs(
        "content", "title", "description", "tags", "card", "visibility", "owner", "message", "terms"
    ),
)
def create(request: HttpRequest) -> Status[Saved]:
    """Rebuild the notebook as code and prose only, and store it. Answers what was removed."""
    person = _writer(request)
    envelope = read_envelope(request.body)
    if envelope.text("owner") not in {"", person.username}:
        raise NotAllowed("You can save notebooks in your own name only. Leave owner out.")
    copies = copies_of(envelope.cleaned.notebook, person)
    notebook = actions.create_notebook(
        owner=person,
        by=person,
        cleaned=envelope.cleaned,
        about=_described(envelope),
        visibility=envelope.visibility(),
        message=envelope.text("message"),
        terms=envelope.terms(),
    )
    return Status(201, _saved(notebook, revision_of(notebook, None).number, envelope, copies))


def _described(envelope: Envelope) -> actions.Description:
    title, description = envelope.text("title"), envelope.text("description")
    return actions.Description(title, description, envelope.words("tags"), envelope.card())


@router.get("/notebooks/{uuid}", response=NotebookOut, summary="About a notebook")
def read(request: HttpRequest, uuid: UUID) -> NotebookOut:
    """Everything about a notebook but its content."""
    reader = _reader(request)
    notebook = readable(reader, uuid)
    return NotebookOut.of(notebook, used_by(notebook), reader)


@router.patch(
    "/notebooks/{uuid}",
    response=NotebookOut,
    summary="Change title, description, tags, card, visibility, or whether it is deprecated",
)
def change(request: HttpRequest, uuid: UUID, body: About) -> NotebookOut:
    """Change what is given and leave the rest."""
    person = _writer(request)
    notebook = allowed(person, uuid, Role.EDIT)
    with transaction.atomic():  # all of it or nothing
        _changed(notebook, person, body)
    notebook = readable(person, uuid)
    return NotebookOut.of(notebook, used_by(notebook), person)


def _changed(notebook: Notebook, person: User, body: About) -> None:
    if body.visibility is not None:
        actions.set_visibility(notebook=notebook, by=person, visibility=_visibility(body.visibility))
    if any(value is not None for value in (body.title, body.description, body.tags, body.card)):
        actions.describe(notebook=notebook, by=person, about=_about(notebook, body))
    if body.deprecated is not None:
        _deprecate(notebook, person, body)


def _deprecate(notebook: Notebook, person: User, body: About) -> None:
    if not body.deprecated:
        undeprecate(notebook=notebook, by=person)
        return
    instead = instead_of(person, notebook, body.use_instead or "")
    deprecate(notebook=notebook, by=person, because=body.deprecated_because or "", instead=instead)


def _visibility(value: str) -> Visibility:
    if value not in Visibility.values:
        raise Invalid(f"visibility is one of {', '.join(Visibility.values)}.")
    return Visibility(value)


def _about(notebook: Notebook, body: About) -> actions.Description:
    tags = body.tags if body.tags is not None else list(notebook.tags.values_list("name", flat=True))
    return actions.Description(
        title=notebook.title if body.title is None else body.title,
        description=notebook.description if body.description is None else body.description,
        tags=tags,
        card=_card(notebook, body.card) if body.card is not None else None,
    )


def _card(notebook: Notebook, said: CardIn) -> QuestionCard:
    return fitting(asdict(notebook.question_card) | said.dict(exclude_none=True))


@router.delete("/notebooks/{uuid}", response={204: None}, summary="Move to the trash")
def delete(request: HttpRequest, uuid: UUID) -> Status[None]:
    """The owner can bring it back."""
    person = _writer(request)
    actions.trash(notebook=allowed(person, uuid, Role.OWN), by=person)
    return Status(204, None)


_IPYNB = {"content": {"application/x-ipynb+json": {"schema": {"type": "object"}}}}


@router.get(
    "/notebooks/{uuid}/content",
    summary="The notebook file",
    response={200: dict[str, Any]},
    openapi_extra={"responses": {200: _IPYNB}},
)
def content(request: HttpRequest, uuid: UUID, revision: int | None = None) -> HttpResponse:
    """The .ipynb of the current or a given version, without outputs."""
    reader = _reader(request)
    notebook = readable(reader, uuid)
    return notebook_file(notebook, revision_of(notebook, revision), by=reader)


@router.get("/notebooks/{uuid}/revisions", response=list[RevisionOut], summary="All versions")
def revisions(request: HttpRequest, uuid: UUID) -> list[RevisionOut]:
    """Newest first."""
    return [RevisionOut.of(line) for line in history(readable(_reader(request), uuid))]


@router.post(
    "/notebooks/{uuid}/revisions",
    response={201: Saved},
    summary="Save a new version",
    openapi_extra=_envelope_docs("content", "base_revision", "message"),
)
def save(request: HttpRequest, uuid: UUID) -> Status[Saved]:
    """Save on top of `base_revision`; 409 with the current version where somebody saved in between."""
    person = _writer(request)
    notebook = allowed(person, uuid, Role.EDIT)
    envelope = read_envelope(request.body)
    revision = actions.save_revision(
        notebook=notebook,
        by=person,
        cleaned=envelope.cleaned,
        base=envelope.base_revision(),
        message=envelope.text("message"),
    )
    return Status(201, _saved(notebook, revision.number, envelope))


@router.put("/notebooks/{uuid}/star", response=StarOut, summary="Star")
def put_star(request: HttpRequest, uuid: UUID) -> StarOut:
    """Keep the notebook at hand."""
    return _star(request, uuid, on=True)


@router.delete("/notebooks/{uuid}/star", response=StarOut, summary="Take the star away")
def delete_star(request: HttpRequest, uuid: UUID) -> StarOut:
    """Keep the notebook at hand no longer."""
    return _star(request, uuid, on=False)


def _star(request: HttpRequest, uuid: UUID, *, on: bool) -> StarOut:
    person = _writer(request)
    notebook = readable(person, uuid)
    (actions.star if on else actions.unstar)(notebook=notebook, by=person)
    notebook.refresh_from_db(fields=["stars"])
    return StarOut(starred=on, stars=notebook.stars)


def _saved(notebook: Notebook, revision: int, envelope: Envelope, copies: Copies = NONE) -> Saved:
    return Saved(
        uuid=str(notebook.uuid),
        revision=revision,
        url=settings.CONFIG.url + notebook.get_absolute_url(),
        stripped=envelope.stripped(),
        warnings=envelope.warnings(),
        similar=SimilarOut.of(copies),
    )
