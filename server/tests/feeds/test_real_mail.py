"""The daily mail arrives at a real mail server as two parts with its headers."""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone
from gallery.accounts.models import User
from gallery.feeds.actions import subscribe
from gallery.feeds.delivery import deliver
from gallery.feeds.lists import List
from gallery.feeds.models import Kind
from gallery.notebooks.models import Notebook


class Letterbox:
    """Keeps what arrives."""

    def __init__(self) -> None:
        """Empty at first."""
        self.arrived: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 — the server's name
        """Take one mail."""
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.arrived.append((envelope.rcpt_tos, parsed))
        return "250 taken"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    """A mail server, and the gallery's settings for it."""
    box = Letterbox()
    server = Controller(box, hostname="127.0.0.1", port=_free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield box
    server.stop()


def test_the_mail_arrives(letterbox: Letterbox, ada: User, grace: User, write: Callable[..., Notebook]) -> None:
    grace.email = "grace@example.org"
    grace.save()
    subscribe(person=grace, wanted=List(Kind.ALL))
    write(ada, title="Préçis — 🌊 tides", public=True)
    assert deliver(grace, timezone.now() + timedelta(minutes=2))
    ((to, sent),) = letterbox.arrived
    assert to == ["grace@example.org"]
    assert sent.get_content_type() == "multipart/alternative"
    text, html = sent.get_body(("plain",)), sent.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "Préçis — 🌊 tides" in text.get_content()
    assert "Préçis — 🌊 tides" in html.get_content()
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["List-Unsubscribe"].strip().startswith("<http")  # long, so on a line of its own
    assert sent["To"] == "grace@example.org"
