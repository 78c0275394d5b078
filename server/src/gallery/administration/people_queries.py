"""People as administrators see them, as finished things."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gallery.accounts.models import User
from gallery.administration.organisation_queries import OrganisationLine, organisation_lines
from gallery.administration.token_queries import TokenRow, tokens_held_by
from gallery.directory.links import GroupLink, OrganisationLink, group_link, organisation_link
from gallery.directory.models import Attribute, Belonging, GroupRole, Holding, Membership
from gallery.identity.models import Waiting
from gallery.identity.queries import WaitingPerson, Way, waiting_people, ways_of
from gallery.lib.paging import Paged, part
from gallery.notebooks.models import Notebook
from gallery.notebooks.ownership import heirs_of
from gallery.provider.queries import applications_of

ON_A_PAGE = 50


class State(StrEnum):
    """Whether somebody can come in."""

    ACTIVE = "active"
    WAITING = "waiting"
    DEACTIVATED = "deactivated"

    @property
    def described(self) -> str:
        """The words in which administrators read it."""
        return str(_WORDS[self])


_WORDS = {State.ACTIVE: _("active"), State.WAITING: _("waiting for approval"), State.DEACTIVATED: _("deactivated")}
ADMINISTRATORS = "administrators"
FILTERS = ((State.ACTIVE.value, _("active")), (State.WAITING.value, _("waiting for approval")),
           (State.DEACTIVATED.value, _("deactivated")), (ADMINISTRATORS, _("administrators")))  # fmt: skip


@dataclass(frozen=True)
class PersonLine:
    """Somebody in the list of people."""

    name: str
    shown_name: str
    email: str
    url: str
    organisation: str
    groups: tuple[str, ...]
    last_sign_in: datetime | None
    state: State
    administrator: bool


@dataclass(frozen=True)
class PeopleList(Paged):
    """A page of the list of people."""

    people: tuple[PersonLine, ...]
    waiting: tuple[WaitingPerson, ...]  # on the first page only
    q: str
    state: str


@dataclass(frozen=True)
class Held:
    """An attribute that somebody holds; from the directory it is read-only here."""

    slug: str
    name: str
    from_directory: bool


@dataclass(frozen=True)
class Member:
    """Somebody's place in a group."""

    group: GroupLink
    role: GroupRole
    from_directory: bool


@dataclass(frozen=True)
class PersonPage:
    """Everything that the page about one person shows."""

    line: PersonLine
    joined: datetime
    has_password: bool
    own: bool
    ways: tuple[Way, ...]
    reason: str
    organisation: OrganisationLink | None
    organisations: tuple[OrganisationLine, ...]
    placed_by_directory: bool
    groups: tuple[Member, ...]
    attributes: tuple[Held, ...]
    grantable: tuple[Attribute, ...]
    tokens: tuple[TokenRow, ...]
    applications: int
    notebooks: int


@dataclass(frozen=True)
class Leaving:
    """What happens when somebody is deactivated."""

    line: PersonLine
    tokens: int
    applications: int
    notebooks: int
    offered_to: int


def people_list(*, q: str, state: str, page: int) -> PeopleList:
    """A page of the people whose name or mail address has these words, by name."""
    found = _in_state(User.objects.all(), state)
    for word in q.replace("\0", " ").split()[:8]:
        found = found.filter(Q(username__icontains=word) | Q(full_name__icontains=word) | Q(email__icontains=word))
    return PeopleList(
        total=found.count(),
        page=page,
        page_size=ON_A_PAGE,
        people=tuple(_line(one) for one in _with_all(found).order_by("username")[part(page, ON_A_PAGE)]),
        waiting=() if q or state or page > 1 else waiting_people()[:ON_A_PAGE],
        q=q,
        state=state,
    )


def _in_state(people: QuerySet[User], state: str) -> QuerySet[User]:
    waits = Exists(Waiting.objects.filter(person=OuterRef("pk")))
    if state == State.ACTIVE:
        return people.filter(is_active=True)
    if state == State.WAITING:
        return people.filter(waits, is_active=False)
    if state == State.DEACTIVATED:
        return people.filter(~waits, is_active=False)
    return people.filter(is_superuser=True) if state == ADMINISTRATORS else people


def _with_all(people: QuerySet[User]) -> QuerySet[User]:
    return people.select_related("belonging__organisation", "waiting").prefetch_related("memberships__group")


def _line(person: User) -> PersonLine:
    belonging: Belonging | None = getattr(person, "belonging", None)
    memberships: Iterable[Membership] = person.memberships.all()
    return PersonLine(
        name=person.username,
        shown_name=person.shown_name,
        email=person.email,
        url=f"/admin/people/{person.username}",
        organisation=belonging.organisation.name if belonging else "",
        groups=tuple(sorted(one.group.name for one in memberships)),
        last_sign_in=person.last_login,
        state=state_of(person),
        administrator=person.is_superuser,
    )


def state_of(person: User) -> State:
    """The state of a person."""
    if person.is_active:
        return State.ACTIVE
    return State.WAITING if getattr(person, "waiting", None) else State.DEACTIVATED


def person_page(person: User, *, reader: User) -> PersonPage:
    """The page about one person."""
    belonging = Belonging.objects.filter(person=person).select_related("organisation").first()
    holdings = Holding.objects.filter(person=person).select_related("attribute").order_by("attribute__name")
    members = Membership.objects.filter(person=person).select_related("group").order_by("group__name")
    waiting = Waiting.objects.filter(person=person).first()
    return PersonPage(
        line=_line(_with_all(User.objects.filter(pk=person.pk)).get()),
        joined=person.date_joined,
        has_password=person.has_usable_password(),
        own=person.pk == reader.pk,
        ways=ways_of(person),
        reason=waiting.reason if waiting else "",
        organisation=organisation_link(belonging.organisation) if belonging else None,
        organisations=organisation_lines(),
        placed_by_directory=bool(belonging and belonging.source),
        groups=tuple(Member(group_link(one.group), GroupRole(one.role), bool(one.source)) for one in members),
        attributes=tuple(Held(one.attribute.slug, one.attribute.name, bool(one.source)) for one in holdings),
        grantable=tuple(Attribute.objects.exclude(holdings__person=person)),
        tokens=tokens_held_by(person),
        applications=len(applications_of(person)),
        notebooks=_notebooks_of(person),
    )


def _notebooks_of(person: User) -> int:
    return Notebook.objects.filter(owner=person, group=None, trashed_at=None).count()


def leaving(person: User) -> Leaving:
    """What the deactivation of this person would do."""
    return Leaving(
        line=_line(_with_all(User.objects.filter(pk=person.pk)).get()),
        tokens=sum(1 for one in tokens_held_by(person) if one.counts),
        applications=len(applications_of(person)),
        notebooks=_notebooks_of(person),
        offered_to=len(heirs_of(person)),
    )
