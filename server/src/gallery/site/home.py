"""The home page as a finished thing."""

from dataclasses import dataclass

from gallery.accounts.models import User
from gallery.launches.queries import recently_run
from gallery.notebooks.cards import Card
from gallery.notebooks.permissions import offered_to
from gallery.notebooks.queries import Counted, languages_seen, listing, starred_by, tags_seen
from gallery.recommendations.queries import Suggestion, new_in_groups, recommended_to, trending

NEWCOMERS = "newcomers"
ON_A_SHELF = 6
ON_A_SMALL_SHELF = 3


@dataclass(frozen=True)
class HomePage:
    """Shelves of notebooks, and words to start from."""

    starred: tuple[Card, ...]
    recent: tuple[Card, ...]
    recommended: tuple[Suggestion, ...]
    in_groups: tuple[Card, ...]
    trending: tuple[Card, ...]
    newcomers: tuple[Card, ...]
    updated: tuple[Card, ...]
    tags: tuple[Counted, ...]
    languages: tuple[Counted, ...]
    total: int

    @property
    def first_visit(self) -> bool:
        """Whether the reader has neither run nor starred anything yet."""
        return not (self.starred or self.recent)


def home_page(user: User | None) -> HomePage:
    """What the home page shows to this reader."""
    offered = offered_to(user)
    newest = listing(user, offered, size=ON_A_SHELF)
    newcomers = listing(user, offered.filter(tags__name=NEWCOMERS), sort="stars", size=ON_A_SHELF).items
    recommended = _recommended(user, newcomers) if user else ()
    return HomePage(
        starred=starred_by(user, ON_A_SHELF) if user else (),
        recent=recently_run(user, ON_A_SHELF) if user else (),
        recommended=recommended,
        in_groups=new_in_groups(user, ON_A_SMALL_SHELF) if user else (),
        trending=_trending(user, recommended),
        newcomers=newcomers,
        updated=newest.items,
        tags=tags_seen(user, 14),
        languages=languages_seen(user)[:6],
        total=newest.total,
    )


def _recommended(user: User, newcomers: tuple[Card, ...]) -> tuple[Suggestion, ...]:
    """The best for this person, without what stands on the shelf for newcomers anyway."""
    shown = {card.uuid for card in newcomers}
    found = [one for one in recommended_to(user, ON_A_SHELF + len(shown), at_once=False) if one.uuid not in shown]
    return tuple(found[:ON_A_SHELF])


def _trending(user: User | None, recommended: tuple[Suggestion, ...]) -> tuple[Card, ...]:
    """What is in demand, without what stands among the recommended already."""
    shown = {one.uuid for one in recommended}
    found = [card for card in trending(user, ON_A_SMALL_SHELF + len(shown)) if card.uuid not in shown]
    return tuple(found[:ON_A_SMALL_SHELF])
