"""What clients are told about a person, each claim under the scope that it needs."""

from gallery.accounts.models import User
from gallery.directory.queries import attributes_of, groups_of, organisation_of

SCOPE_OF_CLAIM = {
    "preferred_username": "profile",
    "name": "profile",
    "groups": "groups",
    "organisation": "groups",
    "attributes": "groups",
    "admin": "groups",
}


def claims_of(person: User) -> dict[str, str | bool | list[str]]:
    """Every claim beyond the standard's own; an empty text or list says that there is none."""
    organisation = organisation_of(person)
    return {
        "preferred_username": person.username,
        "name": person.shown_name,
        "groups": sorted(group.slug for group in groups_of(person)),
        "organisation": organisation.slug if organisation else "",
        "attributes": sorted(attribute.slug for attribute in attributes_of(person)),
        "admin": person.is_superuser,
    }
