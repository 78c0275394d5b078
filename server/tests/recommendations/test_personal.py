"""What is recommended to a person: each source by hand, the blend, the reasons, and what is left out."""

from collections.abc import Callable
from random import Random

import pytest
from gallery.accounts.models import User
from gallery.directory.actions import create_group, create_organisation, place, set_member
from gallery.directory.models import GroupRole
from gallery.notebooks.actions import star
from gallery.notebooks.models import Notebook, Star, Use
from gallery.notebooks.ownership import give_to_group
from gallery.notebooks.trends import compute_trends
from gallery.notebooks.usage import today
from gallery.recommendations import field_shares, sources
from gallery.recommendations.actions import bring_back, dismiss
from gallery.recommendations.models import AlsoViewed, Kind, Recommended, Similar
from gallery.recommendations.personal import rank, weights_with
from gallery.recommendations.queries import Suggestion, lucky_picks, recommended_to
from gallery.recommendations.readership import compute_readership
from gallery.recommendations.refreshing import compute_people

from server.tests.recommendations.truth import check_true
from server.tests.recommendations.using import person, uses

BEGINNINGS = ("People", "Used together", "Used for", "Like", "Your group", "Used in", "Trending", "A good")
Write = Callable[..., Notebook]
Make = Callable[..., Notebook]


@pytest.fixture
def public(ada: User, write: Write) -> Make:
    """A public notebook of ada's."""
    return lambda title, **about: write(ada, title=title, public=True, **about)


def told(reader: User, most: int = 20) -> dict[str, Suggestion]:
    return {one.card.title: one for one in recommended_to(reader, most)}


def reasons(reader: User) -> dict[str, str]:
    return {title: one.reason for title, one in told(reader).items()}


def health(notebook: Notebook, score: float) -> None:
    Notebook.objects.filter(pk=notebook.pk).update(health_score=score)


def test_popular_with_similar_people(public: Make) -> None:
    tides, moons, bread = public("Tides"), public("Moons"), public("Bread")
    uses("ben cleo dan", tides)
    uses("cleo dan", moons)
    uses("eve", bread)
    compute_readership()
    AlsoViewed.objects.all().delete()
    found = told(person("ben"))
    assert found["Moons"].reason == "People who read what you read use this"
    assert found["Moons"].score == pytest.approx(
        weights_with(fields=False)[Kind.PEOPLE] * 0.75, abs=1e-4
    )  # health is unknown
    assert "Bread" not in found


def test_what_one_similar_person_uses_is_not_told(public: Make) -> None:
    tides, moons = public("Tides"), public("Moons")
    uses("ben cleo", tides)
    uses("cleo", moons)
    compute_readership()
    assert reasons(person("ben")) == {}


@pytest.mark.parametrize(
    ("use", "said"),
    [({"views": 1}, "read"), ({"views": 1, "runs": 1}, "ran"), ({"star": True}, "starred")],
)
def test_like_what_one_used_and_how(public: Make, use: dict[str, int], said: str) -> None:
    own, other = public("Tides"), public("Moons")
    ben = person("ben")
    if use.pop("star", False):
        star(notebook=own, by=ben)
    else:
        uses("ben", own, **use)
    Similar.objects.create(notebook=own, other=other, score=0.5)
    assert reasons(ben) == {"Moons": f"Like “Tides”, which you {said}"}


def test_owned_by_a_group_of_mine(public: Make, ada: User, write: Write) -> None:
    ben = person("ben")
    group, other = create_group(name="Bridges", by=ada), create_group(name="Tunnels", by=ada)
    set_member(group=group, person=ben, role=GroupRole.VIEWER, by=ada)
    for title, owner in (("Ours", group), ("Theirs", other)):
        give_to_group(notebook=write(ada, title=title), by=ada, group=owner)
    assert reasons(ben) == {"Ours": "Your group Bridges owns it"}
    group.memberships.filter(person=ben).delete()
    assert reasons(ben) == {}


def test_used_in_organisations_near_mine_the_own_first(public: Make, admin: User) -> None:
    house = create_organisation(name="House", by=admin)
    own, sister = (create_organisation(name=name, parent=house, by=admin) for name in ("Own", "Sister"))
    child = create_organisation(name="Child", parent=own, by=admin)
    far = create_organisation(name="Far", parent=sister, by=admin)
    places = {"House": house, "Own": own, "Sister": sister, "Child": child, "Far": far}
    for title, organisation in places.items():
        for number in range(3):
            place(person=person(f"{title.lower()}{number}"), organisation=organisation, by=admin)
            uses(f"{title.lower()}{number}", public(f"In {title}") if number == 0 else latest())
    ben = person("ben")
    place(person=ben, organisation=own, by=admin)
    compute_readership()
    found = reasons(ben)
    assert found == {f"In {title}": f"Used in {title}" for title in ("Own", "House", "Sister", "Child")}
    assert next(iter(found)) == "In Own"
    assert told(ben)["In House"].score == pytest.approx(told(ben)["In Own"].score / 2, abs=1e-4)


def latest() -> Notebook:
    return Notebook.objects.latest("pk")


