"""People who use notebooks, in words of the tests."""

from datetime import timedelta

from gallery.accounts.models import User
from gallery.notebooks.models import Notebook, Use
from gallery.notebooks.usage import today


def person(name: str) -> User:
    """Somebody by name, who comes into the world when first named."""
    found = User.objects.filter(username=name).first()
    return found or User.objects.create_user(username=name, full_name=name.title())


def uses(names: str, *notebooks: Notebook, views: int = 1, runs: int = 0, days_ago: int = 20) -> None:
    """Each of these people uses each of these notebooks; some weeks ago, so that it may be recommended again."""
    for name in names.split():
        for notebook in notebooks:
            day = today() - timedelta(days=days_ago)
            Use.objects.create(person=person(name), notebook=notebook, day=day, views=views, runs=runs)
