"""With whom something can be shared, found by the names that people type."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model, QuerySet

from gallery.accounts.models import User
from gallery.directory.models import Group, Organisation
from gallery.lib.errors import Invalid
from gallery.notebooks.models import Share


@dataclass(frozen=True)
class Target:
    """A person, a group, an organisation with everything below it, or a mail address: exactly one is set."""

    person: User | None = None
    group: Group | None = None
    organisation: Organisation | None = None
    email: str = ""

    @property
    def kind(self) -> str:
        """Which of them it is."""
        return next(kind for kind in KINDS if getattr(self, kind))

    @property
    def name(self) -> str:
        """As the audit log and the API name it."""
        found = getattr(self, self.kind)
        return str(getattr(found, "username", "") or getattr(found, "slug", "") or found)

    def fields(self) -> dict[str, Any]:
        """As the fields of a share."""
        return {self.kind: getattr(self, self.kind)}


T = TypeVar("T", bound=Model)
KINDS = ("person", "group", "organisation", "email")


def target_of(share: Share) -> Target:
    """The target of a share whose person, group and organisation are loaded."""
    return Target(share.person, share.group, share.organisation, share.email)


def find_target(kind: str, typed: str) -> Target:
    """The person, group, organisation or mail address of this name; raises `Invalid` where there is none."""
    name = typed.strip()
    if kind == "email":
        return Target(email=_address(name))
    if kind == "person":
        people = User.objects.filter(is_active=True)
        return Target(person=_found(kind, name, people.filter(username=name.lower()), people.filter(full_name=name)))
    if kind == "group":
        return Target(group=_found(kind, name, *_by_slug_or_name(Group.objects.all(), name)))
    if kind == "organisation":
        return Target(organisation=_found(kind, name, *_by_slug_or_name(Organisation.objects.all(), name)))
    raise Invalid(f"A notebook is shared with one of {', '.join(KINDS)}.")


def _by_slug_or_name(rows: QuerySet[T], name: str) -> tuple[QuerySet[T], QuerySet[T]]:
    return rows.filter(slug=name.lower()), rows.filter(name=name)


def _found(kind: str, name: str, exact: QuerySet[T], called: QuerySet[T]) -> T:
    """The one with the name that nobody else has; or the only one that people call so."""
    found = (list(exact) or list(called[:2])) if name else []
    if not found:
        raise Invalid(f"There is no {kind} called {name[:60]}.")
    if len(found) > 1:
        raise Invalid(f"There is more than one {kind} called {name[:60]}. Choose one as you type.")
    return found[0]


def _address(typed: str) -> str:
    try:
        validate_email(typed)
    except ValidationError:
        raise Invalid(f"{typed[:60]} is no mail address.") from None
    return typed.lower()
