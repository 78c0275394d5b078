"""The audit log as sentences, narrowed and as a file; looking at it shows no private title."""

import csv
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.administration.presenting import told
from gallery.administration.sentences import SENTENCES
from gallery.audit.actions import record
from gallery.audit.append_only import install, remove
from gallery.audit.models import AuditEvent
from gallery.notebooks.models import Notebook

from server.tests.pages.counting import count
from tools.reference.events import events as events_in_code
from tools.reference.gallery import modules

Events = Callable[[str], Sequence[AuditEvent]]


@pytest.fixture
def log(db: None) -> None:
    """Three things that happened; one of them long ago."""
    record(actor="ada", action="person.password", subject="person:ada")
    record(actor="admin", action="token.revoked", subject="token:7", person="ada")
    old = record(actor="grace", action="notebook.run", subject="notebook:8b3f1c52-0000-4000-8000-000000000000")
    remove(connection)
    AuditEvent.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=400))
    install(connection)


def test_every_event_in_the_code_has_words() -> None:
    known = {event.action for event in events_in_code(modules())}
    assert len(known) > 80
    assert known - set(SENTENCES) == set()
    assert set(SENTENCES) - known == set()


def test_sentences(db: None) -> None:
    uuid = "8b3f1c52-0000-4000-8000-000000000000"
    cases = [
        ("ada", "notebook.run", f"notebook:{uuid}", {}, "ada ran notebook 8b3f1c52"),
        ("guest:10.0.0.1", "access.denied", f"notebook:{uuid}", {}, "a guest at 10.0.0.1 was denied notebook 8b3f1c52"),
        ("admin", "admin-mode.on", "person:admin", {"reason": "100 % sure", "minutes": 30},
         "admin switched admin mode on for 30 minutes: “100 % sure”"),
        ("ada", "notebook.trashed", f"notebook:{uuid}", {"elevated": True},
         "ada put notebook 8b3f1c52 into the trash (in admin mode)"),
        ("ada", "future.event", "thing:%s %(x)s", {"a": 1}, "ada future.event %s %(x)s"),
        ("ada", "revision.saved", "notebook:gone", {}, "ada saved version  of notebook gone"),
    ]  # fmt: skip
    for actor, action, subject, detail, words in cases:
        event = AuditEvent(at=timezone.now(), actor=actor, action=action, subject=subject, detail=detail)
        assert told(event).text == words


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("person=ada", {"person.password", "token.revoked"}),
        ("person=ADA&action=tokens", {"token.revoked"}),
        ("action=person.password", {"person.password"}),
        ("action=nothing", set()),
        ("subject=8b3f1c52", {"notebook.run"}),
        ("until=2000-01-01", set()),
        ("person=%00", {"person.password", "token.revoked", "notebook.run"}),
    ],
)
def test_filters(office: Client, log: None, query: str, actions: set[str]) -> None:
    shown = office.get(f"/admin/audit/?{query}").context["listing"].events
    assert {one.action for one in shown} == actions


def test_days(office: Client, log: None) -> None:
    today, past = timezone.now().date(), timezone.now().date() - timedelta(days=399)
    recent = office.get(f"/admin/audit/?since={today}").context["listing"].events
    assert "notebook.run" not in {one.action for one in recent}
    assert {one.action for one in recent} >= {"person.password"}
    old = office.get(f"/admin/audit/?until={past}").context["listing"].events
    assert [one.action for one in old] == ["notebook.run"]
    assert "That is no day" in office.get("/admin/audit/?since=yesterday").text


def test_pages_and_questions_to_the_database(office: Client) -> None:
    with count() as first:
        assert office.get("/admin/audit/").status_code == 200
    for number in range(101):
        record(actor="ada", action="notebook.run", subject=f"notebook:{number}")
    with count() as second:
        assert "Page 1 of 2" in office.get("/admin/audit/").text
    assert (first.rendering, second.rendering, second.total - first.total) == (0, 0, 0)
    assert "There is no such page" in office.get("/admin/audit/?page=3").text


def test_no_title_stands_there(office: Client, private: Notebook) -> None:
    page = office.get("/admin/audit/").text
    assert str(private.uuid) in page
    assert "canary" not in page.lower()


def test_the_file(office: Client, log: None, events: Events) -> None:
    record(actor="=cmd()", action="-x", subject="@y", say="“,\n;")
    answer = office.get("/admin/audit.csv?person=ada")
    assert answer.streaming
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    assert {row["action"] for row in rows} == {"person.password", "token.revoked"}
    assert {row["sentence"] for row in rows} >= {"admin revoked token 7"}
    assert [one.detail for one in events("audit.exported")] == [{"filters": "person=ada"}]
    everything = office.get("/admin/audit.csv").getvalue().decode()
    assert "'=cmd(),'-x,'@y" in everything
    assert office.post("/admin/audit.csv").status_code == 405
    assert office.head("/admin/audit.csv").status_code == 405


def test_the_file_is_narrowed_as_the_page_is(office: Client, ada: User) -> None:
    page = office.get("/admin/audit/?person=ada&page=1&action=people").text
    assert 'href="/admin/audit.csv?person=ada&amp;action=people"' in page
