"""What search may know of a reader: how well notebooks suit them, as last computed."""

from django.db.models import Value

from gallery.accounts.models import User
from gallery.lib.prepared import Later, Prepared
from gallery.recommendations.models import Recommended

_MINE = Value(Later("me"))
_SUITING = Prepared(lambda: Recommended.objects.filter(person_id=_MINE).values_list("notebook_id", "score"))


def suits(person: User) -> dict[int, float]:
    """The scores of what is recommended to this person, by the notebook's key. It says nothing about rights."""
    return {key: score for key, score in _SUITING.rows(me=person.pk) if score > 0}
