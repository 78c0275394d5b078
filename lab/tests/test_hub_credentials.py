"""On a hub, the token is the hub's: fresh, remembered shortly, and asked again after a refusal."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from commonplace_lab.credentials import HubCredentials
from commonplace_lab.errors import Trouble
from commonplace_lab.gallery_client import GalleryClient
from commonplace_lab.settings import Hub, Settings

from .contract_gallery import ContractGallery


class ContractHub:
    """Answers what the hub's API promises about one's own person."""

    def __init__(self) -> None:
        self.token: str | None = "first"
        self.asked: list[tuple[str, str]] = []
        self.url = ""


@pytest.fixture
def hub() -> Iterator[ContractHub]:
    made = ContractHub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, self.headers["Authorization"]))
            state = {"access_token": made.token} if made.token else None
            content = json.dumps({"name": "ada", "auth_state": state}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.url = f"http://127.0.0.1:{server.server_port}/hub/api"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def credentials(hub: ContractHub) -> HubCredentials:
    return HubCredentials(Hub(hub.url, "ada@example", "server-token"))


def test_the_hub_is_asked_about_the_servers_own_person(hub: ContractHub) -> None:
    assert asyncio.run(credentials(hub).token()) == "first"
    assert hub.asked == [("/hub/api/users/ada%40example", "token server-token")]


def test_several_questions_within_a_minute_ask_the_hub_once(hub: ContractHub) -> None:
    mine = credentials(hub)
    for _round in range(3):
        assert asyncio.run(mine.token()) == "first"
    assert len(hub.asked) == 1


def test_a_token_that_the_gallery_refuses_is_fetched_anew(hub: ContractHub, gallery: ContractGallery) -> None:
    mine = credentials(hub)
    client = GalleryClient(gallery.url, mine)
    asyncio.run(mine.token())
    hub.token = "second"
    gallery.tokens = {"second"}
    assert asyncio.run(client.me())["name"] == "ada"
    assert len(hub.asked) == 2


def test_a_token_refused_twice_is_a_sentence(hub: ContractHub, gallery: ContractGallery) -> None:
    gallery.tokens = set()
    with pytest.raises(Trouble) as trouble:
        asyncio.run(GalleryClient(gallery.url, credentials(hub)).me())
    assert trouble.value.reason == "sign-in-refused"


def test_a_hub_that_knows_no_token_is_a_sentence(hub: ContractHub) -> None:
    hub.token = None
    with pytest.raises(Trouble) as trouble:
        asyncio.run(credentials(hub).token())
    assert trouble.value.reason == "not-signed-in"
    assert "hub" in trouble.value.sentence


def test_the_environment_of_a_hubs_server_is_understood() -> None:
    environ = {
        "COMMONPLACE_GALLERY_URL": "https://gallery.example/", "COMMONPLACE_ENDS_AT": "1795250000",
        "COMMONPLACE_IDLE_SECONDS": "1800", "JUPYTERHUB_API_URL": "http://hub/hub/api/",
        "JUPYTERHUB_USER": "ada", "JUPYTERHUB_API_TOKEN": "secret",
    }  # fmt: skip
    expected = Settings("https://gallery.example", Hub("http://hub/hub/api", "ada", "secret"), 1795250000.0, 1800.0)
    assert Settings.read(environ) == expected


@pytest.mark.parametrize("wrong", ["", "soon", "-5", "inf", "nan", "0"])
def test_an_end_that_is_no_time_counts_as_none(wrong: str) -> None:
    assert Settings.read({"COMMONPLACE_ENDS_AT": wrong}).ends_at is None
