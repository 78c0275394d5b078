"""Whatever people do, in whatever order: the rule says what a small model says, for everybody, after each step."""

import json
import shutil
from dataclasses import dataclass, field
from typing import Any

from commonplace_clean import clean_notebook
from django.conf import settings as django_settings
from django.db import transaction
from gallery.accounts import actions as accounts
from gallery.accounts.models import User
from gallery.directory import actions as directory
from gallery.directory.models import Attribute, Group, GroupRole
from gallery.lib.errors import GalleryError
from gallery.notebooks import actions, ownership, sharing
from gallery.notebooks.actions import Description
from gallery.notebooks.models import Notebook, Share, Visibility
from gallery.notebooks.permissions import Role, in_trash_of, listed_to, role_of, visible_to
from gallery.notebooks.targets import Target
from gallery.search.queries import Question, find
from gallery.search.replica import let_go
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server.tests.matrix.choosing import ON_POSTGRESQL

PEOPLE = ("ann", "ben", "cleo", "dora")
MEMBER = {GroupRole.VIEWER: Role.COMMENT, GroupRole.EDITOR: Role.EDIT, GroupRole.OWNER: Role.OWN}
RAW = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
people = st.sampled_from(PEOPLE)
which = st.integers(0, 3)
shared_roles = st.sampled_from([Role.READ, Role.RUN, Role.COMMENT, Role.EDIT, Role.OWN])


@dataclass
class Remembered:
    """What the model knows of a notebook."""

    owner: str
    grouped: bool = False
    visibility: str = "private"
    shares: dict[str, Role] = field(default_factory=dict)  # by person, or "group"
    demanding: bool = False
    trashed: bool = False

    def role(self, who: str, members: dict[str, GroupRole], holders: set[str], gone: set[str]) -> Role:
        """The right of somebody, the trash aside."""
        if who in gone or (self.demanding and who not in holders):
            return Role.NONE
        reasons = [self.shares.get(who, Role.NONE)]
        if self.visibility in {"public", "unlisted"}:
            reasons.append(Role.COMMENT)
        if who in members:
            reasons.append(self.shares.get("group", Role.NONE))
            reasons.append(MEMBER[members[who]] if self.grouped else Role.NONE)
        if self.owner == who and not self.grouped:
            reasons.append(Role.OWN)
        return max(reasons)


