"""Fill an empty gallery with the demo: people, notebooks, and some weeks of simulated use."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from commonplace_clean import Cleaned
from django.db import transaction
from django.utils import timezone

from gallery.accounts.models import User
from gallery.demo.reading import simulate_views
from gallery.demo.runs import Story, simulate_runs
from gallery.directory.actions import create_group, create_organisation, place, set_member
from gallery.directory.models import Group, GroupRole, Organisation
from gallery.environments.models import HUB
from gallery.launches.models import Launch
from gallery.lib.card_proposals import proposed_card
from gallery.lib.languages import language_of
from gallery.lib.question_card import QuestionCard, question_in
from gallery.notebooks.actions import Description, create_notebook, save_revision, star
from gallery.notebooks.intake import clean_upload
from gallery.notebooks.landing import set_landing
from gallery.notebooks.models import Notebook, Revision, Visibility
from gallery.notebooks.ownership import give_to_group

HERE = Path(__file__).parent
PASSWORD = "commonplace"  # noqa: S105 — the demo's, printed at the start
NEWCOMER = "nina"  # has seen nothing yet
WEEKS = 6
FEW = timedelta(days=5)


@transaction.atomic
def load_demo(*, say: Callable[[str], None]) -> None:
    """Load everything or nothing."""
    plan = json.loads((HERE / "demo.json").read_text())
    people = {line["name"]: _person(line) for line in plan["people"]}
    groups = _groups(plan, people)
    _organisations(plan, people)
    notebooks = {line["file"]: _notebook(line, people, groups) for line in plan["notebooks"]}
    for line in plan["groups"]:
        first = people[line["members"][0]]
        set_landing(group=groups[line["slug"]], notebook=notebooks[line["landing"]], by=first)
    stories = {notebooks[line["file"]]: Story.of(line) for line in plan["notebooks"]}
    _simulate_use(stories, people)
    simulate_runs(stories)
    simulate_views()
    say(f"The demo is there: {len(notebooks)} notebooks by {len(people)} people.")


def _person(line: dict[str, Any]) -> User:
    make = User.objects.create_superuser if line.get("admin") else User.objects.create_user
    return make(
        username=line["name"],
        password=PASSWORD,
        full_name=line["full_name"],
        about=line.get("about", ""),
        email=f"{line['name']}@example.org",
    )


def _groups(plan: dict[str, Any], people: dict[str, User]) -> dict[str, Group]:
    """Groups with their members, by name; the first one named owns the group."""
    made: dict[str, Group] = {}
    for line in plan["groups"]:
        first, *others = line["members"]
        group = create_group(name=line["name"], slug=line["slug"], description=line["description"], by=people[first])
        for name in others:
            set_member(group=group, person=people[name], role=GroupRole.EDITOR, by=people[first])
        made[group.slug] = group
    return made


def _organisations(plan: dict[str, Any], people: dict[str, User]) -> None:
    made: dict[str, Organisation] = {}
    for line in plan["organisations"]:
        made[line["slug"]] = create_organisation(
            name=line["name"],
            slug=line["slug"],
            parent=made[line["parent"]] if line["parent"] else None,
            description=line["description"],
            by=people["admin"],
        )
        for name in line["people"]:
            place(person=people[name], organisation=made[line["slug"]], by=people["admin"])


def _notebook(line: dict[str, Any], people: dict[str, User], groups: dict[str, Group]) -> Notebook:
    owner, versions = people[line["owner"]], _versions(line)
    notebook = create_notebook(
        owner=owner,
        by=owner,
        cleaned=versions[0].cleaned,
        about=Description(line.get("title", ""), line["description"], line["tags"], _card(line, versions[-1])),
        visibility=Visibility(line["visibility"]),
        message=versions[0].message,
    )
    for number, version in enumerate(versions[1:], start=1):
        save_revision(notebook=notebook, by=owner, cleaned=version.cleaned, base=number, message=version.message)
    if "group" in line:
        give_to_group(notebook=notebook, by=owner, group=groups[line["group"]])
    for name in line.get("starred_by", ()):
        star(notebook=notebook, by=people[name])
    _backdate(notebook, versions)
    return notebook


@dataclass(frozen=True)
class _Version:
    cleaned: Cleaned
    message: str
    days_ago: float


def _card(line: dict[str, Any], version: _Version) -> QuestionCard:
    """The question of its description, and what its first cell says under the other headings of the card."""
    notebook = version.cleaned.notebook
    asked = QuestionCard(question_in(line["description"]))
    return asked.or_else(proposed_card(notebook, language_of(notebook)))


def _versions(line: dict[str, Any]) -> list[_Version]:
    """The versions of a notebook: an earlier one has the first so many cells of the file."""
    raw = (HERE / "notebooks" / line["file"]).read_bytes()
    whole = json.loads(raw)
    told = line.get("revisions") or [{"message": "First version", "days_ago": line["created_days_ago"]}]
    return [
        _Version(
            cleaned=clean_upload(json.dumps(whole | {"cells": whole["cells"][: one.get("cells")]}).encode()),
            message=one["message"],
            days_ago=one["days_ago"],
        )
        for one in told
    ]


def _backdate(notebook: Notebook, versions: list[_Version]) -> None:
    now = timezone.now()
    dates = [now - timedelta(days=version.days_ago) for version in versions]
    for number, at in enumerate(dates, start=1):
        Revision.objects.filter(notebook=notebook, number=number).update(created_at=at)
    Notebook.objects.filter(pk=notebook.pk).update(created_at=dates[0], updated_at=dates[-1])
    notebook.created_at = dates[0]


def _simulate_use(stories: Mapping[Notebook, Story], people: dict[str, User]) -> None:
    """Runs over some weeks: always the same ones, early notebooks more than late ones, none by the newcomer."""
    chance = Random(2026)  # noqa: S311 — a story, not a secret
    public = [one for one, story in stories.items() if one.visibility == Visibility.PUBLIC and not story.never]
    runners = [person for name, person in sorted(people.items()) if name != NEWCOMER]
    for notebook in public:
        for _ in range(chance.randint(1, 24)):
            _launch(notebook, chance.choice(runners), chance.random())
        for _ in range(stories[notebook].more):
            _launch(notebook, chance.choice(runners), chance.random(), since=FEW)
    for notebook in public:
        Notebook.objects.filter(pk=notebook.pk).update(runs=notebook.launches.count())


def _launch(notebook: Notebook, person: User, share: float, since: timedelta = timedelta(weeks=WEEKS)) -> None:
    since = min(since, timezone.now() - notebook.created_at)
    launch = Launch.objects.create(notebook=notebook, person=person, revision=1, environment=HUB)
    Launch.objects.filter(pk=launch.pk).update(at=timezone.now() - since * share)
