"""Not for me, and back again."""

from django.db import transaction

from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.recommendations.models import Dismissal
from gallery.recommendations.refreshing import mark_people


@transaction.atomic
def dismiss(*, notebook: Notebook, by: User) -> None:
    """Never recommend it to this person again. Twice is once."""
    Dismissal.objects.get_or_create(person=by, notebook=notebook)
    mark_people([by.pk])


@transaction.atomic
def bring_back(*, notebook: Notebook, by: User) -> None:
    """Let it be recommended again."""
    Dismissal.objects.filter(person=by, notebook=notebook).delete()
    mark_people([by.pk])
