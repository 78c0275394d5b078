"""Attributes and who holds them, as finished things."""

from dataclasses import dataclass
from typing import cast

from django.db.models import Count, QuerySet

from gallery.accounts.links import PersonLink, person_link
from gallery.accounts.models import User
from gallery.directory.models import Attribute, Holding
from gallery.lib.errors import NotThere
from gallery.lib.paging import Paged, part
from gallery.notebooks.models.notebook import Demand

HOLDERS_ON_A_PAGE = 100


@dataclass(frozen=True)
class AttributeLine:
    """An attribute in the list, with how many people hold it and how many notebooks demand it."""

    slug: str
    name: str
    description: str
    url: str
    holders: int
    notebooks: int


@dataclass(frozen=True)
class Holder:
    """Somebody who holds an attribute."""

    person: PersonLink
    active: bool
    from_directory: bool


@dataclass(frozen=True)
class AttributePage(Paged):
    """One attribute and a page of those who hold it."""

    line: AttributeLine
    holders: tuple[Holder, ...]


def attribute_named(slug: str) -> Attribute:
    """The attribute, or `NotThere`."""
    found = Attribute.objects.filter(slug=slug).first()
    if found is None:
        raise NotThere
    return found


def attribute_lines() -> tuple[AttributeLine, ...]:
    """Every attribute, by name: three questions, however many there are."""
    holders = dict(Holding.objects.values_list("attribute").annotate(n=Count("pk")))
    demands = dict(Demand.objects.values_list("attribute").annotate(n=Count("pk")))
    return tuple(_line(one, holders.get(one.pk, 0), demands.get(one.pk, 0)) for one in Attribute.objects.all())


def _line(one: Attribute, holders: int, notebooks: int) -> AttributeLine:
    return AttributeLine(one.slug, one.name, one.description, f"/admin/attributes/{one.slug}", holders, notebooks)


def attribute_page(attribute: Attribute, page: int) -> AttributePage:
    """One attribute."""
    found: QuerySet[Holding] = Holding.objects.filter(attribute=attribute).select_related("person")
    rows = found.order_by("person__username")[part(page, HOLDERS_ON_A_PAGE)]
    total = found.count()
    return AttributePage(
        total=total,
        page=page,
        page_size=HOLDERS_ON_A_PAGE,
        line=_line(attribute, total, Demand.objects.filter(attribute=attribute).count()),
        holders=tuple(_holder(one) for one in rows),
    )


def _holder(holding: Holding) -> Holder:
    person = cast("User", holding.person)
    return Holder(person_link(person), person.is_active, bool(holding.source))
