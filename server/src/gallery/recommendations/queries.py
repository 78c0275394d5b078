"""Notebooks like a notebook, for one reader: rights first, then the ranking."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gallery.accounts.models import User
from gallery.notebooks.cards import Card, card_of, starred_among, with_card_data
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import listed_to
from gallery.recommendations.models import Similar

SHOWN = 6


@dataclass(frozen=True)
class Suggestion:
    """A notebook with why it is suggested. `score` is from 0 to 1."""

    card: Card
    score: float
    reason: str


def similar_to(user: User | None, notebook: Notebook, most: int = SHOWN) -> tuple[Suggestion, ...]:
    """Those that are most alike among what this reader may find."""
    rows = Similar.objects.filter(notebook=notebook, other__in=listed_to(user).values("pk")).order_by("-score", "other")
    best = list(rows.values_list("other", "score", "shared")[:most])
    found = with_card_data(listed_to(user)).in_bulk([key for key, _, _ in best])
    starred = starred_among(user, list(found.values()))
    return tuple(
        Suggestion(card_of(found[key], starred=key in starred), round(score, 4), _reason(shared))
        for key, score, shared in best
        if key in found
    )


def _reason(shared: list[str]) -> str:
    return _("Also about %(words)s") % {"words": ", ".join(shared)}
