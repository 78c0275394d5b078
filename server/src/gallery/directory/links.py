"""How groups and organisations are named on pages that are about something else."""

from dataclasses import dataclass

from gallery.directory.models import Group, Organisation


@dataclass(frozen=True)
class GroupLink:
    """A group's name and page."""

    slug: str
    shown_name: str
    url: str


@dataclass(frozen=True)
class OrganisationLink:
    """An organisation's name and page."""

    slug: str
    shown_name: str
    url: str


def group_link(group: Group) -> GroupLink:
    """The name and page of a group."""
    return GroupLink(slug=group.slug, shown_name=group.name, url=group.get_absolute_url())


def organisation_link(organisation: Organisation) -> OrganisationLink:
    """The name and page of an organisation."""
    return OrganisationLink(slug=organisation.slug, shown_name=organisation.name, url=organisation.get_absolute_url())
