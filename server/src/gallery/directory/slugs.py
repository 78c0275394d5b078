"""Names in addresses for groups, organisations and attributes."""

from collections.abc import Iterator

from django.db.models import Model

from gallery.lib.errors import Invalid
from gallery.lib.text import slug

LONGEST = 60
RESERVED = frozenset({"new"})  # pages of their own, such as /groups/new


def free_slug(kind: type[Model], name: str, wished: str = "") -> str:
    """The wished name, else one made from the name, with a number behind it where it is taken."""
    plain = slug(wished or name, default=kind.__name__.lower(), longest=LONGEST)
    taken = set(kind._default_manager.filter(slug__startswith=plain).values_list("slug", flat=True))
    taken |= RESERVED
    if wished and plain in taken:
        raise Invalid(f"There is one called {plain} already. Choose another name.")
    return next(one for one in _numbered(plain) if one not in taken)


def _numbered(plain: str) -> Iterator[str]:
    yield plain
    for number in range(2, 10_000):
        yield f"{plain[: LONGEST - 5]}-{number}"
