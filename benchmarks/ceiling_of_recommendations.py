"""How well recommendations could be guessed at all in a simulated organisation: by one who knows how it was drawn.

The oracle ranks what somebody has not used by the true chance that they do: by the topics on which they work (after the
split by time: now), the popularity of each notebook within its topic, and the introductions. It learns nothing from the
log, so what it misses is chance. Nobody who only sees the log can do better but by luck. A goal above it cannot be met
on that log: `python -m benchmarks.ceiling_of_recommendations 301 302 303` (seeds; 2,000 people, 4,000 notebooks).
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from gallery.recommendations.algorithms.scorer import Scores, ranking
from gallery.recommendations.algorithms.similar_users import similar_users
from gallery.recommendations.interactions import Interactions, read_interactions
from gallery.recommendations.measures import DEPTH, Quality, difference, quality
from gallery.recommendations.splits import Split, last_fifth, random_fifth
from gallery.simulation.log import write_log
from gallery.simulation.world import INTRODUCTORY, KINDS, OWN, SECOND, Plan, World, simulated
from numpy.typing import NDArray

PEOPLE, NOTEBOOKS = 2_000, 4_000
NEIGHBOURS = 100  # of the published way: the best of what `commonplace evaluate recommender` tries


@dataclass(frozen=True)
class Oracle:
    """The chance of each notebook at each moment at which a person does something: people in rows."""

    chances: NDArray[np.float32]

    def scores(self, users: NDArray[np.int64]) -> Scores:
        """Look them up."""
        return self.chances[users]


def main() -> None:
    """Print both for each seed and split."""
    for seed in map(int, sys.argv[1:] or ("301",)):
        world = simulated(Plan(people=PEOPLE, notebooks=NOTEBOOKS, seed=seed))
        log = _log(world)
        for name, split in (("random fifth", random_fifth(log, 0)), ("by time", last_fifth(log))):
            usage = split.known.usage()
            published = _measured(similar_users(usage, NEIGHBOURS), usage, split)
            oracle = _measured(Oracle(_chances(world, log, by_time=name == "by time")), usage, split)
            _say(seed, name, oracle, published)


def _log(world: World) -> Interactions:
    with tempfile.TemporaryDirectory(prefix="commonplace-bench-") as folder:
        write_log(world, Path(folder) / "log.csv")
        return read_interactions(Path(folder) / "log.csv")


def _chances(world: World, log: Interactions, *, by_time: bool) -> NDArray[np.float32]:
    people, books, plan = world.people, world.notebooks, world.plan
    within = books.popularity / np.bincount(books.topic, weights=books.popularity, minlength=plan.topics)[books.topic]
    everybody, interest = np.arange(plan.people), np.zeros((plan.people, plan.topics))
    before = people.department if by_time else people.earlier  # who moved did so half-way, before the split
    for department in (before, people.department):
        interest[everybody, world.topic_of_department[department]] += OWN / 2
    interest[everybody, people.second] += SECOND
    interest += (1 - sum(KINDS)) / plan.topics
    chances = interest[:, books.topic] * within
    chances[:, books.introduction] += INTRODUCTORY / books.introduction.sum()
    rows = [int(name.removeprefix("p")) for name in log.users]
    columns = [int(name.removeprefix("n")) for name in log.items]
    return np.asarray(chances[np.ix_(rows, columns)], np.float32)


def _measured(scorer: Any, usage: Any, split: Split) -> Quality:
    return quality(ranking(scorer, usage, split.users, DEPTH), split.hidden, split.users)


def _say(seed: int, name: str, oracle: Quality, published: Quality) -> None:
    gap = difference(oracle.ndcg, published.ndcg)
    least = published.ndcg.mean()
    print(
        f"  seed {seed}, {name}: oracle {oracle.ndcg.mean():.4f} (recall {oracle.recall.mean():.4f}),"
        f" published {least:.4f} (recall {published.recall.mean():.4f}):"
        f" at most {oracle.ndcg.mean() / least:.3f} times, ± {gap.error / least:.3f}"
    )


if __name__ == "__main__":
    main()
