"""Everybody, and a notebook in every state, made through the verbs that people use."""

import json
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from commonplace_clean import Cleaned, cell_hash, clean_notebook
from django.utils import timezone
from gallery.accounts import actions as accounts
from gallery.accounts.models import User
from gallery.directory.actions import create_attribute, create_group, create_organisation, grant, place, set_member
from gallery.directory.models import Attribute, Group, GroupRole, Organisation
from gallery.launches.models import Launch
from gallery.lib.question_card import QuestionCard
from gallery.notebooks import actions, ownership, requests, sharing
from gallery.notebooks.actions import Description
from gallery.notebooks.models import AccessRequest, Notebook, Share, Star, Trend, Visibility
from gallery.notebooks.permissions import Role
from gallery.notebooks.targets import Target
from gallery.recommendations.models import AlsoViewed, Dismissal, Similar, UsedWith
from gallery.wanted.models import Answer, Wanted

from server.tests.matrix.actors import PEOPLE
from server.tests.matrix.admin_mode import PASSWORD
from server.tests.matrix.states import STATES, THE_HOUSE, THE_TEAM, State
from server.tests.matrix.words import ABSENT, Words, words_of

WANTED = "6f1d3a52-9c3c-4a2e-8f4f-2b1c5d7e9a00"  # a request that every notebook answers
SAME = "same = 'in every notebook'"
HOLDERS = ("owner", "holder", "viewer", "group owner")
OTHERS = ("leaver", "bystander", "asker")  # who are in the world, but come by other ways


@dataclass(frozen=True)
class Written:
    """A notebook of the matrix, or one that never was: what a request can name."""

    words: Words
    notebook: Notebook | None = None
    share: int = 0
    request: int = 0

    def named(self) -> dict[str, Any]:
        """What the texts of a declaration can say in braces."""
        numbers = {"share": self.share or 10**9, "request": self.request or 10**9}
        return self.words.__dict__ | numbers | {"cell": cell_hash(alike(self.words.code))}


@dataclass(frozen=True)
class World:
    """Everybody by name, and what is written by state."""

    people: dict[str, User]
    group: Group
    team: Group
    house: Organisation
    clearance: Attribute
    written: dict[State, Written]
    absent: Written = Written(ABSENT)

    def untouched(self) -> "World":
        """The same rows in objects of their own: verbs write into those that they are given."""
        rows = {name: copy(getattr(self, name)) for name in ("group", "team", "house", "clearance")}
        return replace(self, people={name: copy(person) for name, person in self.people.items()}, **rows)

    def notebook(self, name: str) -> Notebook:
        """A fresh row of the notebook in this state."""
        (state,) = [one for one in STATES if one.name == name]
        found = self.written[state].notebook
        assert found is not None
        return Notebook.objects.select_related("owner", "group").get(pk=found.pk)


def username(name: str) -> str:
    """The name in addresses of somebody with this name in the matrix."""
    return name.replace(" ", "-")


def built() -> World:
    """The whole world. Everybody starred and ran everything at some time, whatever they may see of it now."""
    people = _people()
    group, team = _groups(people)
    house = _house(people)
    clearance = _attributes(people)
    world = World(people, group, team, house, clearance, {})
    for state in STATES:
        world.written[state] = _written(world, state)
    _remembered(world)
    accounts.deactivate(person=people["leaver"], by="administrator")
    return world


def _people() -> dict[str, User]:
    names = (*PEOPLE, *OTHERS)
    made = {name: _person(name, User.objects.create_user) for name in names if name != "administrator"}
    return made | {"administrator": _person("administrator", User.objects.create_superuser)}


def _person(name: str, make: Callable[..., User]) -> User:
    plain = username(name)
    return make(username=plain, password=PASSWORD, full_name=f"{name.title()} Name", email=f"{plain}@test.example")


def _groups(people: dict[str, User]) -> tuple[Group, Group]:
    by = people["group owner"]
    group, team = create_group(name="The group", by=by), create_group(name="The team", by=by)
    set_member(group=group, person=people["viewer"], role=GroupRole.VIEWER, by=by)
    set_member(group=group, person=people["editor"], role=GroupRole.EDITOR, by=by)
    set_member(group=team, person=people["team member"], role=GroupRole.OWNER, by=by)
    team.memberships.filter(person=by).delete()
    return group, team


def _house(people: dict[str, User]) -> Organisation:
    by = people["administrator"]
    house = create_organisation(name="The house", by=by)
    desk = create_organisation(name="The desk", by=by, parent=house)
    place(person=people["colleague"], organisation=desk, by=by)
    return house


def _attributes(people: dict[str, User]) -> Attribute:
    by = people["administrator"]
    clearance, other = create_attribute(name="Clearance", by=by), create_attribute(name="Other", by=by)
    for name in (*HOLDERS, "bystander"):  # to whom notebooks are given
        grant(attribute=clearance, person=people[name], by=by)
    for name in (*PEOPLE, "leaver"):
        grant(attribute=other, person=people[name], by=by)
    return clearance


def alike(word: str) -> str:
    """Code that is another in each notebook, and almost the same."""
    return f'{word} = read("{word}", 1)\n{word}.plot(kind="line", title="two")'


def _code(name: str, source: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"outputs": [], "execution_count": None}
    return {"cell_type": "code", "id": name, "metadata": {}, "source": source} | shown


