"""Ask, need it too, answer, be told, close, reopen: who may, when, and what follows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.audit.pace import TooOften
from gallery.directory.models import Attribute, Group, Holding
from gallery.lib.errors import Conflict, Invalid, NotAllowed
from gallery.notebooks.actions import set_visibility
from gallery.notebooks.models import Notebook, Visibility
from gallery.notebooks.permissions import Role
from gallery.notices.queries import notices_of
from gallery.wanted import actions
from gallery.wanted.models import Wanted
from gallery.wanted.states import State

from server.tests.notebooks.test_sharing import give
from server.tests.working import work_off

Write = Callable[..., Notebook]


def said_to(person: User) -> list[str]:
    return [line.words.text for line in notices_of(person)]


def state_of(wanted: Wanted) -> str:
    return Wanted.objects.get(pk=wanted.pk).state


def test_from_the_question_to_the_answer(ada: User, grace: User, otto: User, wanted: Wanted, write: Write) -> None:
    for person in (grace, otto):
        person.email = f"{person.username}@example.org"
        person.save()
    actions.second(wanted=wanted, by=otto)
    actions.second(wanted=wanted, by=otto)
    actions.second(wanted=wanted, by=grace)
    assert Wanted.objects.get().needed == 2
    actions.answer(wanted=wanted, by=ada, notebook=write(ada, title="Late trains", public=True))
    work_off()
    assert sorted(to for sent in mail.outbox for to in sent.to) == ["grace@example.org", "otto@example.org"]
    assert (
        said_to(grace) == said_to(otto) == ["“Late trains” may answer what you asked for: “Where do trains run late?”."]
    )
    assert said_to(ada) == []
    actions.close(wanted=wanted, by=grace)
    assert said_to(ada) == ["Your notebook helped: “Where do trains run late?” is answered."]
    actions.reopen(wanted=wanted, by=grace)
    assert said_to(ada)[0] == "“Where do trains run late?” is open again: the answers did not do."
    assert state_of(wanted) == State.OPEN
    events = AuditEvent.objects.filter(subject=f"wanted:{wanted.uuid}").order_by("at").values_list("action", flat=True)
    verbs = ["asked", "seconded", "answered", "closed", "reopened"]
    assert list(events) == [f"wanted.{verb}" for verb in verbs]
    assert "trains" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_a_second_answer_is_told_although_nobody_looked_at_the_first(
    ada: User, grace: User, wanted: Wanted, write: Write
) -> None:
    actions.answer(wanted=wanted, by=ada, notebook=write(ada, title="One", public=True))
    actions.answer(wanted=wanted, by=ada, notebook=write(ada, title="Two", public=True))
    assert len(said_to(grace)) == 2


def test_whoever_takes_a_second_back_is_not_told(ada: User, otto: User, wanted: Wanted, write: Write) -> None:
    actions.second(wanted=wanted, by=otto)
    actions.unsecond(wanted=wanted, by=otto)
    actions.answer(wanted=wanted, by=ada, notebook=write(ada, public=True))
    assert said_to(otto) == []
    assert Wanted.objects.get().needed == 1


def private(ada: User, write: Write, desk: Group) -> Notebook:
    return write(ada)


def unlisted(ada: User, write: Write, desk: Group) -> Notebook:
    notebook = write(ada, public=True)
    set_visibility(notebook=notebook, by=ada, visibility=Visibility.UNLISTED)
    return notebook


def shared_with_the_desk(ada: User, write: Write, desk: Group) -> Notebook:
    notebook = write(ada)
    give(notebook, ada, Role.READ, group=desk)
    return notebook


def demanding(ada: User, write: Write, desk: Group) -> Notebook:
    notebook = write(ada, public=True)
    clearance, _ = Attribute.objects.get_or_create(slug="clearance", name="Clearance")
    Holding.objects.get_or_create(attribute=clearance, person=ada)
    notebook.demands.add(clearance)
    return notebook


@pytest.mark.parametrize(
    ("made", "everybody", "group"),
    [(private, False, False), (unlisted, False, False), (shared_with_the_desk, False, True), (demanding, False, False)],
)
def test_an_answer_is_at_least_as_visible_as_the_request(
    ada: User, wanted: Wanted, whispered: Wanted, desk: Group, write: Write, made: Any, everybody: bool, group: bool
) -> None:
    for request, goes in ((wanted, everybody), (whispered, group)):
        notebook = made(ada, write, desk)
        if goes:
            actions.answer(wanted=request, by=ada, notebook=notebook)
        else:
            with pytest.raises(Invalid):
                actions.answer(wanted=request, by=ada, notebook=notebook)
        assert (state_of(request) == State.ANSWERED) is goes


def test_what_cannot_be_done_now(ada: User, grace: User, otto: User, wanted: Wanted, write: Write) -> None:
    notebook = write(ada, public=True)
    with pytest.raises(Conflict):
        actions.reopen(wanted=wanted, by=grace)
    for verb in (actions.close, actions.reopen):
        with pytest.raises(NotAllowed):
            verb(wanted=wanted, by=otto)
    with pytest.raises(NotAllowed):
        actions.remove(wanted=wanted, by=grace, because="Mine")
    actions.answer(wanted=wanted, by=ada, notebook=notebook)
    with pytest.raises(Conflict):
        actions.answer(wanted=wanted, by=otto, notebook=notebook)
    actions.close(wanted=wanted, by=grace)
    with pytest.raises(Conflict):
        actions.answer(wanted=wanted, by=ada, notebook=write(ada, public=True))


def test_an_administrator_removes_it_and_says_why(admin: User, grace: User, otto: User, wanted: Wanted) -> None:
    actions.second(wanted=wanted, by=otto)
    with pytest.raises(Invalid):
        actions.remove(wanted=wanted, by=admin, because="  ")
    actions.remove(wanted=wanted, by=admin, because="It names a customer.")
    assert said_to(grace) == ["An administrator removed your request “Where do trains run late?”: It names a customer."]
    assert said_to(otto) == []
    with pytest.raises(Conflict):
        actions.reopen(wanted=wanted, by=grace)


def test_nobody_floods_the_board(grace: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_ASKED", 2)
    for number in range(2):
        actions.ask(by=grace, question=f"Question {number}?")
    with pytest.raises(TooOften):
        actions.ask(by=grace, question="One more?")
    assert Wanted.objects.count() == 2


def test_one_asks_only_groups_of_ones_own(otto: User, desk: Group) -> None:
    with pytest.raises(Invalid):
        actions.ask(by=otto, question="What do they do?", group=desk)
