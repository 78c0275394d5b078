"""What one person does: from a few indexed reads, bounded whatever they did."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from gallery.accounts.models import User
from gallery.notebooks.models import Notebook, Revision, Star, Use
from gallery.notebooks.permissions import offered_to, visible_to
from gallery.notebooks.usage import today
from gallery.recommendations.models import Dismissal, SimilarPerson
from gallery.recommendations.usage import lately, weight

MOST = 100  # of the notebooks that somebody uses: the ones that weigh most
SOON_AGAIN = timedelta(days=14)  # what was used since then is not recommended
NEAREST = 30  # people
LOOKED_AT = 200  # people with the most notebooks in common, before it is known how near they are


@dataclass(frozen=True)
class Habits:
    """The notebooks that somebody uses, with their weights, and the people who use the same."""

    weights: Mapping[int, float]
    people: Mapping[int, float]  # how similar they are, from 0 to 1

    @property
    def seen(self) -> int:
        """How many notebooks somebody has used lately, as far as it is counted."""
        return len(self.weights)


def habits_of(person: User) -> Habits:
    """Those of one person, without what they may no longer read: what is like it would tell what it has become."""
    weights = _weights([person.pk])[person.pk]
    people = dict(SimilarPerson.objects.filter(person=person).values_list("other", "score"))
    heaviest = sorted(weights, key=lambda key: (-weights[key], key))[:MOST]
    readable = set(visible_to(person).filter(pk__in=heaviest).values_list("pk", flat=True))
    mine = {key: weights[key] for key in heaviest if key in readable}
    return Habits(mine, people or nearest(person.pk, mine))


def _weights(people: list[int]) -> dict[int, dict[int, float]]:
    """The usage vectors of a few people."""
    rows = lately().filter(person__in=people, notebook__trashed_at=None).values_list("person", "notebook")
    used = {(person, key): (views, runs) for person, key, views, runs in rows.annotate(Sum("views"), Sum("runs"))}
    stars = Star.objects.filter(person__in=people, notebook__trashed_at=None).values_list("person", "notebook")
    starred = set(stars)
    found: dict[int, dict[int, float]] = {person: {} for person in people}
    for person, key in used.keys() | starred:
        views, runs = used.get((person, key), (0, 0))
        found[person][key] = weight(views, runs, starred=(person, key) in starred)
    return found


def nearest(person: int, weights: Mapping[int, float]) -> dict[int, float]:
    """The most similar people, for somebody who came after the last night: the same cosine, among those at hand.

    At hand are those who used most of what the person used: sharing nothing is being similar to nobody.
    """
    if not weights:
        return {}
    some = sorted(weights, key=lambda key: (-weights[key], key))[:MOST]
    sharing = lately().filter(notebook__in=some).exclude(person=person).values_list("person")
    found = sharing.annotate(shared=Count("notebook", distinct=True)).order_by("-shared", "person")[:LOOKED_AT]
    cosines = {other: cosine(weights, theirs) for other, theirs in _weights([key for key, _ in found]).items()}
    return dict(sorted(cosines.items(), key=lambda one: (-one[1], one[0]))[:NEAREST])


def cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Of two usage vectors.

    >>> round(cosine({1: 3.0, 2: 4.0}, {2: 2.0}), 3)
    0.8
    """
    product = sum(value * other.get(key, 0.0) for key, value in one.items())
    return product / (math.hypot(*one.values()) * math.hypot(*other.values())) if product else 0.0


def new_to(person: User) -> QuerySet[Notebook]:
    """What can be recommended: what one may find, and does not own, made, starred, just used or dismissed."""
    here = OuterRef("pk")
    known = (
        Star.objects.filter(person=person, notebook=here),
        Dismissal.objects.filter(person=person, notebook=here),
        Use.objects.filter(person=person, notebook=here, day__gt=today() - SOON_AGAIN),
        Revision.objects.filter(notebook=here, number=1, author=person),
    )
    found = offered_to(person).exclude(owner=person)
    for one in known:
        found = found.exclude(Exists(one))
    return found
