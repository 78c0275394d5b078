"""Who read what before they ran it, and what is recommended from that."""

from collections import Counter
from datetime import UTC, date

from gallery.launches.models import Launch
from gallery.notebooks.models import Use
from gallery.notebooks.trends import compute_trends
from gallery.recommendations.readership import compute_readership
from gallery.recommendations.refreshing import compute_people
from gallery.recommendations.similarity import compute_similarity


def simulate_views() -> None:
    """Each launch began with a look at the page; then everything is computed, so that the first look shows it."""
    runs: Counter[tuple[int, int, date]] = Counter()
    for person, notebook, at in Launch.objects.values_list("person", "notebook", "at"):
        runs[person, notebook, at.astimezone(UTC).date()] += 1
    Use.objects.bulk_create(
        [
            Use(person_id=person, notebook_id=notebook, day=day, views=count, runs=count)
            for (person, notebook, day), count in runs.items()
        ],
        batch_size=500,
    )
    compute_trends()
    compute_similarity()
    compute_readership()
    compute_people()