class Gallery(RuleBasedStateMachine):
    """Four people, one group, one attribute, up to four notebooks."""

    @initialize()
    def begin(self) -> None:
        """An empty gallery."""
        let_go()
        shutil.rmtree(django_settings.CONFIG.home / "index", ignore_errors=True)
        self.around = transaction.atomic()
        self.around.__enter__()
        self.boss = User.objects.create_superuser(username="boss", password="x")
        for name in PEOPLE:
            User.objects.create_user(username=name, password="x")
        self.group: Group = directory.create_group(name="Group", by=self.boss)
        self.mark: Attribute = directory.create_attribute(name="Mark", by=self.boss)
        self.known: list[tuple[int, Remembered]] = []
        self.members: dict[str, GroupRole] = {}
        self.holders: set[str] = set()
        self.gone: set[str] = set()
        self.steps = 0

    def teardown(self) -> None:
        """Forget it."""
        if hasattr(self, "around"):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    def person(self, name: str) -> User:
        """A fresh row."""
        return User.objects.get(username=name)

    def one(self, number: int) -> tuple[Notebook, Remembered]:
        """One of the notebooks, and what the model remembers of it."""
        key, model = self.known[number % len(self.known)]
        return Notebook.objects.select_related("owner", "group").get(pk=key), model

    def may(self, who: str, model: Remembered, role: Role) -> bool:
        """By the model."""
        return not model.trashed and model.role(who, self.members, self.holders, self.gone) >= role

    def tried(self, allowed: bool, verb: Any, **given: Any) -> bool:
        """The verb is done where the model allows it, and refused where not."""
        try:
            with transaction.atomic():
                verb(**given)
        except GalleryError:
            assert not allowed, f"{verb.__name__} was refused"
            return False
        assert allowed, f"{verb.__name__} was not refused"
        return True

    @rule(who=people)
    @precondition(lambda self: len(self.known) < 4)
    def write(self, who: str) -> None:
        """A new notebook."""
        if who in self.gone:
            return
        by = self.person(who)
        cleaned = clean_notebook(json.dumps(RAW).encode())
        made = actions.create_notebook(owner=by, by=by, cleaned=cleaned, about=Description("Findable"))
        self.known.append((made.pk, Remembered(who)))

    @rule(number=which, who=people, to=people, role=shared_roles)
    @precondition(lambda self: self.known)
    def share(self, number: int, who: str, to: str, role: Role) -> None:
        """With a person."""
        notebook, model = self.one(number)
        allowed = self.may(who, model, Role.OWN) and (model.grouped or to != model.owner)
        wish = sharing.Wish(Target(person=self.person(to)), role)
        if self.tried(allowed, sharing.share, notebook=notebook, by=self.person(who), wish=wish):
            model.shares[to] = role

    @rule(number=which, who=people, role=shared_roles)
    @precondition(lambda self: self.known)
    def share_with_group(self, number: int, who: str, role: Role) -> None:
        """With everybody in the group."""
        notebook, model = self.one(number)
        wish = sharing.Wish(Target(group=self.group), role)
        if self.tried(self.may(who, model, Role.OWN), sharing.share, notebook=notebook, by=self.person(who), wish=wish):
            model.shares["group"] = role

    @rule(number=which, who=people, of=st.sampled_from([*PEOPLE, "group"]))
    @precondition(lambda self: self.known)
    def unshare(self, number: int, who: str, of: str) -> None:
        """Take a share back, or return one's own."""
        notebook, model = self.one(number)
        rows = Share.objects.filter(notebook=notebook)
        row = (rows.filter(group=self.group) if of == "group" else rows.filter(person__username=of)).first()
        if row is None or notebook.trashed_at is not None:
            return
        allowed = of == who or self.may(who, model, Role.OWN)
        if self.tried(allowed, sharing.unshare, notebook=notebook, by=self.person(who), pk=row.pk):
            del model.shares[of]

    @rule(who=people, role=st.sampled_from([None, *GroupRole]))
    def membership(self, who: str, role: GroupRole | None) -> None:
        """Join the group, change role, leave."""
        if role is None and who in self.members:
            directory.remove_member(group=self.group, person=self.person(who), by=self.boss)
            del self.members[who]
        elif role is not None and who not in self.gone:
            directory.set_member(group=self.group, person=self.person(who), role=role, by=self.boss)
            self.members[who] = role

    @rule(who=people)
    def holding(self, who: str) -> None:
        """Grant the attribute, or withdraw it."""
        verb = directory.withdraw if who in self.holders else directory.grant
        verb(attribute=self.mark, person=self.person(who), by=self.boss)
        self.holders ^= {who}

    @rule(number=which, who=people, on=st.booleans())
    @precondition(lambda self: self.known)
    def demand(self, number: int, who: str, on: bool) -> None:
        """Demand the attribute of readers, or no longer."""
        notebook, model = self.one(number)
        allowed = self.may(who, model, Role.OWN) and (not on or model.demanding or who in self.holders)
        wanted = [self.mark] if on else []
        if self.tried(allowed, ownership.set_demands, notebook=notebook, by=self.person(who), attributes=wanted):
            model.demanding = on

    @rule(number=which, who=people, to=st.sampled_from(["private", "unlisted", "public"]))
    @precondition(lambda self: self.known)
    def visibility(self, number: int, who: str, to: str) -> None:
        """Open or close it."""
        notebook, model = self.one(number)
        allowed = self.may(who, model, Role.OWN)
        if self.tried(
            allowed, actions.set_visibility, notebook=notebook, by=self.person(who), visibility=Visibility(to)
        ):
            model.visibility = to

    @rule(number=which, who=people)
    @precondition(lambda self: self.known)
    def trash(self, number: int, who: str) -> None:
        """Into the trash, or back."""
        notebook, model = self.one(number)
        owns = model.role(who, self.members, self.holders, self.gone) >= Role.OWN
        if self.tried(
            owns, actions.untrash if model.trashed else actions.trash, notebook=notebook, by=self.person(who)
        ):
            model.trashed = not model.trashed

    @rule(number=which, who=people, to=people, keep=st.booleans())
    @precondition(lambda self: self.known)
    def give(self, number: int, who: str, to: str, keep: bool) -> None:
        """To another person."""
        notebook, model = self.one(number)
        sees_it = not model.demanding or to in self.holders
        allowed, by = self.may(who, model, Role.OWN) and to not in self.gone and sees_it, self.person(who)
        if self.tried(
            allowed, ownership.give_to_person, notebook=notebook, by=by, person=self.person(to), keep_editing=keep
        ):
            model.owner, model.grouped = to, False
            model.shares.pop(to, None)
            if keep and who != to:
                model.shares[who] = Role.EDIT

    @rule(number=which, who=people)
    @precondition(lambda self: self.known)
    def give_to_group(self, number: int, who: str) -> None:
        """Let the group own it."""
        notebook, model = self.one(number)
        owners = {name for name, role in self.members.items() if role == GroupRole.OWNER} - self.gone
        seen = not model.demanding or bool(owners & self.holders)
        allowed = (
            seen and self.may(who, model, Role.OWN) and self.members.get(who, GroupRole.VIEWER) >= GroupRole.EDITOR
        )
        if self.tried(allowed, ownership.give_to_group, notebook=notebook, by=self.person(who), group=self.group):
            model.grouped = True

    @rule(who=people)
    def leave_or_return(self, who: str) -> None:
        """Deactivated, or in again."""
        (accounts.reactivate if who in self.gone else accounts.deactivate)(person=self.person(who), by="boss")
        self.gone ^= {who}

    @invariant()
    def the_rule_is_the_model(self) -> None:
        """For everybody and every notebook."""
        self.steps += 1
        for number, name in enumerate(PEOPLE):
            person = self.person(name)
            roles = {key: model.role(name, self.members, self.holders, self.gone) for key, model in self.known}
            alive = {key for key, model in self.known if not model.trashed}
            self.check_one(person, roles, alive)
            if number == self.steps % len(PEOPLE):  # a search costs as much as all the rest: one of them, in turn
                self.check_search(person, roles, alive)

    def check_one(self, person: User, roles: dict[int, Role], alive: set[int]) -> None:
        """Roles, what is visible and listed, and the trash."""
        readable = {key for key in alive if roles[key] >= Role.READ}
        rows = Notebook.objects.in_bulk(roles)
        assert {key: role_of(person, rows[key]) for key in roles} == {
            key: role if key in alive else Role.NONE for key, role in roles.items()
        }
        assert set(visible_to(person).values_list("pk", flat=True)) == readable
        listed = {key for key in readable if self.is_listed(person, key)}
        assert set(listed_to(person).values_list("pk", flat=True)) == listed
        owned = {key for key in roles.keys() - alive if roles[key] == Role.OWN}
        assert set(in_trash_of(person).values_list("pk", flat=True)) == owned

    def check_search(self, person: User, roles: dict[int, Role], alive: set[int]) -> None:
        """What is found is what is listed."""
        due = {key for key in alive if roles[key] >= Role.READ and self.is_listed(person, key)}
        found = {card.uuid for card in find(person, Question(text="findable")).items}
        assert found == set(Notebook.objects.filter(pk__in=due).values_list("uuid", flat=True))

    def is_listed(self, person: User, key: int) -> bool:
        """What is unlisted is found by those who may read it for another reason."""
        model = next(model for known, model in self.known if known == key)
        closed = Remembered(**(model.__dict__ | {"visibility": "private"}))
        looked_at = closed if model.visibility == "unlisted" else model
        return looked_at.role(person.username, self.members, self.holders, self.gone) >= Role.READ


def test_any_order_of_verbs(db: None) -> None:
    run_state_machine_as_test(
        Gallery,
        settings=settings(
            max_examples=5 if ON_POSTGRESQL else 12,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
