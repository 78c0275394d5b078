"""Asking for access tells nobody whether there is a notebook; answering gives a share or nothing."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.audit.pace import TooOften
from gallery.lib.errors import Conflict, NotAllowed, NotThere
from gallery.notebooks.invitations import accept, invitation_path
from gallery.notebooks.models import AccessRequest, Notebook, Share
from gallery.notebooks.permissions import Role, role_of
from gallery.notebooks.requests import MOST_AN_HOUR, answer
from gallery.notebooks.requests import ask as queue
from gallery.notebooks.sharing import MOST_INVITATIONS
from gallery.notices.models import Notice
from gallery.notices.queries import notices_of

from server.tests.notebooks.test_sharing import give
from server.tests.working import work_off

Write = Callable[..., Notebook]
Enter = Callable[[User | None], Client]


def ask(*, person: User, uuid: uuid.UUID, role: Role, message: str = "") -> None:
    """Ask, and let the worker deliver it."""
    queue(person=person, uuid=uuid, role=role, message=message)
    work_off()


def test_the_owner_is_told_and_grants(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada, title="Prices")
    ask(person=otto, uuid=notebook.uuid, role=Role.RUN, message="for the audit")
    assert [line.words.text for line in notices_of(ada)] == ["Otto Lind asks for access to “Prices”."]
    answer(notebook=notebook, by=ada, pk=AccessRequest.objects.get().pk, role=Role.RUN)
    assert role_of(otto, notebook) == Role.RUN
    assert [line.words.text for line in notices_of(otto)] == ["Ada Brandt shares “Prices” with you."]


def test_declining_says_nothing_of_the_notebook(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada, title="Canary")
    ask(person=otto, uuid=notebook.uuid, role=Role.READ)
    answer(notebook=notebook, by=ada, pk=AccessRequest.objects.get().pk, role=None)
    (line,) = notices_of(otto)
    assert "Canary" not in line.words.text
    assert str(notebook.uuid) not in line.words.url
    assert role_of(otto, notebook) == Role.NONE


def test_hidden_and_absent_answer_alike(ada: User, otto: User, write: Write, signed_in: Enter) -> None:
    browser, form = signed_in(otto), {"role": 2, "message": "please"}
    for address in (write(ada).uuid, uuid.uuid4()):
        assert browser.get(f"/notebooks/{address}/ask").status_code == 200
        answered = browser.post(f"/notebooks/{address}/ask", form, follow=True)
        assert "If there is such a notebook" in answered.text
    work_off()
    assert AccessRequest.objects.count() == 1


def test_asking_twice_is_asking_once(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    ask(person=otto, uuid=notebook.uuid, role=Role.READ)
    ask(person=otto, uuid=notebook.uuid, role=Role.EDIT)
    assert list(AccessRequest.objects.values_list("role", flat=True)) == [Role.EDIT]
    assert Notice.objects.filter(person=ada).count() == 1


def test_only_owners_answer(ada: User, otto: User, grace: User, write: Write) -> None:
    notebook = write(ada, public=True)
    ask(person=otto, uuid=notebook.uuid, role=Role.EDIT)
    with pytest.raises(NotAllowed):
        answer(notebook=notebook, by=grace, pk=AccessRequest.objects.get().pk, role=Role.EDIT)
    with pytest.raises(NotThere):
        answer(notebook=write(ada), by=ada, pk=AccessRequest.objects.get().pk, role=Role.EDIT)


def _invited(ada: User, write: Write) -> Share:
    return give(write(ada), ada, Role.EDIT, email="otto@example.org")


def test_an_invitation_is_for_the_person_with_that_address(ada: User, otto: User, grace: User, write: Write) -> None:
    made = _invited(ada, write)
    signed = invitation_path(made).rpartition("/")[2]
    with pytest.raises(Conflict, match="another mail address"):
        accept(person=grace, signed=signed)
    otto.email = "Otto@example.org"
    otto.save()
    assert role_of(otto, accept(person=otto, signed=signed)) == Role.EDIT


def test_an_invitation_counts_once_and_not_after_it_was_taken_back(ada: User, otto: User, write: Write) -> None:
    otto.email = "otto@example.org"
    otto.save()
    made = _invited(ada, write)
    signed = invitation_path(made).rpartition("/")[2]
    accept(person=otto, signed=signed)
    with pytest.raises(NotThere):
        accept(person=otto, signed=signed)
    other = _invited(ada, write)
    signed = invitation_path(other).rpartition("/")[2]
    other.delete()
    with pytest.raises(NotThere):
        accept(person=otto, signed=signed)
    with pytest.raises(NotThere):
        accept(person=otto, signed=signed[:-2])


def test_nobody_tries_out_addresses_by_asking(ada: User, otto: User) -> None:
    for _ in range(MOST_AN_HOUR):
        queue(person=otto, uuid=uuid.uuid4(), role=Role.READ)
    with pytest.raises(TooOften):
        ask(person=otto, uuid=uuid.uuid4(), role=Role.READ)
    ask(person=ada, uuid=uuid.uuid4(), role=Role.READ)


def test_nobody_sends_mails_without_end(ada: User, write: Write) -> None:
    notebook = write(ada)
    for number in range(MOST_INVITATIONS):
        made = give(notebook, ada, Role.READ, email=f"{number}@example.org")
        made.delete()
    with pytest.raises(TooOften):
        give(notebook, ada, Role.READ, email="one-more@example.org")
