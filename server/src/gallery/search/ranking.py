"""The order of what matched: how well the text fits, times a little for health, demand, and what suits the reader.

Each factor lies between 1 - MOST and 1 + MOST, so that together they move a score by a quarter at most; and they
multiply the score of the text: what does not match has none and is not lifted by anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gallery.notebooks.models import Health
from gallery.search.candidates import Matched, foremost
from gallery.search.columns import HEALTH, Columns
from gallery.search.index import Numbers, Scores, among, hits
from gallery.search.matching import additions, at_second_sight
from gallery.search.question import Asked
from gallery.search.replica import Snapshot

MOST = 0.08
BY_HEALTH = {Health.UNDETERMINED: 1.0, Health.HEALTHY: 1 + MOST, Health.UNHEALTHY: 1 - MOST}
DEPRECATED = 0.01  # of a score is left: whoever asks for deprecated notebooks sees them after all others
HALF_OF_DEMAND = 1.0  # the demand (`gallery.notebooks.trends`) that gives half of the most
_HEALTH = np.array([BY_HEALTH[one] for one in HEALTH])


@dataclass(frozen=True)
class Factors:
    """What moves the answers, by the place of each among them."""

    health: Scores
    trend: Scores
    taste: Scores
    standing: Scores  # what is deprecated stands behind what is not

    def product(self) -> Scores:
        """All of them together."""
        return self.health * self.trend * self.taste * self.standing


def factors(keys: Numbers, columns: Columns, inclined: Mapping[int, float]) -> Factors:
    """The factors of these notebooks for a reader with these inclinations."""
    demand = columns.trend[keys]
    suits = np.zeros(columns.size)
    for key, value in inclined.items():
        if key < columns.size:
            suits[key] = min(1.0, max(0.0, value))
    return Factors(
        health=_HEALTH[columns.health[keys]],
        trend=1 + MOST * demand / (demand + HALF_OF_DEMAND),
        taste=1 + MOST * suits[keys],
        standing=np.where(columns.deprecated[keys], DEPRECATED, 1.0),
    )


def best(answer: Matched, moving: Factors, most: int) -> list[int]:
    """The places of the best answers, best first; what is equally good as before."""
    return [int(place) for place in foremost(answer.scores * moving.product(), most)]


@dataclass(frozen=True)
class Why:
    """Why an answer stands where it stands, in figures; for administrators."""

    score: float  # what it is ordered by
    text: float  # how well the text fits, with the additions
    additions: tuple[tuple[str, float], ...]  # by where words stand
    health: float
    trend: float
    taste: float


def reasons(asked: Asked, now: Snapshot, answer: Matched, moving: Factors, places: Sequence[int]) -> list[Why]:
    """The figures of these answers. Additions of what is not in the index yet are not told apart."""
    keys = [int(answer.keys[place]) for place in places]
    again = [key for key in keys if key in answer.looked_at_again]
    added: dict[int, list[tuple[str, float]]] = {key: [] for key in keys}
    counted = [(*one, keys) for one in additions(asked)] + [(*one, again) for one in at_second_sight(asked)]
    for name, query, some in counted:
        found, scores = hits(now.searcher, among(some, query))
        for key, score in zip(found.tolist(), scores.tolist(), strict=True):
            if score and key not in now.behind:
                added[key].append((name, score))
    whole = answer.scores * moving.product()
    return [
        Why(
            score=float(whole[place]),
            text=float(answer.scores[place]),
            additions=tuple(added[key]),
            health=float(moving.health[place]),
            trend=float(moving.trend[place]),
            taste=float(moving.taste[place]),
        )
        for key, place in zip(keys, places, strict=True)
    ]
