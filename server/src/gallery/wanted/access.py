"""The one door to requests: who knows of which. Everybody who is signed in, or the members of one group."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gallery.accounts.models import User
from gallery.directory.models import Membership
from gallery.lib.errors import NotThere
from gallery.notebooks.permissions import listed_to
from gallery.wanted.models import Answer, Wanted
from gallery.wanted.states import State


def seen_by(user: User) -> QuerySet[Wanted]:
    """Every request of which this person may know: of everybody, and of their groups at this moment."""
    living = Wanted.objects.exclude(state=State.REMOVED)
    if not user.is_active:
        return living.none()
    if user.elevated:
        return living
    return living.filter(Q(group=None) | Q(group__in=Membership.objects.filter(person=user).values("group")))


def seen(user: User, uuid: UUID) -> Wanted:
    """One of them; otherwise it does not exist."""
    found = with_people(seen_by(user)).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def with_people(wanted: QuerySet[Wanted]) -> QuerySet[Wanted]:
    """Load with each request whom its line names."""
    return wanted.select_related("asker", "group")


def answers_to(user: User) -> QuerySet[Answer]:
    """Answers whose notebook this person may find; others are not there."""
    return Answer.objects.filter(notebook__in=listed_to(user).values("pk"))


def answered_for(user: User) -> Exists:
    """Of a request in a query: whether this person can find an answer."""
    return Exists(answers_to(user).filter(wanted=OuterRef("pk")))
