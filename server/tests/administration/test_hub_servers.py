"""Somebody leaves: the hub is asked until it has done it, with the secret that it shares with the gallery alone."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from gallery.accounts.actions import create_person, deactivate, reactivate
from gallery.accounts.models import User
from gallery.administration.hub_servers import PAUSES, SECOND_LOOK, end_servers
from gallery.audit.models import AuditEvent
from pytest_django.fixtures import Settings

from server.tests.conftest import PASSWORD

Events = Callable[[str], Sequence[AuditEvent]]
TASK = "gallery.administration.hub_servers.end_servers"


@dataclass
class Hub:
    """Answers like the hub, one status after the other, and remembers what it was asked."""

    statuses: list[int] = field(default_factory=lambda: [204])
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    url: str = ""


@contextmanager
def listening(hub: Hub) -> Iterator[None]:
    """The hub at an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_DELETE(self) -> None:
            hub.asked.append((self.command, self.path, self.headers["Authorization"]))
            self.send_response(hub.statuses.pop(0) if len(hub.statuses) > 1 else hub.statuses[0])
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the library's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def hub(settings: Settings) -> Iterator[Hub]:
    """A hub that does what it is asked."""
    made = Hub()
    with listening(made):
        settings.CONFIG = replace(settings.CONFIG, hub=True, hub_url=made.url)
        yield made


@pytest.fixture
def gone(ada: User, admin: User) -> User:
    """Ada, deactivated."""
    deactivate(person=ada, by="admin")
    return ada


def queued() -> list[tuple[list[object], dict[str, object], float]]:
    """Waiting calls: their arguments, and in how many seconds."""
    return [
        (
            one.args_kwargs["args"],
            one.args_kwargs["kwargs"],
            round((one.run_after - timezone.now()).total_seconds()) if one.run_after.year < 3000 else 0,
        )
        for one in DBTaskResult.objects.filter(task_path=TASK).order_by("enqueued_at")
    ]


def test_the_hub_is_told_once_and_asked_again_a_minute_later(hub: Hub, gone: User, events: Events) -> None:
    end_servers.func(gone.pk)
    assert hub.asked == [("DELETE", "/hub/api/users/ada", f"token {settings.HUB_SERVICE_TOKEN}")]
    assert [(one.actor, one.subject) for one in events("person.forgotten-by-hub")] == [("gallery", "person:ada")]
    assert queued()[1:] == [([gone.pk, 0, False], {}, SECOND_LOOK)]
    end_servers.func(gone.pk, 0, False)
    assert len(queued()) == 2


def test_who_never_used_the_hub_needs_no_event(hub: Hub, gone: User, events: Events) -> None:
    hub.statuses = [404]
    end_servers.func(gone.pk)
    assert len(hub.asked) == 1
    assert events("person.forgotten-by-hub") == []


@pytest.mark.parametrize("status", [400, 403, 500, 503])
def test_a_hub_that_cannot_yet_is_asked_again(hub: Hub, gone: User, status: int, events: Events) -> None:
    hub.statuses = [status]
    for tries, pause in enumerate(PAUSES):
        end_servers.func(gone.pk, tries)
        assert queued()[-1] == ([gone.pk, tries + 1, True], {}, pause)
    end_servers.func(gone.pk, len(PAUSES))
    assert [one.detail for one in events("person.hub-not-reached")] == [{"problem": f"status {status}"}]
    assert len(queued()) == len(PAUSES) + 1


def test_a_hub_that_is_away_is_asked_again(gone: User, settings: Settings) -> None:
    settings.CONFIG = replace(settings.CONFIG, hub=True, hub_url="http://127.0.0.1:9")
    end_servers.func(gone.pk)
    assert queued()[-1] == ([gone.pk, 1, True], {}, PAUSES[0])


def test_who_is_back_keeps_what_they_have(hub: Hub, gone: User) -> None:
    reactivate(person=gone, by="admin")
    end_servers.func(gone.pk)
    assert hub.asked == []


def test_without_a_hub_nothing_is_queued(ada: User, admin: User, settings: Settings) -> None:
    settings.CONFIG = replace(settings.CONFIG, hub=False)
    deactivate(person=ada, by="admin")
    assert queued() == []


def test_what_is_rolled_back_is_not_queued(admin: User) -> None:
    person = create_person(name="nora", password=PASSWORD, by="admin")
    with transaction.atomic():
        deactivate(person=person, by="admin")
        transaction.set_rollback(True)
    assert queued() == []
