"""Owners are told once when a notebook turns unhealthy and once when it recovers; rights of the moment count."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone
from gallery.accounts.models import User
from gallery.directory.actions import create_group, set_member
from gallery.directory.models import GroupRole
from gallery.executions.models import Execution
from gallery.health.models import NotebookHealth
from gallery.health.telling import QUIET, _tell, status_changed, tell_due
from gallery.notebooks.actions import trash
from gallery.notebooks.models import Notebook
from gallery.notebooks.ownership import give_to_group, give_to_person
from gallery.notices.models import Notice
from gallery.notices.queries import notices_of

from server.tests.health.measuring import code_cells, measure
from server.tests.working import work_off

Write = Callable[..., Notebook]
MORNING = datetime(2026, 3, 2, 9, 10, tzinfo=UTC)


@pytest.fixture
def prices(ada: User, write: Write) -> Notebook:
    """A notebook of three code cells."""
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    return write(ada, "import pandas", "table = load()", "table.plot()", title="House prices", public=True)


def breaks(notebook: Notebook, now: datetime = MORNING, **more: object) -> int:
    """It turns unhealthy at its second cell; answers how many owners' notebooks were told of."""
    usual = {"status": "unhealthy", "unhealthy_since": MORNING, "revised_at": MORNING - timedelta(days=1)}
    measure(notebook, (10, 0), (1, 9), (0, 1), **(usual | more))
    return status_changed([notebook.pk], now=now)


def works(notebook: Notebook, now: datetime) -> int:
    """It is healthy."""
    measure(notebook, (10, 0), (10, 0), (10, 0), status="healthy")
    return status_changed([notebook.pk], now=now)


def wavers(notebook: Notebook, now: datetime) -> int:
    """It is neither."""
    measure(notebook, (10, 0), (5, 5), (5, 0), status="undetermined")
    return status_changed([notebook.pk], now=now)


def failed(notebook: Notebook, person: User, cause: str, **more: object) -> None:
    """Somebody's record that the second cell failed."""
    given = {"success": False, "cause": cause, "runtime_ms": 5, "started_at": MORNING, "received_at": MORNING}
    place = {"notebook": notebook, "source_hash": code_cells(notebook)[1][1], "day": MORNING.date()}
    Execution.objects.create(person=person, key=uuid4(), **place, **(given | more))


def told(person: User) -> list[str]:
    """What a person reads, latest first."""
    return [line.words.text for line in notices_of(person)]


def test_turning_unhealthy_is_told_in_the_page_and_by_mail(
    prices: Notebook, ada: User, grace: User, otto: User
) -> None:
    for person in (grace, otto):
        failed(prices, person, "package")
    failed(prices, ada, "input")
    assert breaks(prices) == 1
    work_off()
    sentence = (
        "“House prices” has turned unhealthy. Cell 2 has failed since 2 March 2026, 09:10 UTC for 9 people. "
        "Most often: a package was missing."
    )
    assert told(ada) == [sentence]
    (sent,) = mail.outbox
    assert sent.to == ["ada@example.org"]
    assert sentence in sent.body
    assert f"/notebooks/{prices.uuid}/health" in sent.body
    assert not any(name in str(sent.body) for name in ("Grace", "grace", "Otto", "otto"))


def test_it_is_told_once_however_often_it_fails(prices: Notebook, ada: User) -> None:
    assert [breaks(prices, MORNING + timedelta(days=day)) for day in range(4)] == [1, 0, 0, 0]
    assert tell_due(now=MORNING + timedelta(days=9)) == 0
    assert len(told(ada)) == 1


def test_recovering_is_told_once(prices: Notebook, ada: User) -> None:
    breaks(prices)
    assert [works(prices, MORNING + timedelta(days=day)) for day in (1, 2)] == [1, 0]
    assert told(ada)[0] == "“House prices” is healthy again."


def test_what_was_never_unhealthy_does_not_recover(prices: Notebook, ada: User) -> None:
    assert works(prices, MORNING) == 0
    assert told(ada) == []


