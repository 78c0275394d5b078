"""What search may know of a reader: how well notebooks suit them, as last computed."""

from gallery.accounts.models import User
from gallery.recommendations.models import Recommended


def suits(person: User) -> dict[int, float]:
    """The scores of what is recommended to this person, by the notebook's key. It says nothing about rights."""
    return dict(Recommended.objects.filter(person=person, score__gt=0).values_list("notebook_id", "score"))
