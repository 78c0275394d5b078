"""The tree of organisations as finished things.

For signed-in people only: on an organisation's page stands who belongs to it, and where somebody belongs is for
colleagues to know. A guest is asked to sign in, whether or not there is such an organisation.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from gallery.accounts.links import PersonLink, person_link
from gallery.accounts.models import User
from gallery.directory.links import OrganisationLink, organisation_link
from gallery.directory.models import Organisation
from gallery.directory.queries import organisation_of
from gallery.lib.errors import NotThere
from gallery.lib.paging import Paged, part

PEOPLE_ON_A_PAGE = 100


@dataclass(frozen=True)
class Branch:
    """An organisation in the tree. `people` belong to it itself, not to its parts; `own` is the reader's."""

    link: OrganisationLink
    description: str
    people: int
    own: bool
    parts: tuple["Branch", ...]


@dataclass(frozen=True)
class OrganisationHead:
    """What stands at the top of every page of an organisation: with those above it, the topmost first."""

    link: OrganisationLink
    description: str
    above: tuple[OrganisationLink, ...]
    people: int
    own: bool
    from_directory: bool


@dataclass(frozen=True)
class PeoplePage(Paged):
    """A page of the people of an organisation."""

    head: OrganisationHead
    people: tuple[PersonLink, ...]


def organisation_tree(reader: User) -> tuple[Branch, ...]:
    """Every organisation, each with its parts below it, by name: two queries however deep it is."""
    home = organisation_of(reader)
    below: dict[int | None, list[Organisation]] = defaultdict(list)
    for one in with_people(Organisation.objects.all()):
        below[one.parent_id].append(one)
    return _branches(below, None, home.pk if home else None)


def _branches(below: dict[int | None, list[Organisation]], above: int | None, home: int | None) -> tuple[Branch, ...]:
    return tuple(
        Branch(organisation_link(one), one.description, people_in(one), one.pk == home, _branches(below, one.pk, home))
        for one in below.get(above, ())
    )


def with_people(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Each organisation with the number of its people who have not left, as `people`; by name."""
    counted = Count("belongings", filter=Q(belongings__person__is_active=True))
    return organisations.annotate(people=counted).order_by("name", "pk")  # counting forgets the model's own order


def people_in(organisation: Organisation) -> int:
    """The number that `with_people` counted."""
    return int(getattr(organisation, "people"))  # noqa: B009 — an annotation, unknown to the model


def organisation_named(slug: str) -> Organisation:
    """The organisation, or `NotThere`."""
    found = with_people(Organisation.objects.all()).filter(slug=slug).first()
    if found is None:
        raise NotThere
    return found


def organisation_head(reader: User, organisation: Organisation) -> OrganisationHead:
    """The head of the pages of an organisation found by `organisation_named`."""
    home = organisation_of(reader)
    return OrganisationHead(
        link=organisation_link(organisation),
        description=organisation.description,
        above=_links(_above(organisation)),
        people=people_in(organisation),
        own=home is not None and home.pk == organisation.pk,
        from_directory=bool(organisation.source),
    )


def _above(organisation: Organisation) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(descent__organisation=organisation).exclude(pk=organisation.pk)
    return rows.order_by("-descent__distance")


def _links(organisations: Iterable[Organisation]) -> tuple[OrganisationLink, ...]:
    return tuple(organisation_link(one) for one in organisations)


def parts_of(reader: User, organisation: Organisation) -> tuple[Branch, ...]:
    """What the organisation consists of, one level deep."""
    home = organisation_of(reader)
    rows = with_people(Organisation.objects.filter(parent=organisation))
    return _branches({None: list(rows)}, None, home.pk if home else None)


def people_of(organisation: Organisation) -> QuerySet[User]:
    """Those who belong to the organisation itself and have not left, by name."""
    rows = User.objects.filter(belonging__organisation=organisation, is_active=True)
    return rows.order_by("full_name", "username")


def people_links(people: QuerySet[User]) -> tuple[PersonLink, ...]:
    """Links to people."""
    return tuple(person_link(one) for one in people)


def people_page(reader: User, organisation: Organisation, page: int) -> PeoplePage:
    """Everybody who belongs to the organisation itself, some on each page."""
    return PeoplePage(
        total=people_in(organisation),
        page=page,
        page_size=PEOPLE_ON_A_PAGE,
        head=organisation_head(reader, organisation),
        people=people_links(people_of(organisation)[part(page, PEOPLE_ON_A_PAGE)]),
    )


def all_organisations() -> list[Organisation]:
    """Every organisation with how many people belong to it, by name."""
    return list(with_people(Organisation.objects.all()))