def source_of(state: State, *, old: bool) -> Cleaned:
    """The content of a version; the first one has a word that the second one has not."""
    words = words_of(state.name)
    word, language = (words.old if old else words.code), ("python" if state.python else words.language)
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": "prose", "metadata": {}, "source": f"Prose: {words.prose}"},
        _code("code", f"import {words.package}\n{word} = 1"),
        _code("alike", alike(word)),
        _code("same", SAME),
    ]
    spec = {"name": "kernel", "display_name": "Kernel", "language": language}
    metadata = {"kernelspec": spec, "language_info": {"name": language}}
    return clean_notebook(
        json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()
    )


def _written(world: World, state: State) -> Written:
    words, by = words_of(state.name), world.people[state.responsible]
    notebook = _saved(state, words, by)
    if state.group:
        ownership.give_to_group(notebook=notebook, by=by, group=world.group)
    _share(world, notebook, by, state)
    asked = _asked(world, notebook, words)
    _settle(world, notebook, by, state)
    # One that is not the actor's own: everybody may give back what was shared with themselves.
    others = Share.objects.filter(notebook=notebook).exclude(person__username__in=map(username, PEOPLE))
    share = others.values_list("pk", flat=True).first()
    return Written(words, notebook, share or 0, asked)


def _saved(state: State, words: Words, by: User) -> Notebook:
    about = Description(f"{words.earlier} in the matrix", "Nothing yet", ["matrix"])
    notebook = actions.create_notebook(
        owner=by,
        by=by,
        cleaned=source_of(state, old=True),
        about=about,
        visibility=Visibility.PUBLIC if state.once_public else Visibility.PRIVATE,
    )
    Notebook.objects.filter(pk=notebook.pk).update(uuid=words.uuid)
    notebook.refresh_from_db()
    actions.save_revision(
        notebook=notebook, by=by, cleaned=source_of(state, old=False), base=1, message=f"Message {words.message}"
    )
    notebook.refresh_from_db()
    told = Description(
        f"{words.title} in the matrix",
        f"Description {words.description}",
        ["matrix", "newcomers", words.tag],
        QuestionCard(question=f"Where is {words.question}?", inputs=f"The {words.inputs}"),
    )
    actions.describe(notebook=notebook, by=by, about=told)
    return notebook


def target_named(world: World, name: str) -> Target:
    """The person, group or organisation that a state names."""
    if name == THE_TEAM:
        return Target(group=world.team)
    if name == THE_HOUSE:
        return Target(organisation=world.house)
    return Target(person=world.people[name])


def _share(world: World, notebook: Notebook, by: User, state: State) -> None:
    for name, right in (*state.shares, *state.ended):
        wish = sharing.Wish(target_named(world, name), Role[right.upper()])
        made = sharing.share(notebook=notebook, by=by, wish=wish)
        if (name, right) in state.ended:
            Share.objects.filter(pk=made.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    for name in state.taken_back:
        made = sharing.share(notebook=notebook, by=by, wish=sharing.Wish(target_named(world, name), Role.EDIT))
        sharing.unshare(notebook=notebook, by=by, pk=made.pk)


def _asked(world: World, notebook: Notebook, words: Words) -> int:
    """Somebody who cannot read it asks for access; only owners may know."""
    asker = world.people["asker"]
    requests.deliver(person=asker, uuid=notebook.uuid, role=Role.EDIT, message=f"Please {words.asked}")
    return AccessRequest.objects.get(notebook=notebook, person=asker).pk


def _settle(world: World, notebook: Notebook, by: User, state: State) -> None:
    actions.set_visibility(notebook=notebook, by=by, visibility=Visibility(state.visibility))
    if state.demanding:
        ownership.set_demands(notebook=notebook, by=by, attributes=[world.clearance])
    if state.trashed:
        actions.trash(notebook=notebook, by=by)


def _remembered(world: World) -> None:
    notebooks = [one.notebook for one in world.written.values() if one.notebook is not None]
    _related(notebooks)
    by = world.people["bystander"]
    wanted = Wanted.objects.create(uuid=WANTED, asker=by, question="What is it worth?", state="answered")
    Answer.objects.bulk_create(Answer(wanted=wanted, notebook=notebook, by=by) for notebook in notebooks)
    for name in PEOPLE:
        person = world.people[name]
        Star.objects.bulk_create(Star(person=person, notebook=notebook) for notebook in notebooks)
        Launch.objects.bulk_create(
            Launch(person=person, notebook=notebook, revision=2, environment="hub") for notebook in notebooks
        )
        Dismissal.objects.bulk_create(Dismissal(person=person, notebook=notebook) for notebook in notebooks)


def _related(notebooks: list[Notebook]) -> None:
    """Everything is in demand, alike, and read together."""
    now = timezone.now()
    Trend.objects.bulk_create(Trend(notebook=notebook, value=1.0, computed_at=now) for notebook in notebooks)
    pairs = [(one, two) for one in notebooks for two in notebooks if one != two]
    Similar.objects.bulk_create(Similar(notebook=one, other=two, score=0.5) for one, two in pairs)
    AlsoViewed.objects.bulk_create(AlsoViewed(notebook=one, other=two, score=0.5) for one, two in pairs)
    UsedWith.objects.bulk_create(UsedWith(notebook=one, other=two, weight=0.5) for one, two in pairs)
