"""The daily mail: what is new since the last one, by the rights of the moment, once a day, with a way out."""

import re
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from gallery.accounts.models import User
from gallery.feeds import delivery
from gallery.feeds.actions import subscribe
from gallery.feeds.delivery import deliver, people_to_mail
from gallery.feeds.lists import List
from gallery.feeds.models import DailyMail, Kind, Subscription
from gallery.feeds.news import news_for
from gallery.feeds.tasks import send_digest, send_digests
from gallery.notebooks.actions import set_visibility
from gallery.notebooks.models import Notebook, Share, Visibility
from gallery.notebooks.permissions import Role

from server.tests.feeds.conftest import World, canary

Write = Callable[..., Notebook]
SEA = List(Kind.TAG, "sea")
LATER, DAY = delivery.SETTLED, timedelta(days=1)


@pytest.fixture
def reader(grace: User, ada: User, write: Write) -> User:
    """Grace follows everything, and has a mail address. One old notebook is there already."""
    User.objects.filter(pk=grace.pk).update(email="grace@example.org")
    grace.refresh_from_db()
    write(ada, title="Old one", public=True, tags=["sea"])
    subscribe(person=grace, wanted=List(Kind.ALL))
    return grace


def after(time: timedelta = LATER) -> datetime:
    """A moment later than everything so far."""
    return timezone.now() + time


def only_mail() -> Any:
    """The one mail that was sent."""
    (sent,) = mail.outbox
    return sent


def parts(sent: Any) -> list[str]:
    """Text and HTML of a mail."""
    ((html, kind),) = sent.alternatives
    assert kind == "text/html"
    return [sent.body, html]


def test_a_mail_tells_what_is_new_and_changed(reader: User, ada: User, write: Write) -> None:
    fresh = write(ada, "secret_source", title="Fresh <b>& new</b>", public=True, description="A description.")
    assert deliver(reader, after())
    sent = only_mail()
    assert (sent.to, sent.subject) == (["grace@example.org"], "Commonplace: 1 notebook is new or changed")
    text, html = parts(sent)
    assert "Fresh <b>& new</b>" in text
    assert "Fresh &lt;b&gt;&amp; new&lt;/b&gt;" in html
    for part in (text, html):
        assert fresh.get_absolute_url() in part
        assert "new, Ada Brandt" in part
        assert "Old one" not in part
        assert "secret_source" not in part
        assert "A description" not in part
    old = Notebook.objects.get(title="Old one")
    Notebook.objects.filter(pk=old.pk).update(updated_at=timezone.now())
    mail.outbox.clear()
    assert deliver(reader, after(DAY))
    assert "changed, Ada Brandt" in only_mail().body
    assert "Fresh" not in only_mail().body


def test_nothing_new_sends_nothing_and_loses_nothing(reader: User, ada: User, write: Write) -> None:
    assert not deliver(reader, after())
    assert mail.outbox == []
    write(ada, title="Fresh", public=True)
    assert deliver(reader, after(DAY))


def test_one_mail_a_day_however_often_it_is_asked_for(reader: User, ada: User, write: Write) -> None:
    write(ada, title="First", public=True)
    now = after()
    assert deliver(reader, now)
    write(ada, title="Second", public=True)
    subscribe(person=reader, wanted=List(Kind.PERSON, "ada"))
    assert not deliver(reader, now)
    assert len(mail.outbox) == 1
    assert reader not in people_to_mail(now.date())
    assert reader in people_to_mail((now + DAY).date())
    assert deliver(reader, now + DAY)
    assert "Second" in mail.outbox[1].body
    assert "First" not in mail.outbox[1].body


