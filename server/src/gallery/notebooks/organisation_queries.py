"""The page of an organisation as a finished thing: for signed-in people, see `directory.organisation_queries`."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gallery.accounts.links import PersonLink
from gallery.accounts.models import User
from gallery.directory.models import Belonging, Lineage, Organisation
from gallery.directory.organisation_queries import (
    Branch,
    OrganisationHead,
    organisation_head,
    organisation_named,
    parts_of,
    people_links,
    people_of,
)
from gallery.notebooks.models import Notebook, Share
from gallery.notebooks.permissions import listed_to
from gallery.notebooks.queries import Listing, listing

PEOPLE_BESIDE = 24  # named on the page itself; the others a click further


@dataclass(frozen=True)
class OrganisationPage:
    """Everything that the page of an organisation shows."""

    head: OrganisationHead
    parts: tuple[Branch, ...]
    people: tuple[PersonLink, ...]
    listing: Listing

    @property
    def more_people(self) -> int:
        """How many people are not named on the page itself."""
        return self.head.people - len(self.people)


def organisation_page(user: User, slug: str, *, sort: str, page: int) -> OrganisationPage:
    """The page of an organisation, or `NotThere`."""
    organisation = organisation_named(slug)
    return OrganisationPage(
        head=organisation_head(user, organisation),
        parts=parts_of(user, organisation),
        people=people_links(people_of(organisation)[:PEOPLE_BESIDE]),
        listing=listing(user, notebooks_of(user, organisation), sort=sort, page=page),
    )


def notebooks_of(user: User, organisation: Organisation) -> QuerySet[Notebook]:
    """By people of the organisation or of a part of it, or shared with it, as far as the reader may find them."""
    below = Lineage.objects.filter(ancestor=organisation).values("organisation")
    people = Belonging.objects.filter(organisation__in=below).values("person")
    shared = Share.objects.filter(Share.alive(), organisation=organisation).values("notebook")
    return listed_to(user).filter(Q(owner__in=people) | Q(pk__in=shared))
