"""What is kept in memory says the same as the database: rights, conditions, counts, and what is not indexed yet."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from gallery.accounts.models import User
from gallery.directory.actions import create_group, set_member
from gallery.directory.models import Attribute, GroupRole, Holding
from gallery.notebooks import actions, sharing
from gallery.notebooks.changes import HEALTH, next_change
from gallery.notebooks.models import Notebook, Visibility
from gallery.notebooks.models.notebook import Demand
from gallery.notebooks.permissions import Role, listed_to
from gallery.notebooks.sharing import Wish
from gallery.notebooks.targets import Target
from gallery.search import replica
from gallery.search.candidates import matched
from gallery.search.narrowing import narrow, narrowed
from gallery.search.pending import scores_of
from gallery.search.periods import DAYS
from gallery.search.question import Question
from gallery.search.readers import findable
from gallery.search.replica import settled, snapshot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.tests.search.conftest import aged, ask
from server.tests.search.reference import begins
from server.tests.search.test_any_question import TYPED

Write = Callable[..., Notebook]
CONDITIONS = (
    "tag:geo", "tag:geo tag:maps", "-tag:geo", "lang:r", "lang:r lang:python", "-lang:r", "owner:ada", "owner:brandt",
    'owner:"Ada Brandt"', "-owner:otto", "group:team", "-group:team", "health:healthy", "-health:healthy", "lang:none",
    "changed:week", "-changed:week", "changed:month -changed:day", "changed:year changed:week", "-changed:2020-01-01",
)  # fmt: skip

AGES = (0, 3, 20, 100, 5000)  # in days


@pytest.fixture
def everybody(ada: User, otto: User, grace: User, write: Write) -> list[User | None]:
    """Notebooks of every kind, and those who look for them."""
    team = create_group(name="Team", description="", by=ada)
    set_member(group=team, person=grace, role=GroupRole.VIEWER, by=ada)
    clearance, other = (Attribute.objects.create(slug=name, name=name) for name in ("clearance", "other"))
    Holding.objects.create(attribute=clearance, person=grace)
    for number, visibility in enumerate([*Visibility] * 4):
        notebook = write(
            otto if number % 3 else ada,
            f"alpha n{number}",
            tags=[["geo"], ["geo", "maps"], []][number % 3],
            language=("python", "r")[number % 2],
            title=f"N{number}",
        )
        group = team if number % 5 == 0 else None
        health = ("healthy", "undetermined", "unhealthy")[number % 3]
        Notebook.objects.filter(pk=notebook.pk).update(group=group, health=health, visibility=visibility)
        if number % 4 == 1:
            sharing.share(notebook=notebook, by=notebook.owner, wish=Wish(Target(person=grace), Role.READ))
        if number % 7 == 3:
            Demand.objects.create(notebook=notebook, attribute=clearance)
        if number % 11 == 3:
            Demand.objects.create(notebook=notebook, attribute=other)
        aged(notebook, days=AGES[number % len(AGES)])
        if number == 6:
            actions.trash(notebook=notebook, by=notebook.owner)
    boss = User.objects.get(pk=grace.pk)
    boss.elevated = True
    gone = User.objects.get(pk=ada.pk)
    gone.is_active = False
    return [ada, otto, grace, boss, gone, None]


def keys(mask: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> set[int]:
    return set(np.flatnonzero(mask).tolist())


def test_who_may_find_what_is_the_rule(everybody: list[User | None]) -> None:
    columns = snapshot().columns
    sizes = set()
    for person in everybody:
        expected = set(listed_to(person).values_list("pk", flat=True))
        assert keys(findable(person, columns)) == expected
        sizes.add(len(expected))
    assert len(sizes) >= 5  # the rule says something else to nearly everybody


def test_guests_find_nothing_where_they_may_not_read(everybody: list[User | None], settings: object) -> None:
    from dataclasses import replace

    settings.CONFIG = replace(settings.CONFIG, anonymous_reading=False)  # type: ignore[attr-defined]
    assert not findable(None, snapshot().columns).any()


@pytest.mark.parametrize("text", CONDITIONS)
def test_conditions_hold_in_memory_as_in_the_database(everybody: list[User | None], text: str) -> None:
    columns, asked = snapshot().columns, Question(text=text).asked
    assert keys(narrow(columns.alive, asked, columns)) == set(
        narrowed(Notebook.objects.filter(trashed_at=None), asked).values_list("pk", flat=True)
    )


@pytest.mark.parametrize("text", ["", "alpha", "lang:r", "alpha tag:geo"])
def test_facets_count_what_the_reader_finds(everybody: list[User | None], text: str) -> None:
    for person in everybody:
        found = ask(person, text, page_size=100)
        rows = list(listed_to(person).filter(uuid__in=[card.uuid for card in found.items]).prefetch_related("tags"))
        assert found.total == len(rows)
        counted = {
            "languages": Counter(row.language for row in rows),
            "tags": Counter(tag.name for row in rows for tag in row.tags.all()),
            "groups": Counter(row.group.slug for row in rows if row.group),
            "health": Counter(row.health for row in rows),
            "changed": Counter(period for row in rows for period in DAYS if row.updated_at >= begins(period)),
        }
        for name, expected in counted.items():
            assert {one.name: one.count for one in getattr(found.facets, name)} == expected


def test_what_the_database_closed_behind_the_back_of_the_sequence_is_neither_shown_nor_counted(
    ada: User, otto: User, write: Write
) -> None:
    notebooks = [write(ada, "findme", title=f"{n}", tags=["findme"], public=True) for n in range(3)]
    assert ask(otto, "findme").total == 3
    clearance = Attribute.objects.create(slug="clearance", name="clearance")
    Demand.objects.create(notebook=notebooks[0], attribute=clearance)
    Notebook.objects.filter(pk=notebooks[1].pk).update(visibility=Visibility.PRIVATE)
    found = ask(otto, "findme")
    assert [card.uuid for card in found.items] == [notebooks[2].uuid]
    assert (found.total, [one.count for one in found.facets.tags]) == (1, [1])


def test_now_and_then_what_is_open_is_compared_as_a_whole(
    ada: User, otto: User, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = write(ada, "findme")
    assert ask(otto).total == 0
    Notebook.objects.filter(pk=notebook.pk).update(visibility=Visibility.PUBLIC)
    monkeypatch.setattr(replica, "LOOKED_AGE", -1.0)
    assert ask(otto).total == 1
    Notebook.objects.filter(pk=notebook.pk).update(visibility=Visibility.PRIVATE)
    assert ask(otto).total == 0


def test_health_that_moved_counts_from_the_next_question_on(ada: User, write: Write) -> None:
    notebook = write(ada, "findme")
    assert [one.name for one in ask(ada, "findme").facets.health] == ["undetermined"]
    Notebook.objects.filter(pk=notebook.pk).update(health="unhealthy")
    next_change(HEALTH)
    assert [one.name for one in ask(ada, "findme").facets.health] == ["unhealthy"]
    assert ask(ada, "findme health:unhealthy").total == 1


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TYPED | st.sampled_from(["alpha", "read csv", "alpha beta gamma", "plott", '"alpha beta"', "-alpha"]))
def test_what_is_not_indexed_yet_is_matched_alike(both: dict[int, object], text: str) -> None:
    """The same notebooks, out of the index and one by one, for any question and strictness."""
    asked, now = Question(text=text).asked, settled()
    answer = matched(asked, now, now.columns.alive)
    expected = set(answer.keys.tolist())
    scores = scores_of(both, asked, answer.strictness, None)  # type: ignore[arg-type]
    assert set(scores) == expected if expected else not scores


@pytest.fixture
def both(ada: User, write: Write) -> dict[int, object]:
    """Notebooks that are in the index, and as they were before."""
    texts = [
        "read_csv alpha",
        "readCsv beta",
        "read the csv",
        "plot(alpha)",
        "plotting beta alpha",
        "Müller",
        "数组和字典",
    ]
    for number, text in enumerate([*texts, "import pandas", "alpha beta gamma"]):
        write(ada, text, title=f"{text} {number}", kind=("code", "markdown")[number % 2], tags=["geo"][: number % 2])
    read = dict(snapshot().pending)
    settled()
    assert len(read) == len(texts) + 2
    return dict(read)
