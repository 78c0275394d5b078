"""Who belongs where, what interests them, and what they use, week after week: arrays drawn from one seed.

The structure is known beforehand, so that whatever learns from the events can be held against it:

- The organisation is a tree: a house, its divisions, their departments. Each department works on one topic.
- People have the topic of their department and one of their own; beside these, they read what they come across.
- Each topic has notebooks, a few of which are used far more than the others; introductions are used by everybody.
- Some people change their department half-way, newcomers have hardly seen anything, and a few notebooks are suddenly
  in demand in the last week.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

DAYS = 7  # of a week
A_DIVISION = 8  # departments
OWN, SECOND, INTRODUCTORY = 0.65, 0.15, 0.08  # of somebody's events; the rest is what one comes across
KINDS = (OWN, SECOND, INTRODUCTORY)
RUNS = 0.3  # of the events
INTRODUCTIONS = 0.002  # of the notebooks
SUDDEN = 0.002
NEWCOMERS, MOVED = 0.03, 0.05  # of the people
FIRST_LOOKS = 2  # events of a newcomer
Numbers = NDArray[np.int64]
Chance = np.random.Generator


@dataclass(frozen=True)
class Plan:
    """How large it is, for how long, and the seed."""

    people: int = 10_000
    notebooks: int = 100_000
    weeks: int = 8
    seed: int = 0
    events: float = 12.0  # of a person in a week, in the middle
    a_department: int = 60  # people
    a_topic: int = 250  # notebooks

    @property
    def departments(self) -> int:
        """How many."""
        return max(2, self.people // self.a_department)

    @property
    def divisions(self) -> int:
        """How many."""
        return max(1, -(-self.departments // A_DIVISION))

    @property
    def topics(self) -> int:
        """How many: no more than departments, since each topic is somebody's work."""
        return min(self.departments, max(2, self.notebooks // self.a_topic))

    @property
    def days(self) -> int:
        """How many."""
        return self.weeks * DAYS


@dataclass(frozen=True)
class People:
    """One value for each person: a department, the one before they moved, a topic of their own."""

    department: Numbers
    earlier: Numbers  # the same, but for those who moved
    second: Numbers
    newcomer: NDArray[np.bool_]


@dataclass(frozen=True)
class Notebooks:
    """One value for each notebook. Popularity is relative to the others of the same topic."""

    topic: Numbers
    author: Numbers
    popularity: NDArray[np.float64]
    introduction: NDArray[np.bool_]
    sudden: NDArray[np.bool_]


@dataclass(frozen=True)
class Events:
    """One value for each event; days count from 0, the first."""

    person: Numbers
    notebook: Numbers
    day: Numbers
    run: NDArray[np.bool_]

    def __len__(self) -> int:
        """How many."""
        return len(self.day)


@dataclass(frozen=True)
class World:
    """All of it."""

    plan: Plan
    topic_of_department: Numbers
    people: People
    notebooks: Notebooks
    events: Events

    @cached_property
    def interests(self) -> NDArray[np.bool_]:
        """Which topics somebody works on now: people in rows, topics in columns."""
        mine = np.zeros((self.plan.people, self.plan.topics), bool)
        everybody = np.arange(self.plan.people)
        mine[everybody, self.topic_of_department[self.people.department]] = True
        mine[everybody, self.people.second] = True
        return mine


def simulated(plan: Plan) -> World:
    """The organisation of this plan: always the same for the same plan."""
    chance = np.random.default_rng(plan.seed)
    topics = np.arange(plan.departments) % plan.topics
    people = _people(plan, chance)
    notebooks = _notebooks(plan, topics[people.earlier], chance)
    return World(plan, topics, people, notebooks, _events(plan, topics, people, notebooks, chance))


def _people(plan: Plan, chance: Chance) -> People:
    earlier = np.arange(plan.people) % plan.departments
    moved = chance.random(plan.people) < MOVED
    elsewhere = (earlier + chance.integers(1, plan.departments, plan.people)) % plan.departments
    return People(
        department=np.where(moved, elsewhere, earlier),
        earlier=earlier,
        second=chance.integers(0, plan.topics, plan.people),
        newcomer=chance.random(plan.people) < NEWCOMERS,
    )


def _notebooks(plan: Plan, topic_of_person: Numbers, chance: Chance) -> Notebooks:
    topic = np.sort(chance.integers(0, plan.topics, plan.notebooks))
    popularity = 1 / (1 + _rank_within(topic, chance))
    return Notebooks(
        topic=topic,
        author=_among(topic, topic_of_person, np.ones(plan.people), chance),
        popularity=popularity,
        introduction=_at_least_one(chance.random(plan.notebooks) < INTRODUCTIONS),
        sudden=_at_least_one(chance.random(plan.notebooks) < SUDDEN),
    )


def _at_least_one(chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    chosen[: not chosen.any()] = True
    return chosen


def _rank_within(group: Numbers, chance: Chance) -> NDArray[np.float64]:
    """A place by chance within each group, from 0; `group` is in order."""
    shuffled = np.lexsort((chance.random(len(group)), group))
    starts = np.searchsorted(group, group)
    ranks = np.empty(len(group))
    ranks[shuffled] = np.arange(len(group)) - starts
    return ranks


def _among(wanted: Numbers, group: Numbers, weight: NDArray[np.float64], chance: Chance) -> Numbers:
    """For each wanted group a member by chance, as often as its weight says; of a group without members, anybody."""
    order = np.argsort(group, kind="stable")
    sums = np.concatenate(([0.0], np.cumsum(weight[order])))
    first = np.searchsorted(group[order], wanted)
    after = np.searchsorted(group[order], wanted, side="right")
    first, after = np.where(first < after, first, 0), np.where(first < after, after, len(group))
    at = sums[first] + chance.random(len(wanted)) * (sums[after] - sums[first])
    place = np.searchsorted(sums, at, side="right") - 1
    return np.asarray(order[np.clip(place, first, after - 1)])


def _events(plan: Plan, topics: Numbers, people: People, notebooks: Notebooks, chance: Chance) -> Events:
    person, day = _moments(plan, people, chance)
    notebook = _chosen(plan, topics, people, notebooks, person, day, chance)
    more_person, more_notebook, more_day = _rush(plan, notebooks, chance)
    person, notebook = np.concatenate((person, more_person)), np.concatenate((notebook, more_notebook))
    day = np.concatenate((day, more_day))
    order = np.argsort(day, kind="stable")
    return Events(person[order], notebook[order], day[order], chance.random(len(day)) < RUNS)


def _moments(plan: Plan, people: People, chance: Chance) -> tuple[Numbers, Numbers]:
    """Who does something on which day: people differ in how much, newcomers begin in the last week."""
    usual = chance.lognormal(np.log(plan.events * plan.weeks), 0.8, plan.people)
    often = np.where(people.newcomer, FIRST_LOOKS, np.round(usual)).astype(np.int64)
    person = np.repeat(np.arange(plan.people), often)
    day = chance.integers(0, plan.days, len(person))
    late = plan.days - 1 - chance.integers(0, min(DAYS, plan.days), len(person))
    return person, np.where(people.newcomer[person], late, day)


def _chosen(
    plan: Plan,
    topics: Numbers,
    people: People,
    notebooks: Notebooks,
    person: Numbers,
    day: Numbers,
    chance: Chance,
) -> Numbers:
    """What is used at each of these moments."""
    department = np.where(day < plan.days // 2, people.earlier[person], people.department[person])
    kind = np.searchsorted(np.cumsum(KINDS), chance.random(len(person)), side="right")
    anything = chance.integers(0, plan.topics, len(person))
    topic = np.choose(kind, (topics[department], people.second[person], anything, anything))
    notebook = _among(topic, notebooks.topic, notebooks.popularity, chance)
    introductions = np.flatnonzero(notebooks.introduction)
    first_steps = introductions[chance.integers(0, len(introductions), len(person))]
    return np.where(kind == KINDS.index(INTRODUCTORY), first_steps, notebook)


def _rush(plan: Plan, notebooks: Notebooks, chance: Chance) -> tuple[Numbers, Numbers, Numbers]:
    """What is suddenly in demand: a tenth of all people in the last week, or a hundred of very many."""
    sudden = np.flatnonzero(notebooks.sudden)
    each = max(5, min(100, plan.people // 10))
    days = plan.days - 1 - chance.integers(0, min(DAYS, plan.days), each * len(sudden))
    return chance.integers(0, plan.people, each * len(sudden)), np.repeat(sudden, each), days
