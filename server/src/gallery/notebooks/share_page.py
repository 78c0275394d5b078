"""The page about sharing as a finished thing: who can see this notebook, and why, in plain words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from gallery.accounts.models import User
from gallery.directory.models import Attribute, Group, GroupRole, Holding, Membership
from gallery.notebooks.cards import PersonLink, person_link
from gallery.notebooks.models import AccessRequest, Notebook, Share, Visibility
from gallery.notebooks.permissions import Role
from gallery.notebooks.targets import target_of

CAN = {
    Role.READ: lazy("can read"),
    Role.RUN: lazy("can read and run"),
    Role.COMMENT: lazy("can read, run and comment"),
    Role.EDIT: lazy("can change it"),
    Role.OWN: lazy("owns it, too"),
}


@dataclass(frozen=True)
class ShareLine:
    """One share as its owner reads it."""

    pk: int
    icon: str
    who: str
    url: str
    can: str
    role: int
    why: str
    ends: datetime | None
    over: bool


@dataclass(frozen=True)
class RequestLine:
    """Somebody waits for an answer."""

    pk: int
    person: PersonLink
    asks: str
    role: int
    message: str
    at: datetime


@dataclass(frozen=True)
class Choice:
    """Something to tick: an attribute, with whether it is demanded and may be."""

    slug: str
    name: str
    description: str
    chosen: bool
    open: bool


@dataclass(frozen=True)
class SharePage:
    """Everything that the page about sharing shows."""

    uuid: UUID
    title: str
    url: str
    visibility: str
    reasons: tuple[str, ...]
    shares: tuple[ShareLine, ...]
    requests: tuple[RequestLine, ...]
    attributes: tuple[Choice, ...]
    groups: tuple[Group, ...]


def share_page(person: User, notebook: Notebook) -> SharePage:
    """The page for an owner of this notebook."""
    rows = list(Share.objects.filter(notebook=notebook).select_related("person", "group", "organisation", "by"))
    alive = set(Share.objects.filter(Share.alive(), notebook=notebook).values_list("pk", flat=True))
    attributes = _attributes(person, notebook)
    return SharePage(
        uuid=notebook.uuid,
        title=notebook.title,
        url=notebook.get_absolute_url(),
        visibility=notebook.visibility,
        reasons=_reasons(person, notebook, len(alive), [one.name for one in attributes if one.chosen]),
        shares=tuple(_line(row, over=row.pk not in alive) for row in rows),
        requests=_requests(notebook),
        attributes=attributes,
        groups=_other_groups(person, notebook),
    )


def _other_groups(person: User, notebook: Notebook) -> tuple[Group, ...]:
    """Groups to which this person may give it."""
    mine = Group.objects.filter(memberships__person=person, memberships__role__gte=GroupRole.EDITOR)
    return tuple(group for group in mine if group.pk != notebook.group_id)


def _reasons(person: User, notebook: Notebook, shares: int, demanded: list[str]) -> tuple[str, ...]:
    """Sentences that together say who can see the notebook."""
    sentences = [_owner(person, notebook)]
    if shares:
        sentences.append(
            ngettext("%(n)d share below opens it to others.", "%(n)d shares below open it to others.", shares)
            % {"n": shares}
        )
    sentences.append(_beyond(notebook.visibility))
    if demanded:
        sentences.append(
            _("Of all these, only people who hold %(names)s see it.") % {"names": _(" and ").join(demanded)}
        )
    return tuple(sentences)


def _owner(person: User, notebook: Notebook) -> str:
    if notebook.group is not None:
        count = Membership.objects.filter(group=notebook.group, person__is_active=True).count()
        words = ngettext(
            "%(n)d member of %(group)s, because the group owns it: viewers read it, editors change it, owners decide.",
            "%(n)d members of %(group)s, because the group owns it: viewers read it, editors change it, owners decide.",
            count,
        )
        return words % {"n": count, "group": notebook.group.name}
    if notebook.owner_id == person.pk:
        return _("You, because you own it.")
    return _("%(name)s, who owns it.") % {"name": notebook.owner.shown_name}


def _beyond(visibility: str) -> str:
    return {
        Visibility.PUBLIC: _("Everybody else, too: it is public. Everybody can find, read and run it."),
        Visibility.UNLISTED: _("Everybody who is signed in and has its address. Nobody finds it by searching."),
    }.get(Visibility(visibility), _("Nobody else. To others it does not exist."))


def _line(share: Share, *, over: bool) -> ShareLine:
    target = target_of(share)
    icons = {"person": "person", "group": "people", "organisation": "diagram-3", "email": "envelope"}
    giver = share.by.shown_name if share.by else _("Somebody")
    return ShareLine(
        pk=share.pk,
        icon=icons[target.kind],
        who=_who(share),
        url="" if share.email else getattr(target, target.kind).get_absolute_url(),
        can=str(CAN[Role(share.role)]),
        role=share.role,
        why=_("shared by %(name)s") % {"name": giver},
        ends=share.ends_at,
        over=over,
    )


def _who(share: Share) -> str:
    if share.person is not None:
        return share.person.shown_name
    if share.group is not None:
        return _("Everybody in %(group)s") % {"group": share.group.name}
    if share.organisation is not None:
        return _("Everybody in %(name)s and below") % {"name": share.organisation.name}
    return _("%(email)s, invited by mail") % {"email": share.email}


def _requests(notebook: Notebook) -> tuple[RequestLine, ...]:
    rows = AccessRequest.objects.filter(notebook=notebook, state="open").select_related("person")
    return tuple(
        RequestLine(row.pk, person_link(row.person), _asks(row.role), row.role, row.message, row.created_at)
        for row in rows
    )


def _asks(role: int) -> str:
    return {
        Role.READ: _("asks to read it"),
        Role.RUN: _("asks to run it"),
        Role.COMMENT: _("asks to comment on it"),
        Role.EDIT: _("asks to change it"),
    }[Role(role)]


def _attributes(person: User, notebook: Notebook) -> tuple[Choice, ...]:
    held = set(Holding.objects.filter(person=person).values_list("attribute", flat=True))
    demanded = set(notebook.demands.values_list("pk", flat=True))
    return tuple(
        Choice(one.slug, one.name, one.description, one.pk in demanded, one.pk in held | demanded or person.elevated)
        for one in Attribute.objects.all()
    )
