"""The demo fills an empty gallery with what its plan says."""

import pytest
from gallery.accounts.models import User
from gallery.demo.loading import PASSWORD, load_demo
from gallery.notebooks.models import Landing, Notebook

from server.tests.demo.content import read_notebooks, read_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> list[str]:
    """The gallery after the demo is loaded, and what the loader said."""
    lines: list[str] = []
    load_demo(say=lines.append)
    return lines


def test_every_notebook_arrives_as_planned(said: list[str]) -> None:
    planned = {(entry["owner"], entry["visibility"], entry["language"]) for entry in read_plan()["notebooks"]}
    stored = Notebook.objects.values_list("owner__username", "visibility", "language")
    assert set(stored) == planned
    assert set(Notebook.objects.values_list("title", flat=True)) == {one.title for one in read_notebooks()}
    assert str(len(stored)) in said[-1]


def test_groups_own_and_show_what_is_planned(said: list[str]) -> None:
    plan = read_plan()
    given = {(entry["owner"], entry["group"]) for entry in plan["notebooks"] if "group" in entry}
    stored = Notebook.objects.exclude(group=None).values_list("owner__username", "group__slug")
    assert set(stored) == given
    assert set(Landing.objects.values_list("group__slug", flat=True)) == {group["slug"] for group in plan["groups"]}


def test_people_can_sign_in_and_one_is_administrator(said: list[str]) -> None:
    assert all(person.check_password(PASSWORD) for person in User.objects.all())
    assert list(User.objects.filter(is_superuser=True).values_list("username", flat=True)) == ["admin"]


def test_stars_are_as_planned_and_the_newcomer_has_seen_nothing(said: list[str]) -> None:
    planned = sum(len(entry["starred_by"]) for entry in read_plan()["notebooks"])
    assert sum(Notebook.objects.values_list("stars", flat=True)) == planned
    nina = User.objects.get(username="nina")
    assert not nina.launches.exists()
