"""Suggestions for one reader: rights first, then the ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gallery.accounts.models import User
from gallery.notebooks.cards import Card, card_of, cards, starred_among, with_card_data
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import listed_to, offered_to
from gallery.recommendations.habits import new_to
from gallery.recommendations.models import AlsoViewed, Dismissal, Kind, Recommended, Similar
from gallery.recommendations.personal import rank
from gallery.recommendations.reasons import known_for, reason

SHOWN = 6


@dataclass(frozen=True)
class Suggestion:
    """A notebook with why it is suggested. `score` is from 0 to 1."""

    card: Card
    score: float
    reason: str

    @property
    def uuid(self) -> UUID:
        """Of the notebook."""
        return self.card.uuid


def similar_to(user: User | None, notebook: Notebook, most: int = SHOWN) -> tuple[Suggestion, ...]:
    """Those that are most alike among what this reader may find."""
    return _nearest(user, Similar.objects.filter(notebook=notebook), most, ("shared",), _also_about)


def also_viewed_with(user: User | None, notebook: Notebook, most: int = SHOWN) -> tuple[Suggestion, ...]:
    """Those that share most of its readers, among what this reader may find."""
    return _nearest(user, AlsoViewed.objects.filter(notebook=notebook), most, (), _used_together)


def _nearest(user: User | None, pairs: Any, most: int, words: tuple[str, ...], say: Any) -> tuple[Suggestion, ...]:
    rows = list(pairs.order_by("-score", "other").values_list("other", "score", *words))
    best = _among(offered_to(user), rows)[:most]
    found = with_card_data(offered_to(user)).in_bulk([row[0] for row in best])
    starred = starred_among(user, list(found.values()))
    return tuple(
        Suggestion(card_of(found[key], starred=key in starred), round(score, 4), say(*rest))
        for key, score, *rest in best
        if key in found
    )


def _among(allowed: QuerySet[Notebook], rows: Sequence[Any]) -> list[Any]:
    """Those of the few dozen kept rows whose first value is the key of such a notebook.

    Asked of the notebooks and not joined: a database would go through all that the reader may find.
    """
    keys = set(allowed.filter(pk__in=[row[0] for row in rows]).values_list("pk", flat=True))
    return [row for row in rows if row[0] in keys]


def _also_about(shared: list[str]) -> str:
    return _("Also about %(words)s") % {"words": ", ".join(shared)}


def _used_together() -> str:
    return _("Used together with this one")


# For a person


def recommended_to(person: User, most: int = SHOWN, *, at_once: bool = True) -> tuple[Suggestion, ...]:
    """The best for this person, best first, as last computed; what they may find and have not seen is asked now.

    `at_once`: for somebody for whom nothing is computed yet, it is computed here, from the little that they did.
    """
    found = _still_new(person, Recommended.objects.filter(person=person, score__gt=0))[:most]
    if not found and at_once and not Recommended.objects.filter(person=person).exists():
        found = [row for row in rank(person) if row.score > 0][:most]
    return _suggestions(person, found)


def lucky_picks(person: User) -> tuple[Suggestion, ...]:
    """A few by chance."""
    return _suggestions(person, _still_new(person, Recommended.objects.filter(person=person, kind=Kind.CHANCE)))


def _still_new(person: User, kept: QuerySet[Recommended]) -> list[Recommended]:
    rows = [(row.notebook_id, row) for row in kept.select_related("organisation").order_by("-score", "notebook")]
    return [row for _, row in _among(new_to(person), rows)]


def _suggestions(person: User, rows: Sequence[Recommended]) -> tuple[Suggestion, ...]:
    """Without those that are like what the person may no longer open: they would tell what it has become."""
    known = known_for(person, rows)
    told = [row for row in rows if row.about_id is None or row.about_id in known.titles]
    found = with_card_data(offered_to(person)).in_bulk([row.notebook_id for row in told])
    return tuple(
        Suggestion(
            card_of(found[row.notebook_id], starred=False),  # what is starred is not recommended
            round(row.score, 4),
            reason(row, found[row.notebook_id], known),
        )
        for row in told
        if row.notebook_id in found
    )


def dismissed_by(person: User) -> tuple[Card, ...]:
    """What the person does not want to be shown, the latest first, as far as it can still be found."""
    latest = Dismissal.objects.filter(person=person).order_by("-at", "-pk").values_list("notebook", flat=True)[:100]
    found = with_card_data(listed_to(person)).in_bulk(list(latest))
    return cards(person, [found[key] for key in latest if key in found])


# For everybody


def trending(user: User | None, most: int = SHOWN) -> tuple[Card, ...]:
    """What is in demand of late among what this reader may find, most first."""
    rows = with_card_data(offered_to(user).exclude(trend=None)).order_by("-trend__value", "pk")
    return cards(user, list(rows[:most]))


def new_in_groups(person: User, most: int = SHOWN) -> tuple[Card, ...]:
    """What the person's groups own, the latest first, without what the person made."""
    owned = offered_to(person).filter(group__memberships__person=person).exclude(owner=person)
    return cards(person, list(with_card_data(owned).order_by("-created_at", "-pk")[:most]))
