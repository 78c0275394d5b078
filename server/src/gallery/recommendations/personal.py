"""What is recommended to one person: what every source found, weighed, times health.

    score = Σ weight · strength · (0.5 + 0.5 · health)

Strengths are from 0 to 1 within each source and weights sum to one, so the score is from 0 to 1. Health is the shown
score of the notebook, and three quarters where nobody ran it.

Half of the weight is that of use, and is shared out as `algorithms.served` says. Where there are no fields of work,
since few people are here or this one uses nothing that others do, similar people and what is used together have all of
it. The other weights say of a notebook what no log of use says, such as its content or its group, so a log cannot weigh
them: they are set so that they decide where use says little, and do not where it says much.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

from gallery.accounts.models import User
from gallery.recommendations.algorithms.served import SHARES, SHARES_OF_FEW
from gallery.recommendations.field_shares import Learned, load_fields
from gallery.recommendations.habits import habits_of, new_to
from gallery.recommendations.models import Kind, Recommended
from gallery.recommendations.sources import SOURCES, Asked, Found
from gallery.recommendations.variety import told_abouts, told_kinds

OF_USE = 0.51
FROM_USE = {"similar-users": Kind.PEOPLE, "item-item": Kind.ALSO, "ease": Kind.ALSO, "fields": Kind.FIELD}
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
AT_A_TIME = 5_000  # keys in one question to the database


def rank(person: User, learned: Callable[[], Learned] = load_fields) -> list[Recommended]:
    """The best for this person, not saved. Strengths are compared among what the person may find, and nothing else.

    `learned`: gives the fields of work; whoever ranks many people reads them once.
    """
    asked = Asked(person, habits_of(person), new_to(person), learned)
    raw = {kind: source(asked) for kind, source in SOURCES.items()}
    healths = _healths(asked, {key for found in raw.values() for key in found.strengths})
    found = {kind: one.among(healths) for kind, one in raw.items()}
    added = _added(found, weights_with(fields=bool(raw[Kind.FIELD].strengths)))
    scores = {key: min(1.0, sum(parts.values()) * (0.5 + 0.5 * healths[key])) for key, parts in added.items()}
    kept = _best(scores)
    kinds = told_kinds(added[key] for key in kept)
    abouts = told_abouts(found[kind].about.get(key, ()) for key, kind in zip(kept, kinds, strict=True))
    told = zip(kept, kinds, abouts, strict=True)
    return [_recommended(person, key, scores[key], kind, about) for key, kind, about in told]


def weights_with(*, fields: bool) -> Mapping[Kind, float]:
    """The weight of each source, for somebody of whom fields of work are known or are not.

    >>> weights = weights_with(fields=False)
    >>> round(weights[Kind.PEOPLE], 2), round(weights[Kind.ALSO], 2), Kind.FIELD in weights
    (0.34, 0.17, False)
    """
    shares = SHARES if fields else SHARES_OF_FEW
    return {**WEIGHTS, **{FROM_USE[name]: OF_USE * share for name, share in shares.items()}}


def _healths(asked: Asked, keys: Collection[int]) -> dict[int, float]:
    """The notebooks among these that can be recommended, with their health."""
    ordered = sorted(keys)
    known: dict[int, float | None] = {}
    for at in range(0, len(ordered), AT_A_TIME):
        rows = asked.new.filter(pk__in=ordered[at : at + AT_A_TIME])
        known.update(rows.values_list("pk", "health_score"))
    return {key: UNKNOWN_HEALTH if score is None else score for key, score in known.items()}


def _added(found: Mapping[Kind, Found], weights: Mapping[Kind, float]) -> dict[int, dict[Kind, float]]:
    """What each source adds to each notebook."""
    added: dict[int, dict[Kind, float]] = defaultdict(dict)
    for kind, one in found.items():
        weight = weights.get(kind, 0.0)
        for key, strength in one.strengths.items():
            added[key][kind] = weight * strength
    return added


def _best(scores: Mapping[int, float]) -> list[int]:
    """The best first, and what came by chance alone at the end."""
    ranked = sorted(scores, key=lambda key: (-scores[key], key))
    return [key for key in ranked if scores[key] > 0][:KEPT] + [key for key in ranked if scores[key] == 0]


def _recommended(person: User, key: int, score: float, kind: Kind, about: int | None) -> Recommended:
    where = "organisation_id" if kind == Kind.ORGANISATION else "about_id"
    return Recommended(person=person, notebook_id=key, score=score, kind=kind, **{where: about})