def test_trending(public: Make) -> None:
    uses("cleo dan", public("Tides"), days_ago=0)
    compute_trends()
    assert reasons(person("ben")) == {"Tides": "Trending this month"}


def test_introductions_for_those_who_have_seen_little(public: Make) -> None:
    public("First look", tags=["newcomers"])
    others = [public(f"N{n}") for n in range(10)]
    ben = person("ben")
    assert reasons(ben)["First look"] == "A good first notebook"
    before = told(ben)["First look"].score
    uses("ben", *others[:5])
    assert told(ben)["First look"].score == pytest.approx(before / 2, abs=1e-4)
    uses("ben", *others[5:])
    assert "First look" not in told(ben)


def test_lucky_picks_have_no_score_and_stay_the_same_for_a_day(public: Make) -> None:
    for number in range(30):
        public(f"N{number}")
    uses("ben", public("Tides"))
    compute_people()
    ben = person("ben")
    picks = [(one.card.title, one.score, one.reason) for one in lucky_picks(ben)]
    assert 1 <= len(picks) <= 4
    assert {pick[1:] for pick in picks} == {(0.0, "Something else, picked by chance")}
    compute_people()
    assert [(one.card.title, one.score, one.reason) for one in lucky_picks(ben)] == picks
    assert recommended_to(ben) == ()


def test_where_nothing_is_drawn_the_last_one_is_the_pick(public: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "DRAWN", 0)
    public("Tides")
    moons = public("Moons")
    assert [row.notebook for row in rank(person("ben"))] == [moons]