def test_of_two_runs_at_once_one_sends(reader: User, ada: User, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(ada, title="First", public=True)
    now, compose, place = after(), news_for, "gallery.feeds.delivery.news_for"

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(place, compose)
        assert not deliver(reader, now)
        return compose(*given)

    monkeypatch.setattr(place, meanwhile)
    assert deliver(reader, now)
    assert len(mail.outbox) == 1


def test_a_mail_that_could_not_be_sent_is_sent_later(
    reader: User, ada: User, write: Write, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(ada, title="Fresh", public=True)
    now = after()
    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMultiAlternatives, "send", _refuse)
        assert not deliver(reader, now)
    assert "could not be sent" in caplog.text
    assert "grace@" not in caplog.text
    assert deliver(reader, now)
    assert "Fresh" in only_mail().body


def _refuse(self: object) -> int:
    raise smtplib.SMTPServerDisconnected("grace@example.org is not liked here")


@pytest.mark.parametrize("who", ["grace", "otto", "nina", "ada", "gone"])
def test_each_mail_tells_what_its_reader_may_find(world: World, who: str) -> None:
    person = world.people[who]
    assert person is not None
    person.email = f"{who}@example.org"
    for wanted in (
        List(Kind.ALL),
        List(Kind.TAG, "shared-tag"),
        List(Kind.PERSON, "ada"),
        List(Kind.SEARCH, "q=tides"),
    ):
        Subscription.objects.create(person=person, kind=wanted.kind, value=wanted.value)
    Subscription.objects.update(created_at=timezone.now() - DAY)
    finds = world.finds[who] if who != "ada" else set()  # her own doing
    assert deliver(person, after()) is bool(finds)
    text = "".join(part for sent in mail.outbox for part in parts(sent))
    for name in world.notebooks:
        assert (f"{canary(name)} tides" in text) is (name in finds), name
        assert text.count(str(world.notebooks[name].uuid)) == (2 if name in finds else 0), "told once in each part"
        assert f"{canary(name)}body" not in text
        assert f"{canary(name)}description" not in text


def test_rights_count_when_it_is_sent(reader: User, ada: User, write: Write) -> None:
    shared, open_ = write(ada, title="Shared once"), write(ada, title="Public once", public=True)
    share = Share.objects.create(notebook=shared, person=reader, role=Role.READ)
    write(ada, title="Stays", public=True)
    share.delete()
    set_visibility(notebook=open_, by=ada, visibility=Visibility.PRIVATE)
    assert deliver(reader, after())
    assert "Stays" in only_mail().body
    assert "once" not in only_mail().body


def test_a_list_that_is_no_longer_there_is_passed_over(reader: User, ada: User, write: Write) -> None:
    Subscription.objects.create(person=reader, kind="tag", value="vanished")
    write(ada, title="Fresh", public=True)
    assert deliver(reader, after())
    assert "vanished" not in only_mail().body


def test_what_was_written_long_ago_and_is_opened_today_is_new(reader: User, ada: User, write: Write) -> None:
    draft = write(ada, title="Long a draft", tags=["sea"])
    long_ago = timezone.now() - 9 * DAY
    Notebook.objects.filter(pk=draft.pk).update(created_at=long_ago, updated_at=long_ago)
    draft.refresh_from_db()
    set_visibility(notebook=draft, by=ada, visibility=Visibility.PUBLIC)
    assert deliver(reader, after())
    assert "Long a draft\n  new, Ada Brandt" in only_mail().body


def test_deactivated_people_and_people_without_address_get_none(reader: User, ada: User, write: Write) -> None:
    write(ada, title="Fresh", public=True)
    day = timezone.now().date()
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert list(people_to_mail(day)) == []
    send_digest.call(reader.pk)
    User.objects.filter(pk=reader.pk).update(is_active=True, email="")
    assert list(people_to_mail(day)) == []
    send_digest.call(reader.pk)
    send_digest.call(999_999)
    assert mail.outbox == []


def test_a_mail_is_bounded_and_asks_a_bounded_number_of_questions(
    reader: User, ada: User, write: Write, django_assert_max_num_queries: Any
) -> None:
    subscribe(person=reader, wanted=List(Kind.LANGUAGE, "python"))
    for number in range(23):
        write(ada, str(number), title=f"Number {number}", public=True)
    with django_assert_max_num_queries(12):
        assert deliver(reader, after())
    text = only_mail().body
    assert len(re.findall(r"^Number \d+$", text, re.MULTILINE)) == 20
    assert "There is more than fits" in text
    assert "Number 22\n  new, Ada Brandt · All notebooks; Notebooks in Python" in text


def test_hostile_titles_stay_one_line_of_text(reader: User, ada: User, write: Write) -> None:
    notebook = write(ada, title="x", public=True)
    Notebook.objects.filter(pk=notebook.pk).update(title="a\r\nBcc: evil@example.org \u202ex<script>")
    assert deliver(reader, after())
    text, html = parts(only_mail())
    assert "a Bcc: evil@example.org x<script>" in text
    assert "<script" not in html
    assert "Bcc" not in only_mail().message().as_string().partition("\n\n")[0]


def test_a_run_queues_each_mail_and_a_second_run_sends_none_again(reader: User, ada: User, write: Write) -> None:
    write(ada, title="Fresh", public=True)
    Notebook.objects.filter(title="Fresh").update(updated_at=timezone.now() - LATER)
    Subscription.objects.update(created_at=timezone.now() - DAY)
    send_digests.call()
    send_digests.call()
    queued = DBTaskResult.objects.filter(task_path="gallery.feeds.tasks.send_digest")
    assert [one.args_kwargs["args"] for one in queued] == [[reader.pk], [reader.pk]]
    for one in queued:
        send_digest.call(*one.args_kwargs["args"])
    assert "Fresh" in only_mail().body
    send_digests.call()
    assert queued.count() == 2


def unsubscribe_address(sent: Any) -> str:
    """The path of the way out."""
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    found = re.fullmatch(r"<http://[^/]+(/feeds/stop/\S+)>", sent.extra_headers["List-Unsubscribe"])
    assert found is not None
    assert all(found[1] in part for part in parts(sent))
    return found[1]


def test_one_click_ends_the_mails_and_looking_does_not(reader: User, ada: User, write: Write) -> None:
    write(ada, title="First", public=True)
    assert deliver(reader, after())
    path = unsubscribe_address(only_mail())
    program = Client(enforce_csrf_checks=True)
    page = program.get(path)
    assert page.status_code == 200
    assert "grace" not in page.text.lower()
    assert DailyMail.objects.get(person=reader).stopped_at is None
    done = program.post(path, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert program.post(path).status_code == 200
    write(ada, title="Second", public=True)
    assert not deliver(reader, after(DAY))
    assert reader not in people_to_mail(after(DAY).date())
    assert Subscription.objects.filter(person=reader).exists()


@pytest.mark.parametrize("signed", ["x", "1:xyz", "%00", "1", ":"])
def test_an_address_that_we_did_not_write_ends_nothing(reader: User, client: Client, signed: str) -> None:
    for method in (client.get, client.post):
        assert method(f"/feeds/stop/{signed}").status_code == 404
    assert client.delete("/feeds/stop/x").status_code == 405
    assert not DailyMail.objects.exclude(stopped_at=None).exists()


def test_who_resumes_is_told_what_is_new_from_then_on(reader: User, ada: User, write: Write) -> None:
    from gallery.feeds.actions import resume_mail, stop_mail

    stop_mail(person=reader)
    write(ada, title="Meanwhile", public=True)
    resume_mail(person=reader)
    write(ada, title="Afterwards", public=True)
    assert deliver(reader, after())
    assert "Afterwards" in only_mail().body
    assert "Meanwhile" not in only_mail().body
