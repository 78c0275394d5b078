"""When notebooks came to somebody: shared with them, their group or their organisation. To them they are new then."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from gallery.accounts.models import User
from gallery.notebooks.models import Notebook, Share

Arrivals = Mapping[int, datetime]


def arrivals(user: User | None, found: QuerySet[Notebook], *, most: int, when: Q | None = None) -> Arrivals:
    """The latest of these notebooks that others shared with somebody, by key, each with the moment; none for guests.

    `when` narrows the moments, as a condition on shares.
    """
    if user is None:
        return {}
    mine = Q(person=user) | Q(group__memberships__person=user)
    ours = Q(organisation__descent__organisation__belongings__person=user)
    shares = Share.objects.filter(Share.alive(), mine | ours, when or Q(), notebook__in=found.values("pk"))
    latest = shares.exclude(by=user).values("notebook").annotate(at=Max("created_at")).order_by("-at", "-notebook")
    return dict(latest.values_list("notebook", "at")[:most])


def came_at(notebook: Notebook, arrived: Arrivals) -> datetime:
    """When a notebook was last news to the reader: changed, or shared with them."""
    return max(notebook.updated_at, arrived.get(notebook.pk, notebook.updated_at))
