"""Which servers somebody has."""

from collections.abc import Sequence

from gallery.accounts.models import User
from gallery.environments.models import Environment


def environments_of(owner: User) -> Sequence[Environment]:
    """The person's own servers, by name."""
    return list(Environment.objects.filter(owner=owner))
