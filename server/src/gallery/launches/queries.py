"""What somebody ran lately, and what waits on their shelf in Jupyter."""

from gallery.accounts.models import User
from gallery.launches.models import Launch
from gallery.notebooks.cards import Card
from gallery.notebooks.queries import in_order, starred_by

LOOKED_AT = 200


def recently_run(person: User, most: int = 12) -> tuple[Card, ...]:
    """Notebooks that the person ran, latest first, each once, as far as they can still be read."""
    keys = Launch.objects.filter(person=person).order_by("-at", "-pk").values_list("notebook_id", flat=True)[:LOOKED_AT]
    return in_order(person, list(dict.fromkeys(keys)))[:most]


def shelf(person: User) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """Starred and recently run notebooks, for the start of the person's server."""
    return starred_by(person), recently_run(person)