def test_wavering_is_not_told(prices: Notebook, ada: User) -> None:
    assert wavers(prices, MORNING) == 0
    breaks(prices)
    assert wavers(prices, MORNING + timedelta(days=1)) == 0
    assert breaks(prices, MORNING + timedelta(days=2)) == 0
    assert len(told(ada)) == 1


def test_what_flaps_within_the_hour_is_told_of_when_it_is_quiet(prices: Notebook, ada: User) -> None:
    breaks(prices)
    assert works(prices, MORNING + timedelta(minutes=10)) == 0
    assert breaks(prices, MORNING + timedelta(minutes=20)) == 0
    assert works(prices, MORNING + timedelta(minutes=30)) == 0
    assert tell_due(now=MORNING + QUIET - timedelta(seconds=1)) == 0
    assert tell_due(now=MORNING + QUIET) == 1
    assert told(ada)[0] == "“House prices” is healthy again."
    assert len(told(ada)) == 2


def test_an_unseen_notice_does_not_hide_the_next_turn(prices: Notebook, ada: User) -> None:
    breaks(prices)
    works(prices, MORNING + timedelta(days=1))
    assert breaks(prices, MORNING + timedelta(days=2)) == 1
    assert [text.split(".")[0] for text in told(ada)] == [
        "“House prices” has turned unhealthy",
        "“House prices” is healthy again",
        "“House prices” has turned unhealthy",
    ]


def test_a_new_version_that_is_unhealthy_is_told_anew(prices: Notebook, ada: User) -> None:
    breaks(prices)
    later = MORNING + timedelta(days=2)
    assert breaks(prices, later, revised_at=later - timedelta(hours=5)) == 1
    assert len(told(ada)) == 2


def test_of_two_workers_one_tells(prices: Notebook, ada: User) -> None:
    measure(prices, (10, 0), (1, 9), (0, 1), status="unhealthy")
    row = NotebookHealth.objects.select_related("notebook__owner", "notebook__group").get()
    NotebookHealth.objects.update(owner_told="unhealthy", owner_told_at=MORNING)  # the other one was faster
    assert not _tell(row, MORNING)
    assert told(ada) == []


def test_owners_of_the_group_are_told_and_its_editors_are_not(prices: Notebook, ada: User, grace: User) -> None:
    group = create_group(name="Desk", slug="desk", description="", by=ada)
    set_member(group=group, person=grace, role=GroupRole.EDITOR, by=ada)
    give_to_group(notebook=prices, by=ada, group=group)
    breaks(prices)
    assert len(told(ada)) == 1
    assert told(grace) == []


def test_the_owner_of_the_moment_reads_it_and_the_former_one_does_not(prices: Notebook, ada: User, grace: User) -> None:
    breaks(prices)
    give_to_person(notebook=prices, by=ada, person=grace)
    work_off()
    assert not any("unhealthy" in text for text in told(ada))
    assert not any("unhealthy" in str(sent.body) for sent in mail.outbox)


def test_what_lies_in_the_trash_is_not_told(prices: Notebook, ada: User) -> None:
    breaks(prices)
    trash(notebook=prices, by=ada)
    work_off()
    assert told(ada) == []
    assert mail.outbox == []
    NotebookHealth.objects.update(owner_told="", owner_told_at=None)
    assert tell_due(now=timezone.now()) == 0


def test_a_leaver_is_not_told(prices: Notebook, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    breaks(prices)
    work_off()
    assert mail.outbox == []
    assert not Notice.objects.exists()


def test_a_notebook_that_fails_without_one_bad_cell(prices: Notebook, ada: User) -> None:
    measure(prices, (1, 0), (0, 0), (0, 0), status="unhealthy", unhealthy_since=MORNING, users_with_failures=1)
    status_changed([prices.pk], now=MORNING)
    (text,) = told(ada)
    assert text.endswith("turned unhealthy. It has failed since 2 March 2026, 09:10 UTC for 1 person.")


def test_excused_failures_are_no_cause(prices: Notebook, ada: User, grace: User, otto: User) -> None:
    failed(prices, grace, "source", excused=True)
    failed(prices, otto, "source", excused=True)
    failed(prices, ada, "memory")
    breaks(prices)
    assert "Most often: there was not enough memory." in told(ada)[0]
