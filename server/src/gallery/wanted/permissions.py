"""Who may do what with a request that they may know of."""

from django.db.models import Q, QuerySet

from gallery.accounts.models import User
from gallery.lib.errors import Invalid, NotAllowed
from gallery.notebooks.models import Notebook, Share, Visibility
from gallery.notebooks.rule import Marked
from gallery.wanted.models import Wanted


def may_decide(user: User, wanted: Wanted) -> bool:
    """Whether this person closes and reopens it: whoever asked."""
    return wanted.asker_id == user.pk


def check_may_decide(user: User, wanted: Wanted) -> None:
    """End the request with a sentence unless this person asked."""
    if not may_decide(user, wanted):
        raise NotAllowed("Only the person who asked can do this.")


def check_may_remove(user: User) -> None:
    """End the request with a sentence unless this is an administrator."""
    if not user.is_superuser:
        raise NotAllowed("Only administrators can remove a request.")


def wide_enough(wanted: Wanted) -> Q:
    """Of a notebook in a query: whether everybody who knows of the request may find it."""
    public = Q(visibility=Visibility.PUBLIC)
    if wanted.group_id is None:
        return public
    shared = Share.objects.filter(Share.alive(), group=wanted.group_id).values("notebook")
    return public | Q(group=wanted.group_id) | Q(pk__in=shared)


def answering(notebooks: QuerySet[Notebook], wanted: Wanted) -> QuerySet[Notebook]:
    """Those of the notebooks with which the request can be answered."""
    return notebooks.filter(wide_enough(wanted)).exclude(Marked())


def check_answers(notebook: Notebook, wanted: Wanted) -> None:
    """End the request with a sentence unless everybody who knows of the request may find the notebook."""
    if notebook.demands.exists():
        raise Invalid("This notebook demands something of its readers, so not everybody who needs it could open it.")
    if not answering(Notebook.objects.filter(pk=notebook.pk), wanted).exists():
        raise Invalid(
            "Not everybody who sees this request can find this notebook. Share it with them first, then answer."
        )
