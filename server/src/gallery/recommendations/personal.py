"""What is recommended to one person: what every source found, weighed, times health.

    score = Σ weight · strength · (0.5 + 0.5 · health)

Strengths are from 0 to 1 within each source and weights sum to one, so the score is from 0 to 1. Health is the shown
score of the notebook, and three quarters where nobody ran it.

Half of the weight is that of use, and is shared out as `algorithms.served` says. Where there are no fields of work,
since few people are here or this one uses nothing that others do, similar people and shared readers have all of it. The
other weights say of a notebook what no log of use says, such as its content or its group, so a log cannot weigh them:
they are set so that they decide where use says little, and do not where it says much.
"""

from collections.abc import Collection, Mapping

from gallery.accounts.models import User
from gallery.recommendations.algorithms.served import SHARES
from gallery.recommendations.habits import habits_of, new_to
from gallery.recommendations.models import Kind, Recommended
from gallery.recommendations.sources import SOURCES, Asked, Found

OF_USE = 0.51
FROM_USE = {Kind.PEOPLE: "similar-users", Kind.ALSO: "item-item", Kind.FIELD: "fields"}
WEIGHTS: Mapping[Kind, float] = {
    Kind.LIKE: 0.15,
    Kind.GROUP: 0.08,
    Kind.ORGANISATION: 0.08,
    Kind.NEWCOMER: 0.12,
    Kind.TREND: 0.06,
    Kind.CHANCE: 0.0,
}
UNKNOWN_HEALTH = 0.5
KEPT = 60  # of each person: some are looked at, dismissed or closed before the next computing
AT_A_TIME = 500  # keys in one question to the database


def rank(person: User) -> list[Recommended]:
    """The best for this person, not saved. Strengths are compared among what the person may find, and nothing else."""
    asked = Asked(person, habits_of(person), new_to(person))
    raw = {kind: source(asked) for kind, source in SOURCES.items()}
    healths = _healths(asked, {key for found in raw.values() for key in found.strengths})
    found = {kind: one.among(healths) for kind, one in raw.items()}
    weights = weights_with(fields=bool(raw[Kind.FIELD].strengths))
    ranked = [_weighed(person, key, found, weights, healths[key]) for key in healths]
    ranked.sort(key=lambda one: (-one.score, one.notebook_id))
    return [row for row in ranked if row.score > 0][:KEPT] + [row for row in ranked if row.score == 0]


def weights_with(*, fields: bool) -> Mapping[Kind, float]:
    """The weight of each source, for somebody of whom fields of work are known or are not.

    >>> weights = weights_with(fields=False)
    >>> round(weights[Kind.PEOPLE], 2), round(weights[Kind.ALSO], 2), Kind.FIELD in weights
    (0.34, 0.17, False)
    """
    of_use = {kind: SHARES[name] for kind, name in FROM_USE.items() if fields or kind != Kind.FIELD}
    whole = sum(of_use.values())
    return {**WEIGHTS, **{kind: OF_USE * share / whole for kind, share in of_use.items()}}


def _healths(asked: Asked, keys: Collection[int]) -> dict[int, float]:
    """The notebooks among these that can be recommended, with their health."""
    ordered = sorted(keys)
    known: dict[int, float | None] = {}
    for at in range(0, len(ordered), AT_A_TIME):
        rows = asked.new.filter(pk__in=ordered[at : at + AT_A_TIME])
        known.update(rows.values_list("pk", "health_score"))
    return {key: UNKNOWN_HEALTH if score is None else score for key, score in known.items()}


def _weighed(
    person: User, key: int, found: Mapping[Kind, Found], weights: Mapping[Kind, float], health: float
) -> Recommended:
    """The blend for one notebook, and the reason that weighed most."""
    parts = {kind: weights.get(kind, 0.0) * one.strengths[key] for kind, one in found.items() if key in one.strengths}
    kind = max(parts, key=lambda each: parts[each])
    score = sum(parts.values()) * (0.5 + 0.5 * health)
    row = Recommended(person=person, notebook_id=key, score=min(1.0, score), kind=kind)
    about = found[kind].about.get(key)
    if kind == Kind.ORGANISATION:
        row.organisation_id = about
    elif about is not None:
        row.about_id = about
    return row
