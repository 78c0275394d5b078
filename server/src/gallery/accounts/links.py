"""How a person is named on a page that is about something else."""

from dataclasses import dataclass

from gallery.accounts.models import User


@dataclass(frozen=True)
class PersonLink:
    """Somebody's name and page."""

    name: str
    shown_name: str
    url: str


def person_link(user: User) -> PersonLink:
    """The name and page of a person."""
    return PersonLink(name=user.username, shown_name=user.shown_name, url=user.get_absolute_url())
