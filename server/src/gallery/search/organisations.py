"""Where the authors of what was found belong: counted for signed-in readers, parts with what is above them."""

from collections import Counter
from collections.abc import Mapping

from gallery.directory.models import Lineage
from gallery.notebooks.queries import Counted
from gallery.search.among import Among

MOST = 12


def by_organisation(owners: Mapping[int, int]) -> tuple[Counted, ...]:
    """Organisations with the notebooks of their people and of the people below, the commonest first: one query.

    `owners` says how many of the notebooks that were found each person answers for.
    """
    counts: Counter[tuple[str, str]] = Counter()
    within = Lineage.objects.filter(Among(owners, "organisation__belongings__person"))
    rows = within.values_list("organisation__belongings__person", "ancestor__slug", "ancestor__name")
    for person, slug, name in rows:
        counts[slug, name] += owners[person]
    found = sorted(counts.items(), key=lambda one: (-one[1], one[0][1], one[0][0]))[:MOST]
    return tuple(Counted(slug, name, f"/organisations/{slug}", count) for (slug, name), count in found)