@pytest.mark.parametrize("most_wanted", [2, 4, 5, 200])
def test_of_what_trends_the_hidden_takes_no_place(
    public: Make, most_wanted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MOST_WANTED", most_wanted)
    monkeypatch.setattr(sources, "MOST", 2)
    monkeypatch.setattr(sources, "LUCKY", 0)
    books = [public(f"N{n}") for n in range(7)]
    for days_ago, book in enumerate(books):
        uses("cleo", book, days_ago=days_ago)
    compute_trends()
    Notebook.objects.filter(pk__in=[book.pk for book in books[:3]]).update(visibility="private")
    assert {row.notebook for row in rank(person("ben")) if row.score} == set(books[3:5])


def test_the_score_is_the_weighted_sum_times_health(public: Make) -> None:
    own, both, alike = public("Own"), public("Both"), public("Alike")
    uses("ben", own)
    Similar.objects.create(notebook=own, other=both, score=0.2)
    Similar.objects.create(notebook=own, other=alike, score=0.8)
    AlsoViewed.objects.create(notebook=own, other=both, score=0.1)
    health(both, 0.6)
    health(alike, 1.0)
    found = told(person("ben"))
    assert found["Both"].score == pytest.approx((0.17 + 0.15 * 0.2 / 0.8) * 0.8, abs=1e-4)
    assert found["Alike"].score == pytest.approx(0.15, abs=1e-4)
    assert [found[title].reason for title in found] == ["Used together with “Own”", "Like “Own”, which you read"]


@pytest.mark.parametrize("fields", [True, False])
def test_weights_sum_to_one_so_that_scores_stay_below(fields: bool) -> None:
    assert sum(weights_with(fields=fields).values()) == pytest.approx(1)


def test_what_one_owns_made_starred_just_used_or_dismissed_is_left_out(public: Make, write: Write, admin: User) -> None:
    house = create_organisation(name="House", by=admin)
    ben = person("ben")
    place(person=ben, organisation=house, by=admin)
    for name in ("cleo", "dan"):
        place(person=person(name), organisation=house, by=admin)
    shown, starred, run, read, long_ago, dismissed = (public(f"N{n}") for n in range(6))
    owned, given = write(ben, title="Owned", public=True), write(ben, title="Given", public=True)
    give_to_group(notebook=given, by=ben, group=create_group(name="Bridges", by=ben))
    Notebook.objects.filter(pk=given.pk).update(owner=person("cleo"))
    every = (shown, starred, run, read, long_ago, dismissed, owned, given)
    uses("cleo dan", *every)
    uses("ben", run, views=1, runs=1, days_ago=13)
    uses("ben", read, days_ago=0)
    uses("ben", long_ago, days_ago=14)
    star(notebook=starred, by=ben)
    dismiss(notebook=dismissed, by=ben)
    compute_readership()
    for computed in (False, True):
        if computed:
            compute_people()
        assert set(told(ben)) == {shown.title, long_ago.title}
    # all of it counts at once, too, for what was computed before
    Use.objects.create(person=ben, notebook=shown, day=today(), views=1)
    bring_back(notebook=dismissed, by=ben)
    assert set(told(ben)) == {long_ago.title}
    compute_people()
    assert set(told(ben)) == {long_ago.title, dismissed.title}


def test_a_hidden_notebook_is_not_shown_not_counted_and_takes_no_place(public: Make, ada: User, write: Write) -> None:
    tides, moons = public("Tides"), public("Moons")
    secret = write(ada, title="Secret", tags=["newcomers"])
    uses("ben cleo dan", tides)
    uses("cleo dan", moons)
    compute_trends()
    compute_readership()
    compute_people()
    before = recommended_to(person("ben"))
    assert before
    uses("cleo dan", secret, views=50, runs=9, days_ago=0)
    Similar.objects.create(notebook=tides, other=secret, score=0.9)
    AlsoViewed.objects.create(notebook=tides, other=secret, score=0.9)
    compute_trends()
    compute_people()
    assert recommended_to(person("ben")) == before
    assert not Recommended.objects.filter(notebook=secret).exclude(person=ada).exists()


def test_a_right_that_is_lost_counts_at_once(public: Make) -> None:
    own, other, third = public("Tides"), public("Moons"), public("Bread")
    uses("ben", own, third)
    Similar.objects.create(notebook=own, other=other, score=0.5)
    compute_people()
    ben = person("ben")
    assert reasons(ben) == {"Moons": "Like “Tides”, which you read"}
    Notebook.objects.filter(pk=other.pk).update(visibility="private")
    assert reasons(ben) == {}


def test_what_one_may_no_longer_read_is_not_named_and_tells_nothing(public: Make) -> None:
    own, other = public("Tides"), public("Moons")
    uses("ben", own)
    Similar.objects.create(notebook=own, other=other, score=0.5)
    compute_people()
    Notebook.objects.filter(pk=own.pk).update(visibility="private")
    ben = person("ben")
    assert reasons(ben) == {}  # what it is like would tell what it has become
    compute_people()
    assert not Recommended.objects.filter(person=ben, score__gt=0).exists()


@pytest.mark.parametrize("fewest", [100, 10])
def test_reasons_are_true_for_their_readers(
    admin: User, write: Write, fewest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a crowd at random, with fields of work and without, each sentence is checked against what really happened."""
    monkeypatch.setattr(field_shares, "FEWEST_PEOPLE", fewest)
    chance = Random(3)
    names = [f"p{n}" for n in range(12)]
    groups = [create_group(name=f"Group {n}", by=person(names[n])) for n in range(3)]
    house = create_organisation(name="House", by=admin)
    for name in names[:6]:
        place(person=person(name), organisation=house, by=admin)
    notebooks = [
        write(
            person(chance.choice(names)),
            title=f"N{n}",
            public=chance.random() < 0.7,
            tags=["newcomers"] if n % 5 == 0 else [],
        )
        for n in range(40)
    ]
    for notebook in notebooks[::4]:
        group = next((one for one in groups if one.memberships.filter(person=notebook.owner).exists()), None)
        if group is not None:
            give_to_group(notebook=notebook, by=notebook.owner, group=group)
    for name in names:
        for notebook in chance.sample(notebooks, 6):
            uses(name, notebook, views=1, runs=chance.randrange(2), days_ago=chance.randrange(60))
            if chance.random() < 0.2:
                Star.objects.get_or_create(person=person(name), notebook=notebook)
    for _ in range(60):
        one, other = chance.sample(notebooks, 2)
        Similar.objects.get_or_create(notebook=one, other=other, defaults={"score": chance.random()})
    compute_trends()
    compute_readership()
    compute_people()
    said = dict.fromkeys(
        ("People", "Used together", "Used for", "Like", "Your group", "Used in", "Trending", "A good"), 0
    )
    for name in names:
        for found in recommended_to(person(name), 60):
            check_true(person(name), found)
            (kind,) = [kind for kind in said if found.reason.startswith(kind)]
            said[kind] += 1
    assert min(said["People"], said["Like"]) > 0
    assert (said["Used for"] > 0) == (fewest == 10)
    assert sum(count > 0 for count in said.values()) >= 4


def test_three_teams_get_what_their_own_team_reads(ada: User, write: Write) -> None:
    """Everybody reads half of what the team reads, and now and then something else."""
    chance = Random(11)
    teams = {
        team: [write(ada, title=f"{team} {n}", public=True) for n in range(12)] for team in ("Sea", "Rail", "Food")
    }
    members = {team: [f"{team.lower()}{n}" for n in range(8)] for team in teams}
    everything = [one for notebooks in teams.values() for one in notebooks]
    for team, notebooks in teams.items():
        for name in members[team]:
            read = {*chance.sample(notebooks, 6), *chance.sample(everything, 1)}
            uses(name, *sorted(read, key=lambda one: one.pk))
    compute_readership()
    compute_people()
    first = [
        (team, one.card.title.split()[0])
        for team, names in members.items()
        for name in names
        for one in recommended_to(person(name), 5)
    ]
    right = sum(team == found for team, found in first)
    assert len(first) == 3 * 8 * 5
    assert right / len(first) > 0.9


def test_nobody_is_ranked_with_a_number_of_questions_that_grows(
    public: Make, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    notebooks = [public(f"N{n}") for n in range(30)]
    for name in ("ben", "cleo", "dan"):
        uses(name, *notebooks[:20])
    compute_readership()
    with django_assert_max_num_queries(22):  # type: ignore[attr-defined]
        rank(person("eve"))
    ben = person("ben")
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        rank(ben)
