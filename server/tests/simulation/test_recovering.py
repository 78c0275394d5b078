"""What is computed from the events finds the structure again that the organisation was given."""

import numpy as np
import pytest
from gallery.accounts.models import User
from gallery.directory.models import Lineage, Organisation
from gallery.lib.errors import Conflict
from gallery.notebooks.content import document
from gallery.notebooks.models import Notebook, Revision, Star, Trend, Use, Visibility
from gallery.notebooks.trends import compute_trends
from gallery.recommendations.models import AlsoViewed, SimilarPerson
from gallery.recommendations.queries import recommended_to
from gallery.recommendations.readership import compute_readership
from gallery.recommendations.similarity import compute_similarity
from gallery.search.queries import Question, find
from gallery.simulation.filling import fill
from gallery.simulation.words import topic_name
from gallery.simulation.world import Plan, World, simulated
from gallery.site.command_line import main

PLAN = Plan(people=160, notebooks=480, weeks=6, seed=9, events=6, a_department=20, a_topic=60)
WELL_KNOWN = 20  # uses: of what hardly anybody reads, chance decides who else does
ASKED = 24  # people whose recommendations are looked at


@pytest.fixture
def world(db: None) -> World:
    """A small organisation in the database."""
    made = simulated(PLAN)
    fill(made)
    return made


def numbers(model: type[User] | type[Notebook]) -> dict[int, int]:
    """The number of each row in the world, by its key."""
    return {key: number for number, key in enumerate(model.objects.order_by("pk").values_list("pk", flat=True))}


def test_what_is_written_is_what_was_drawn(world: World) -> None:
    assert (User.objects.count(), Notebook.objects.count()) == (PLAN.people, PLAN.notebooks)
    assert Organisation.objects.count() == 1 + PLAN.divisions + PLAN.departments
    assert Lineage.objects.filter(distance=2).count() == PLAN.departments
    books, hidden = numbers(Notebook), Notebook.objects.filter(visibility=Visibility.PRIVATE)
    seen = {books[key] for key in Use.objects.values_list("notebook", flat=True)}
    assert seen == set(world.events.notebook.tolist()) - {books[one.pk] for one in hidden}
    assert not Use.objects.filter(notebook__in=hidden).exists()
    assert Star.objects.exists()
    head = Revision.objects.order_by("pk").last()
    assert head is not None
    assert document(head)["cells"][0]["source"].startswith(f"# {head.notebook.title}")


def test_it_can_be_searched_at_once(world: World) -> None:
    wanted = topic_name(0)
    found = find(None, Question(text=wanted))
    assert found.total > 0
    assert all(wanted.split()[0] in card.tags for card in found.items)


def test_a_gallery_with_notebooks_is_left_as_it_is(world: World) -> None:
    with pytest.raises(Conflict, match="nothing was added"):
        fill(world)
    assert Notebook.objects.count() == PLAN.notebooks


def test_readers_topics_and_sudden_demand_are_found_again(world: World) -> None:
    books, people, topic = numbers(Notebook), numbers(User), world.notebooks.topic
    compute_trends()
    compute_readership()
    well_known = set(np.flatnonzero(np.bincount(world.events.notebook, minlength=PLAN.notebooks) >= WELL_KNOWN))
    pairs = [
        (books[one], books[other])
        for one, other in AlsoViewed.objects.order_by("score").values_list("notebook", "other")
    ]
    closest = {one: other for one, other in pairs if one in well_known and other in well_known}
    assert np.mean([topic[one] == topic[other] for one, other in closest.items()]) > 0.7
    alike = SimilarPerson.objects.order_by("person", "-score").values_list("person", "other")
    nearest = dict(reversed([(people[one], people[other]) for one, other in alike]))
    shared = [(world.interests[one] & world.interests[other]).any() for one, other in nearest.items()]
    assert np.mean(shared) > 0.8
    sudden = np.flatnonzero(world.notebooks.sudden)
    first = [books[key] for key in Trend.objects.order_by("-value").values_list("pk", flat=True)[: 3 * len(sudden)]]
    assert len(set(first) & set(sudden.tolist())) >= 0.6 * len(sudden)


def test_people_are_recommended_what_they_work_on(world: World) -> None:
    by_uuid = {uuid: n for n, uuid in enumerate(Notebook.objects.order_by("pk").values_list("uuid", flat=True))}
    topic = world.notebooks.topic
    compute_similarity()
    compute_readership()
    hits, chance = [], []
    for key, number in list(numbers(User).items())[:ASKED]:
        found = recommended_to(User.objects.get(pk=key), 10)
        hits += [world.interests[number, topic[by_uuid[one.card.uuid]]] for one in found if one.score]
        chance.append(world.interests[number].mean())
    assert np.mean(hits) > 0.6
    assert np.mean(hits) > 2 * np.mean(chance)


def test_the_command_says_what_it_did(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--people", "12", "--notebooks", "20", "--weeks", "2"]) == 0
    assert "12 people and 20 notebooks are there" in capsys.readouterr().out
    assert main(["simulate", "--people", "12", "--notebooks", "20"]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("commonplace simulate: There are notebooks here")
    assert main(["simulate", "--people", "1"]) == 1
    assert "at least 10 people" in capsys.readouterr().err
