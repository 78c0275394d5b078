"""Words on top of every page, without a question to the database for each; terms, and who accepted which version."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from gallery.accounts.models import TermsVersion, User
from gallery.accounts.terms import current_terms
from gallery.administration import announcements
from gallery.administration.models import Announcement
from gallery.audit.models import AuditEvent
from gallery.notebooks.models import Notebook

Enter = Callable[[User | None], Client]
Events = Callable[[str], Sequence[AuditEvent]]
Bearer = Callable[..., dict[str, str]]
HOSTILE = "<script>alert(1)</script> & “quotes”"


@pytest.fixture(autouse=True)
def _looking(django_capture_on_commit_callbacks: Any) -> Iterator[None]:
    """Announcements are looked for as in life, and a test does not see those of the last one."""
    announcements.forget()
    yield
    announcements.remember(())


@pytest.fixture
def board(office: Client, django_capture_on_commit_callbacks: Any) -> Callable[..., int]:
    """Send a form about announcements, with what follows when it is through."""

    def send(path: str = "", **values: str) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return office.post(f"/admin/announcements/{path}", values).status_code

    return send


def test_it_stands_on_every_page_for_everybody_as_plain_text(board: Callable[..., int], signed_in: Enter) -> None:
    assert board(text=HOSTILE, level="warning", pk="77", edition="9") == 302
    for address in ("/", "/help", "/account/sign-in", "/nowhere"):
        page = signed_in(None).get(address).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “quotes”" in page
        assert "<script>alert" not in page
        assert "note-warn" in page


def test_only_while_it_counts(board: Callable[..., int], client: Client) -> None:
    now = timezone.now()
    board(text="Later", level="info", begins_at=f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}")
    board(text="Over", level="info", begins_at="2020-01-01T00:00", ends_at="2020-01-02T00:00")
    board(text="Now", level="info")
    page = client.get("/help").text
    assert "Now" in page
    assert "Later" not in page
    assert "Over" not in page


def test_no_further_question_for_each_page(board: Callable[..., int], client: Client) -> None:
    announcements.remember(())
    with CaptureQueriesContext(connection) as without:
        client.get("/help")
    board(text="Closed on Friday", level="info")
    client.get("/help")
    with CaptureQueriesContext(connection) as kept:
        assert "Closed on Friday" in client.get("/help").text
    assert len(kept) == len(without)


def test_another_process_sees_it_after_ten_seconds(db: None, client: Client) -> None:
    announcements.remember((), announcements.LOOK_EVERY)
    Announcement.objects.create(text="From elsewhere", begins_at=timezone.now())
    assert "From elsewhere" not in client.get("/help").text
    announcements._Kept.until -= announcements.LOOK_EVERY  # as if so much time had gone
    assert "From elsewhere" in client.get("/help").text


def test_dismissed_until_it_says_something_else(board: Callable[..., int], client: Client, signed_in: Enter) -> None:
    board(text="Closed on Friday", level="info")
    found = Announcement.objects.get()
    answer = client.post(f"/announcements/{found.pk}/dismiss", {"next": "/help"})
    assert answer["Location"] == "/help"
    assert answer.cookies["commonplace_dismissed"]["httponly"]
    assert "Closed on Friday" not in client.get("/help").text
    assert "Closed on Friday" in signed_in(None).get("/help").text
    assert board(str(found.pk), text="Closed on Monday", level="urgent") == 302
    page = client.get("/help").text
    assert "Closed on Monday" in page
    assert "note-bad" in page


@pytest.mark.parametrize("cookie", ["x" * 4000, "....", "1-1.;<>", "9" * 50])
def test_a_strange_cookie(board: Callable[..., int], client: Client, cookie: str) -> None:
    board(text="Closed on Friday", level="info")
    client.cookies["commonplace_dismissed"] = cookie
    assert client.get("/help").status_code == 200
    assert client.post("/announcements/99/dismiss", {"next": "//elsewhere.test"})["Location"] == "/"
    assert client.get("/announcements/1/dismiss").status_code == 405


def test_taken_down(board: Callable[..., int], client: Client, office: Client, events: Events) -> None:
    board(text="Closed on Friday", level="info")
    found = Announcement.objects.get()
    assert board(f"{found.pk}/end") == 302
    assert "Closed on Friday" not in client.get("/help").text
    assert "is over" in office.get("/admin/announcements/").text
    assert [one.subject for one in events("announcement.ended")] == [f"announcement:{found.pk}"]
    assert [one.detail for one in events("announcement.created")] == [{"level": "info"}]


def test_one_to_come_can_be_taken_down(board: Callable[..., int]) -> None:
    board(text="Later", level="info", begins_at="2999-01-01T00:00")
    assert board(f"{Announcement.objects.get().pk}/end") == 302
    assert announcements.shown_to(()) == ()


@pytest.mark.parametrize(
    "given",
    [
        {"text": " ", "level": "info"},
        {"text": "x" * 501, "level": "info"},
        {"text": "x", "level": "loud"},
        {"text": "x", "level": "info", "begins_at": "2030-01-02T00:00", "ends_at": "2030-01-01T00:00"},
        {"text": "x", "level": "info", "ends_at": "2020-01-01T00:00"},
        {"text": "x", "level": "info", "begins_at": "soon"},
    ],
)
def test_what_cannot_be_announced(board: Callable[..., int], given: dict[str, str]) -> None:
    assert board(**given) == 422
    assert not Announcement.objects.exists()
    assert board("99", **given) == 404


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"level": "loud"}, {"ends_at": timezone.now() - timedelta(days=1)}],
    ids=["no text", "level", "end"],
)
def test_the_database_refuses_what_cannot_be(db: None, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.create(**{"text": "x", "level": "info", "begins_at": timezone.now()} | wrong)


def test_programs_are_not_asked_to_read_it(db: None, client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get("/healthz")
    assert len(asked) == 0


def test_terms_have_versions_and_each_upload_says_which(
    office: Client, ada: User, write: Callable[..., Notebook], bearer: Bearer, events: Events
) -> None:
    write(ada)
    said = {"text": "I may  share this. <b>", "number": "99", "by": "ada"}
    assert office.post("/admin/terms", said).status_code == 302
    version = TermsVersion.objects.get()
    assert (version.text, version.by) == ("I may share this. <b>", "admin")
    write(ada)
    assert [one.detail["terms"] for one in events("notebook.created")] == [0, version.pk]
    assert [one.subject for one in events("terms.changed")] == [f"terms:{version.pk}"]
    assert "I may share this. &lt;b&gt;" in Client().get("/terms").text
    assert Client().get("/api/v1/me", headers=bearer(ada)).json()["terms"] == "I may share this. <b>"
    office.post("/admin/terms", {"text": "Something else"})
    page = office.get("/admin/terms").text
    assert "I may share this. &lt;b&gt;" in page
    assert "Something else" in page
    assert current_terms().text == "Something else"


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_terms_say_something(office: Client, text: str) -> None:
    assert office.post("/admin/terms", {"text": text}).status_code == 422
    assert not TermsVersion.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        TermsVersion.objects.create(text="", by="admin")
