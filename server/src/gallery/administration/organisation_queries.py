"""The tree of organisations as a flat list, for tables and for choosing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from gallery.directory.models import Organisation
from gallery.directory.organisation_queries import people_in, with_people

INDENT = "\u2003"  # a wide space: choices of a list know no other way to stand further in


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation in the tree; its parts follow it, one deeper."""

    slug: str
    name: str
    description: str
    url: str
    depth: int
    parent: str
    people: int
    from_directory: bool

    @property
    def indent(self) -> str:
        """As much room as it is deep."""
        return INDENT * self.depth

    @property
    def indented(self) -> str:
        """Its name, as far in as it is deep."""
        return self.indent + self.name


def organisation_lines() -> tuple[OrganisationLine, ...]:
    """Every organisation, each followed by its parts: one question to the database."""
    below: dict[int | None, list[Organisation]] = defaultdict(list)
    for one in with_people(Organisation.objects.all()):
        below[one.parent_id].append(one)
    return tuple(_lines(below, None, "", 0))


def _lines(
    below: dict[int | None, list[Organisation]], above: int | None, parent: str, depth: int
) -> Iterator[OrganisationLine]:
    for one in below.get(above, ()):
        yield OrganisationLine(
            slug=one.slug,
            name=one.name,
            description=one.description,
            url=f"/admin/organisations/{one.slug}",
            depth=depth,
            parent=parent,
            people=people_in(one),
            from_directory=bool(one.source),
        )
        yield from _lines(below, one.pk, one.slug, depth + 1)
