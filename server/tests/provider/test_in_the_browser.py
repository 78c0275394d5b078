"""The way to an application in a real browser: its rules for forms let people return, and to nowhere else."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from gallery.accounts.models import User
from gallery.provider.clients import ClientDetails, register_client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from server.tests.conftest import PASSWORD
from server.tests.provider.flow import App
from tests.chromium import chromium

pytestmark = pytest.mark.journey


class Application(BaseHTTPRequestHandler):
    """Another team's application, on an origin of its own."""

    def do_GET(self) -> None:
        """Say that somebody came back."""
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"back at the application")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited
        """Be quiet."""


@pytest.fixture
def callback() -> Iterator[str]:
    """Where people return to."""
    server = HTTPServer(("127.0.0.1", 0), Application)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/back"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def board(transactional_db: None, callback: str) -> App:
    """The application, registered."""
    details = ClientDetails("Team board", [callback], ["openid", "profile"])
    client, secret = register_client(details=details, by="admin")
    return App(client.pk, client.client_id, secret, callback, "openid profile")


def sign_in(page: Page, address: str) -> None:
    """Follow the application's link and sign in where it leads."""
    page.goto(address)
    page.get_by_label("Name", exact=True).fill("ada")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_sign_in_allow_return_and_come_again(live_server: LiveServer, board: App, ada: User) -> None:
    address = f"{live_server.url}/o/authorize/?{urlencode(board.asked())}"
    complaints: list[str] = []
    with chromium() as browser:
        page = browser.new_context().new_page()
        page.on("console", lambda message: complaints.append(message.text))
        sign_in(page, address)
        page.get_by_role("heading", name="Sign in to Team board?").wait_for()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.get_by_role("button", name="Allow").click()
        page.wait_for_url(f"{board.callback}?**")
        page.context.clear_cookies()
        sign_in(page, address)  # allowed already: the answer to this form leads all the way to the application
        page.wait_for_url(f"{board.callback}?**")
        assert "code=" in page.url
    assert complaints == []
