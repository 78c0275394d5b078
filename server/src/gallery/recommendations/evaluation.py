"""Measure every algorithm, and our blend, on data that neither learning nor choosing has seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gallery.lib.errors import Invalid
from gallery.recommendations.algorithms.scorer import ranking
from gallery.recommendations.algorithms.served import served
from gallery.recommendations.choosing import choose
from gallery.recommendations.interactions import Interactions
from gallery.recommendations.measures import DEPTH, Quality, difference, quality
from gallery.recommendations.splits import Split, last_fifth, random_fifth

PUBLISHED = "similar-users"  # the way against which the others are held
OURS = "blend"
SERVED = "served"  # our blend as the gallery serves it: with weights of its own, whatever the log
VALIDATION = 1_000_000  # seeds of splits for choosing are those for testing plus this
Say = Callable[[str], None]


@dataclass(frozen=True)
class Trial:
    """One split with what came out of it."""

    qualities: Mapping[str, Quality]
    weights: Mapping[str, float]


def evaluate(log: Interactions, *, seeds: Sequence[int] = (0, 1, 2), say: Say = lambda _: None) -> dict[str, Any]:
    """Figures by split and algorithm, ready for JSON. Raises `Invalid` where the log is too small to hide anything."""
    by_time = _trial(last_fifth(log), last_fifth, say)
    at_random = [_trial(random_fifth(log, seed), partial(random_fifth, seed=seed + VALIDATION), say) for seed in seeds]
    if not any(len(trial.qualities[OURS].ndcg) for trial in at_random):
        raise Invalid("Nobody in this log used five items or more, so that nothing can be hidden and guessed.")
    splits = {"random": _report(at_random), "time": _report([by_time])}
    return {
        "events": len(log),
        "users": len(log.users),
        "items": len(log.items),
        "algorithms": splits["random"]["algorithms"],
        "splits": splits,
    }


def _trial(split: Split, again: Callable[[Interactions], Split], say: Say) -> Trial:
    chosen = choose(again(split.known), say)
    usage = split.known.usage()
    qualities = {}
    for name, scorer in {**chosen.learn(usage), SERVED: served(usage)}.items():
        say(f"measuring {name}")
        qualities[name] = quality(ranking(scorer, usage, split.users, DEPTH), split.hidden, split.users)
    return Trial(qualities, chosen.weights)


def _report(trials: Sequence[Trial]) -> dict[str, Any]:
    names = trials[0].qualities
    joined = {name: _joined([trial.qualities[name] for trial in trials]) for name in names}
    singles = [name for name in names if name not in (OURS, SERVED)]
    best = max(singles, key=lambda name: float(_mean(joined[name].ndcg)))
    return {
        "users": len(joined[OURS].ndcg) // len(trials),
        "repetitions": len(trials),
        "weights": [dict(trial.weights) for trial in trials],
        "algorithms": {name: _figures(joined[name], joined[PUBLISHED], joined[best]) for name in names},
        "best single": best,
    }


def _joined(each: Sequence[Quality]) -> Quality:
    return Quality(np.concatenate([one.recall for one in each]), np.concatenate([one.ndcg for one in each]))


def _figures(one: Quality, published: Quality, best: Quality) -> dict[str, Any]:
    against = {"published": difference(one.ndcg, published.ndcg), "best single": difference(one.ndcg, best.ndcg)}
    return {
        f"recall@{DEPTH}": round(_mean(one.recall), 4),
        f"ndcg@{DEPTH}": round(_mean(one.ndcg), 4),
        "times published": round(_mean(one.ndcg) / _mean(published.ndcg), 3) if _mean(published.ndcg) else None,
        "ndcg minus": {
            name: {"mean": round(gap.mean, 4), "standard error": round(gap.error, 4)} for name, gap in against.items()
        },
    }


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else 0.0
