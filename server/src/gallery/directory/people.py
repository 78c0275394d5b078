"""People found by what somebody types: a name to be sure, the beginning of one to choose from."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gallery.accounts.links import PersonLink, person_link
from gallery.accounts.models import User
from gallery.lib.errors import Invalid

MOST = 8
LONGEST = 150


def person_typed(typed: str) -> User:
    """The person with this name, or the only one with this full name; raises `Invalid` with a sentence."""
    name = " ".join(usable(typed).split())
    found = list(_here().filter(username=name.lower())) or list(_here().filter(full_name__iexact=name)[:2])
    if len(found) == 1 and name:
        return found[0]
    if found:
        raise Invalid(_("Several people are called %(name)s. Choose one from the suggestions.") % {"name": name})
    raise Invalid(_("There is nobody called %(name)s. Choose from the suggestions as you type.") % {"name": name[:60]})


def people_like(typed: str) -> tuple[PersonLink, ...]:
    """At most eight people with a name that begins like this, or has a word that does."""
    text = " ".join(usable(typed).split())
    if not text:
        return ()
    begins = Q(username__istartswith=text) | Q(full_name__istartswith=text) | Q(full_name__icontains=f" {text}")
    return tuple(person_link(one) for one in _here().filter(begins).order_by("full_name", "username")[:MOST])


def _here() -> QuerySet[User]:
    return User.objects.filter(is_active=True)


def usable(typed: str) -> str:
    """What was typed, as a database takes it."""
    return typed.replace("\0", " ")[:LONGEST]
