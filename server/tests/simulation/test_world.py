"""The made-up organisation has the structure that it promises, and is the same each time."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from gallery.recommendations.interactions import read_interactions
from gallery.simulation.log import write_log
from gallery.simulation.words import names_of, person_name, topic_name, writing
from gallery.simulation.world import NEWCOMERS, OWN, SECOND, Plan, World, simulated

SMALL = Plan(people=600, notebooks=3_000, weeks=8, seed=4)


@pytest.fixture(scope="module")
def world() -> World:
    return simulated(SMALL)


def test_one_plan_is_one_world_and_another_seed_another(world: World) -> None:
    again, other = simulated(SMALL), simulated(Plan(people=600, notebooks=3_000, weeks=8, seed=5))
    for one in fields(world.events):
        assert np.array_equal(getattr(world.events, one.name), getattr(again.events, one.name))
    assert not np.array_equal(world.events.notebook[:1_000], other.events.notebook[:1_000])


def test_the_size_that_is_promised() -> None:
    world = simulated(Plan())
    assert (world.plan.people, world.plan.notebooks) == (10_000, 100_000)
    assert len(world.events) > 1_000_000
    assert world.events.notebook.max() < 100_000
    assert set(np.unique(world.events.day)) == set(range(56))


def test_most_of_what_people_use_is_their_own_topic(world: World) -> None:
    settled = world.people.department == world.people.earlier
    mine = world.interests[world.events.person, world.notebooks.topic[world.events.notebook]]
    share = mine[settled[world.events.person]].mean()
    by_chance = 2 / world.plan.topics
    assert OWN + SECOND - 0.1 < share < OWN + SECOND + 0.3 * (1 - OWN - SECOND)
    assert by_chance < 0.5 * share


def test_who_moved_works_on_the_new_topic_from_then_on(world: World) -> None:
    new, old = (world.topic_of_department[one] for one in (world.people.department, world.people.earlier))
    moved = np.flatnonzero((new != old) & (world.people.second != new) & (world.people.second != old))
    chosen = np.isin(world.events.person, moved)
    person, topic = world.events.person[chosen], world.notebooks.topic[world.events.notebook[chosen]]
    late = world.events.day[chosen] >= SMALL.days // 2
    assert (topic == new[person])[late].mean() > OWN - 0.1 > (topic == new[person])[~late].mean() + 0.3
    assert (topic == old[person])[~late].mean() > OWN - 0.1


def test_newcomers_have_hardly_seen_anything(world: World) -> None:
    often = np.bincount(world.events.person, minlength=SMALL.people)
    assert NEWCOMERS / 3 < world.people.newcomer.mean() < NEWCOMERS * 3
    assert np.median(often[world.people.newcomer]) <= 4 < np.median(often[~world.people.newcomer])


def test_what_is_suddenly_in_demand_is_so_in_the_last_week(world: World) -> None:
    last = world.events.day >= SMALL.days - 7
    recent = np.bincount(world.events.notebook[last], minlength=SMALL.notebooks)
    before = np.bincount(world.events.notebook[~last], minlength=SMALL.notebooks)
    assert (recent[world.notebooks.sudden] >= 50).all()
    assert np.median(before[world.notebooks.sudden]) < 50


def test_authors_write_about_what_they_work_on(world: World) -> None:
    theirs = world.topic_of_department[world.people.earlier[world.notebooks.author]]
    assert np.array_equal(theirs, world.notebooks.topic)


def test_each_topic_has_words_of_its_own() -> None:
    topics = [topic_name(number) for number in range(600)]
    assert len(set(topics)) == 600
    assert len({person_name(number) for number in range(10_000)}) == 10_000
    assert not set(names_of(1)) & set(names_of(2))
    assert writing(3, 11) == writing(3, 11) != writing(3, 12)
    assert writing(3, 11, introduction=True).title == f"Introduction to {topic_name(3)}"


def test_the_log_is_one_that_can_be_evaluated(world: World, tmp_path: Path) -> None:
    written = write_log(world, tmp_path / "log.csv")
    log = read_interactions(tmp_path / "log.csv")
    assert written == len(log) == len(world.events)
    assert np.array_equal(np.diff(log.at) >= 0, np.ones(len(log) - 1, bool))
    assert log.users[log.user[0]] == f"p{world.events.person[0]}"
