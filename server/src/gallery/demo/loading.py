"""Fill an empty gallery with the demo: people, notebooks, and some weeks of simulated use."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from gallery.accounts.models import User
from gallery.environments.models import HUB
from gallery.launches.models import Launch
from gallery.notebooks.actions import Description, create_notebook, star
from gallery.notebooks.intake import clean_upload
from gallery.notebooks.models import Notebook, Revision, Visibility

HERE = Path(__file__).parent
PASSWORD = "commonplace"  # noqa: S105 — the demo's, printed at the start
NEWCOMER = "nina"  # has seen nothing yet
WEEKS = 6


@transaction.atomic
def load_demo(*, say: Callable[[str], None]) -> None:
    """Load everything or nothing."""
    plan = json.loads((HERE / "demo.json").read_text())
    people = {line["name"]: _person(line) for line in plan["people"]}
    notebooks = [_notebook(line, people) for line in plan["notebooks"]]
    _simulate_use(notebooks, people)
    say(f"The demo is there: {len(notebooks)} notebooks by {len(people)} people.")


def _person(line: dict[str, Any]) -> User:
    make = User.objects.create_superuser if line.get("admin") else User.objects.create_user
    person = make(
        username=line["name"],
        password=PASSWORD,
        full_name=line["full_name"],
        about=line.get("about", ""),
        email=f"{line['name']}@example.org",
    )
    person.groups.set([Group.objects.get_or_create(name=group)[0] for group in line.get("groups", ())])
    return person


def _notebook(line: dict[str, Any], people: dict[str, User]) -> Notebook:
    owner = people[line["owner"]]
    notebook = create_notebook(
        owner=owner,
        by=owner,
        cleaned=clean_upload((HERE / "notebooks" / line["file"]).read_bytes()),
        about=Description(line.get("title", ""), line["description"], line["tags"]),
        visibility=Visibility(line["visibility"]),
        message="First version",
    )
    for name in line.get("starred_by", ()):
        star(notebook=notebook, by=people[name])
    _backdate(notebook, line["created_days_ago"])
    return notebook


def _backdate(notebook: Notebook, days: float) -> None:
    at = timezone.now() - timedelta(days=days)
    Notebook.objects.filter(pk=notebook.pk).update(created_at=at, updated_at=at)
    Revision.objects.filter(notebook=notebook).update(created_at=at)
    notebook.created_at = at


def _simulate_use(notebooks: list[Notebook], people: dict[str, User]) -> None:
    """Runs over some weeks: always the same ones, early notebooks more than late ones, none by the newcomer."""
    chance = Random(2026)  # noqa: S311 — a story, not a secret
    public = [one for one in notebooks if one.visibility == Visibility.PUBLIC]
    runners = [person for name, person in sorted(people.items()) if name != NEWCOMER]
    for notebook in public:
        for _ in range(chance.randint(1, 24)):
            _launch(notebook, chance.choice(runners), chance.random())
    for notebook in public:
        Notebook.objects.filter(pk=notebook.pk).update(runs=notebook.launches.count())


def _launch(notebook: Notebook, person: User, share: float) -> None:
    since = min(timedelta(weeks=WEEKS), timezone.now() - notebook.created_at)
    launch = Launch.objects.create(notebook=notebook, person=person, revision=1, environment=HUB)
    Launch.objects.filter(pk=launch.pk).update(at=timezone.now() - since * share)
