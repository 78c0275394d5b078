"""What is deprecated is brought to nobody: not for themselves, not as trending, not beside another notebook."""

from collections.abc import Callable

from gallery.accounts.models import User
from gallery.notebooks.deprecation import deprecate, undeprecate
from gallery.notebooks.models import Notebook
from gallery.notebooks.trends import compute_trends
from gallery.recommendations.queries import also_viewed_with, recommended_to, similar_to, trending
from gallery.recommendations.readership import compute_readership
from gallery.recommendations.similarity import compute_similarity

from server.tests.recommendations.using import person, uses

Write = Callable[..., Notebook]


def told(ben: User, tides: Notebook) -> tuple[bool, bool, bool, bool]:
    """Whether Moons is recommended, trending, shown as read together, and as alike."""
    lists = (
        [one.card.title for one in recommended_to(ben, 20)],
        [card.title for card in trending(ben)],
        [one.card.title for one in also_viewed_with(ben, tides)],
        [one.card.title for one in similar_to(ben, tides)],
    )
    recommended, hot, together, alike = ("Moons" in titles for titles in lists)
    return recommended, hot, together, alike


def test_it_is_brought_to_nobody_until_that_is_taken_back(ada: User, write: Write) -> None:
    tides, moons = (
        write(ada, "water_level(harbour)", title=title, tags=["sea"], public=True) for title in ("Tides", "Moons")
    )
    for number, word in enumerate(("bread", "rents", "votes")):
        write(ada, f"{word}_of({number})", title=word, public=True)
    uses("ben cleo dan eve", tides)
    uses("cleo dan eve", moons)
    for compute in (compute_readership, compute_trends, compute_similarity):
        compute()
    ben = person("ben")
    assert told(ben, tides) == (True, True, True, True)
    deprecate(notebook=moons, by=ada)
    assert told(ben, tides) == (False, False, False, False)
    undeprecate(notebook=moons, by=ada)
    assert told(ben, tides) == (True, True, True, True)
