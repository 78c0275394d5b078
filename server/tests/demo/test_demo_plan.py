"""The demo's plan refers to files and people that exist, and shows what a gallery can do."""

from collections import Counter
from typing import Any

import pytest
from gallery.lib.languages import language_of
from gallery.notebooks.models import Visibility
from gallery.notebooks.tags import clean_tags

from server.tests.demo.content import NOTEBOOKS, read_notebooks, read_plan

PLAN = read_plan()
PEOPLE = {person["name"]: person for person in PLAN["people"]}
FILES = {notebook.path.name: notebook for notebook in read_notebooks()}
each_entry = pytest.mark.parametrize("entry", PLAN["notebooks"], ids=[one["file"] for one in PLAN["notebooks"]])


def _tagged(tag: str) -> int:
    return sum(tag in entry["tags"] for entry in PLAN["notebooks"] if entry["visibility"] == Visibility.PUBLIC)


def test_each_file_is_in_the_plan_once() -> None:
    assert Counter(entry["file"] for entry in PLAN["notebooks"]) == Counter(path.name for path in NOTEBOOKS.iterdir())


def test_the_people_whom_the_documentation_names_are_there() -> None:
    assert {"admin", "ada", "grace", "nina", "otto"} <= set(PEOPLE)
    assert len(PEOPLE) == len(PLAN["people"])
    assert [name for name, person in PEOPLE.items() if person.get("admin")] == ["admin"]
    assert not any("otto" in group["members"] for group in PLAN["groups"])
    assert all(person["full_name"] and len(person["about"]) <= 500 for person in PEOPLE.values())


@each_entry
def test_an_entry_refers_to_people_who_exist(entry: dict[str, Any]) -> None:
    assert entry["owner"] in PEOPLE
    assert set(entry["starred_by"]) <= set(PEOPLE) - {entry["owner"], "nina"}


GROUPS = {group["slug"]: group for group in PLAN["groups"]}


@each_entry
def test_an_entry_is_given_only_to_a_group_for_which_its_owner_writes(entry: dict[str, Any]) -> None:
    assert "group" not in entry or entry["owner"] in GROUPS[entry["group"]]["members"]


def test_each_group_shows_a_public_notebook_first_and_two_own_some() -> None:
    public = {entry["file"] for entry in PLAN["notebooks"] if entry["visibility"] == Visibility.PUBLIC}
    assert {group["landing"] for group in PLAN["groups"]} <= public
    assert len({entry["group"] for entry in PLAN["notebooks"] if "group" in entry}) == 2


@each_entry
def test_an_entry_says_what_is_true_of_its_file(entry: dict[str, Any]) -> None:
    content = FILES[entry["file"]]
    assert entry["language"] == language_of(content.content)
    contact = content.sources("markdown")[0].rsplit("**Whom to ask:**", 1)[1]
    assert PEOPLE[entry["owner"]]["full_name"] in contact


@each_entry
def test_an_entry_can_be_stored_as_it_stands(entry: dict[str, Any]) -> None:
    assert clean_tags(entry["tags"]) == entry["tags"]
    assert entry["tags"]
    assert entry["visibility"] in Visibility.values
    assert 80 <= len(entry["description"]) <= 400
    assert entry["created_days_ago"] > 0


@each_entry
def test_earlier_versions_grow_towards_the_file(entry: dict[str, Any]) -> None:
    versions = entry.get("revisions", [{"message": "-", "days_ago": entry["created_days_ago"]}])
    assert versions[0]["days_ago"] == entry["created_days_ago"]
    assert "cells" not in versions[-1]
    ages = [version["days_ago"] for version in versions]
    assert ages == sorted(ages, reverse=True)
    sizes = [version["cells"] for version in versions[:-1]] + [len(FILES[entry["file"]].content["cells"])]
    assert sizes == sorted(set(sizes))
    assert all(version["message"] for version in versions)


def test_there_is_something_for_everybody() -> None:
    assert _tagged("newcomers") >= 3
    assert _tagged("building-block") >= 9
    assert _tagged("operations") >= 3
    assert {"python", "r", "julia"} == {entry["language"] for entry in PLAN["notebooks"]}


def test_there_are_secrets_of_several_people() -> None:
    private = {entry["owner"] for entry in PLAN["notebooks"] if entry["visibility"] == Visibility.PRIVATE}
    assert private == {"ada", "grace", "otto"}
    assert not [
        entry for entry in PLAN["notebooks"] if entry["visibility"] == Visibility.PRIVATE and entry["starred_by"]
    ]
