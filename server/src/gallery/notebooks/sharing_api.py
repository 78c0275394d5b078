"""API: who may see and change a notebook, for its owners; asking for access, for everybody."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from gallery.accounts.caller import caller
from gallery.accounts.models import User
from gallery.directory.models import Attribute
from gallery.lib.errors import Invalid
from gallery.notebooks import ownership, requests, sharing
from gallery.notebooks.access import allowed
from gallery.notebooks.models import Notebook, Share
from gallery.notebooks.permissions import Role
from gallery.notebooks.targets import KINDS, find_target, target_of

RoleName = Literal["read", "run", "comment", "edit", "own"]
NAMES: dict[Role, RoleName] = {
    Role.READ: "read",
    Role.RUN: "run",
    Role.COMMENT: "comment",
    Role.EDIT: "edit",
    Role.OWN: "own",
}
router = Router(tags=["sharing"])


class ShareIn(Schema):
    """With whom: exactly one of person, group, organisation (with everything below it) and email."""

    person: str = ""
    group: str = ""
    organisation: str = ""
    email: str = ""
    role: RoleName = "read"
    ends_at: datetime | None = None

    def wish(self) -> sharing.Wish:
        """As the verb takes it."""
        named = [(kind, getattr(self, kind)) for kind in KINDS if getattr(self, kind)]
        if len(named) != 1:
            raise Invalid(f"Each share names exactly one of {', '.join(KINDS)}.")
        if self.ends_at is not None and self.ends_at.tzinfo is None:
            raise Invalid("ends_at needs a time zone, as in 2030-01-31T18:00:00Z.")
        return sharing.Wish(find_target(*named[0]), Role[self.role.upper()], self.ends_at)


class SharesIn(Schema):
    """All shares, as they should be from now on."""

    items: list[ShareIn]


class ShareOut(Schema):
    """A share: exactly one of person, group, organisation and email is there."""

    person: str = ""
    group: str = ""
    organisation: str = ""
    email: str = ""
    role: RoleName
    ends_at: datetime | None
    over: bool

    @staticmethod
    def of(share: Share, alive: bool) -> "ShareOut":
        """From a share whose target is loaded."""
        target = target_of(share)
        named = {target.kind: target.name}
        return ShareOut(role=NAMES[Role(share.role)], ends_at=share.ends_at, over=not alive, **named)


class SharesOut(Schema):
    """Who may see a notebook, and why."""

    visibility: str
    owner: str
    group: str | None
    demands: list[str]
    items: list[ShareOut]


class OwnerIn(Schema):
    """The new owner: a person or a group."""

    person: str = ""
    group: str = ""
    keep_editing: bool = False


class DemandsIn(Schema):
    """Attributes that readers must hold, by their short names."""

    attributes: list[str]


class AskIn(Schema):
    """Which right, and why."""

    role: Literal["read", "run", "comment", "edit"] = "read"
    message: str = ""


class Asked(Schema):
    """The same answer whether or not there is such a notebook."""

    detail: str = "If there is such a notebook, its owners have been asked."


def _own(request: HttpRequest, uuid: UUID) -> tuple[User, Notebook]:
    person = caller(request).person()
    return person, allowed(person, uuid, Role.OWN)


def _shares(notebook: Notebook) -> SharesOut:
    rows = Share.objects.filter(notebook=notebook).select_related("person", "group", "organisation")
    alive = set(rows.filter(Share.alive()).values_list("pk", flat=True))
    notebook.refresh_from_db(fields=["visibility", "owner", "group"])
    return SharesOut(
        visibility=notebook.visibility,
        owner=notebook.owner.username,
        group=notebook.group.slug if notebook.group else None,
        demands=list(notebook.demands.values_list("slug", flat=True)),
        items=[ShareOut.of(row, row.pk in alive) for row in rows],
    )


@router.get("/notebooks/{uuid}/shares", response=SharesOut, summary="Who may see it, and why")
def shares(request: HttpRequest, uuid: UUID) -> SharesOut:
    """For owners."""
    _, notebook = _own(request, uuid)
    return _shares(notebook)


@router.put("/notebooks/{uuid}/shares", response=SharesOut, summary="Say with whom it is shared")
def put_shares(request: HttpRequest, uuid: UUID, body: SharesIn) -> SharesOut:
    """Replaces all shares: who is not in the list loses the right at once. All of it happens, or nothing."""
    person, notebook = _own(request, uuid)
    sharing.set_shares(notebook=notebook, by=person, wishes=[one.wish() for one in body.items])
    return _shares(notebook)


@router.put("/notebooks/{uuid}/owner", response={204: None}, summary="Give it to somebody else")
def put_owner(request: HttpRequest, uuid: UUID, body: OwnerIn) -> Status[None]:
    """To a person, or to a group that you write for."""
    person, notebook = _own(request, uuid)
    if bool(body.person) == bool(body.group):
        raise Invalid("Name either a person or a group.")
    target = find_target("person", body.person) if body.person else find_target("group", body.group)
    if target.person is not None:
        ownership.give_to_person(notebook=notebook, by=person, person=target.person, keep_editing=body.keep_editing)
    elif target.group is not None:
        ownership.give_to_group(notebook=notebook, by=person, group=target.group)
    return Status(204, None)


@router.put("/notebooks/{uuid}/demands", response={204: None}, summary="Demand attributes of readers")
def put_demands(request: HttpRequest, uuid: UUID, body: DemandsIn) -> Status[None]:
    """Only people who hold all of these see the notebook."""
    person, notebook = _own(request, uuid)
    found = list(Attribute.objects.filter(slug__in=body.attributes))
    if missing := set(body.attributes) - {one.slug for one in found}:
        raise Invalid(f"There is no attribute called {', '.join(sorted(missing))[:200]}.")
    ownership.set_demands(notebook=notebook, by=person, attributes=found)
    return Status(204, None)


@router.post("/notebooks/{uuid}/access-requests", response={202: Asked}, summary="Ask for access")
def ask(request: HttpRequest, uuid: UUID, body: AskIn) -> Status[Asked]:
    """Tells the owners. The answer does not say whether there is such a notebook."""
    person = caller(request).person()
    requests.ask(person=person, uuid=uuid, role=Role[body.role.upper()], message=body.message)
    return Status(202, Asked())
