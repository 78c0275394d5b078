"""Notices: told once, in the page and by mail, and only while their person may know."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks.actions import trash
from gallery.notebooks.models import Notebook, Share
from gallery.notebooks.permissions import Role
from gallery.notices.actions import tell
from gallery.notices.models import Notice
from gallery.notices.presenters import register
from gallery.notices.queries import notices_of

from server.tests.notebooks.test_sharing import give
from server.tests.working import work_off

Write = Callable[..., Notebook]
Enter = Callable[[User | None], Client]


@pytest.fixture
def addressed(otto: User) -> User:
    """Otto with a mail address."""
    otto.email = "otto@example.org"
    otto.save()
    return otto


def test_a_notice_is_shown_and_mailed_once(ada: User, addressed: User, write: Write) -> None:
    give(write(ada, title="Prices"), ada, Role.READ, person=addressed)
    work_off()
    work_off()
    (sent,) = mail.outbox
    assert sent.to == ["otto@example.org"]
    assert "Prices" in sent.subject
    assert [line.new for line in notices_of(addressed)] == [True]


def test_a_right_that_is_gone_at_send_time_mails_nothing(ada: User, addressed: User, write: Write) -> None:
    notebook = write(ada, title="Canary")
    give(notebook, ada, Role.READ, person=addressed)
    Share.objects.all().delete()
    work_off()
    assert mail.outbox == []
    assert notices_of(addressed) == ()


def test_what_lies_in_the_trash_mails_nothing(ada: User, addressed: User, write: Write) -> None:
    notebook = write(ada, title="Canary")
    give(notebook, ada, Role.READ, person=addressed)
    trash(notebook=notebook, by=ada)
    work_off()
    assert mail.outbox == []


def test_a_leaver_gets_no_mail(ada: User, addressed: User, write: Write) -> None:
    give(write(ada), ada, Role.READ, person=addressed)
    User.objects.filter(pk=addressed.pk).update(is_active=False)
    work_off()
    assert mail.outbox == []


def test_whoever_has_no_address_still_finds_it_in_the_page(ada: User, otto: User, write: Write) -> None:
    give(write(ada), ada, Role.READ, person=otto)
    work_off()
    assert mail.outbox == []
    assert len(notices_of(otto)) == 1


def test_an_invitation_is_mailed_without_the_title(ada: User, write: Write) -> None:
    give(write(ada, title="Canary"), ada, Role.READ, email="new@example.org")
    work_off()
    (sent,) = mail.outbox
    assert sent.to == ["new@example.org"]
    assert "/invitations/" in sent.body
    assert "Canary" not in sent.subject + str(sent.body)


def test_an_invitation_that_was_taken_back_is_not_mailed(ada: User, write: Write) -> None:
    give(write(ada), ada, Role.READ, email="new@example.org")
    Share.objects.all().delete()
    work_off()
    assert mail.outbox == []


def test_nobody_is_told_twice_of_the_same_before_looking(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada)
    for _ in range(2):
        tell(people=[otto, otto], kind="notebook-shared", subject=f"notebook:{notebook.uuid}", by="ada")
    assert Notice.objects.filter(person=otto).count() == 1


def test_looking_marks_as_seen(ada: User, otto: User, write: Write, signed_in: Enter) -> None:
    give(write(ada, title="Prices"), ada, Role.READ, person=otto)
    browser = signed_in(otto)
    assert "1 new notice" in browser.get("/").text
    assert "Prices" in browser.get("/notices").text
    assert "new notice" not in browser.get("/").text


def test_guests_have_no_notices(signed_in: Enter, db: None) -> None:
    assert signed_in(None).get("/notices").status_code == 302
    assert signed_in(None).post("/notices").status_code == 405


def test_an_empty_page_says_what_belongs_here(otto: User, signed_in: Enter) -> None:
    assert "Nothing yet" in signed_in(otto).get("/notices").text


def test_a_kind_without_words_is_refused(otto: User) -> None:
    with pytest.raises(KeyError):
        tell(people=[otto], kind="unheard-of")
    with pytest.raises(ValueError, match="already"):
        register("notebook-shared", lambda _: None)
