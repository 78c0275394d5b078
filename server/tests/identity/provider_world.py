"""Real OpenID providers for the tests, and a browser that signs in there as a person would."""

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.test import Client

HERE = Path(__file__).with_name("provider")
HUB = "http://127.0.0.1:8100"
SECRET = "the-secret-between-gallery-and-provider"
FORM_ACTION = re.compile(r'<form[^>]*action="([^"]+)"')
CANCEL = re.compile(r'href="([^"]+/abort)"')


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@dataclass(frozen=True)
class Corporate:
    """Two providers of two companies. `people` says what both tell about whom."""

    issuer: str
    other: str
    people: Path
    ears: int  # the port to which both tell the gallery, in a test's stead, that somebody has signed out

    def tell(self, subject: str, **claims: Any) -> None:
        """From now on this is said about the person."""
        said = json.loads(self.people.read_text())
        self.people.write_text(json.dumps(said | {subject: claims}))


def _client(name: str, *redirect_uris: str, **more: Any) -> dict[str, Any]:
    grants = {"grant_types": ["authorization_code"], "response_types": ["code"]}
    return {"client_id": name, "client_secret": SECRET, "redirect_uris": redirect_uris, **grants, **more}


@contextmanager
def corporate_world(folder: Path, gallery: str, hub: str = HUB) -> Iterator[Corporate]:
    """Both providers, while the block runs; the gallery and the hub at these addresses are their clients."""
    assert (HERE / "node_modules").is_dir(), (
        "The tests' provider is missing: run `npm ci` in server/tests/identity/provider."
    )
    node = shutil.which("node")
    assert node, "Node is missing."
    first, second, ears = free_ports(3)
    told = {"backchannel_logout_uri": f"http://127.0.0.1:{ears}/", "backchannel_logout_session_required": True}
    people, described = folder / "people.json", folder / "providers.json"
    people.write_text("{}")
    back = f"{gallery}/account/sign-in/from"
    clients = [
        _client("commonplace", f"{back}/corporate", f"{back}/partner", **told),
        _client("commonplace-hub", f"{hub}/hub/oauth_callback"),
    ]
    providers = [{"port": port, "clients": clients} for port in (first, second)]
    described.write_text(json.dumps({"people": str(people), "providers": providers}))
    with (folder / "provider.log").open("wb") as log:
        running = subprocess.Popen([node, HERE / "provider.js", described], stdout=subprocess.PIPE, stderr=log)
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == b"ready\n", (folder / "provider.log").read_text()
            yield Corporate(f"http://127.0.0.1:{first}", f"http://127.0.0.1:{second}", people, ears)
        finally:
            running.kill()
            running.communicate()


class Browser:
    """A person's browser: one session at the gallery, one at each provider."""

    def __init__(self, gallery: Client | None = None) -> None:
        self.gallery = gallery or Client()
        self.outside = httpx.Client(timeout=120)

    def leaves(self, key: str = "corporate", **query: str) -> str:
        """Click the provider's button; answers where that leads."""
        answer = self.gallery.get(f"/account/sign-in/with/{key}", query)
        assert answer.status_code == 302, answer.text
        return str(answer["Location"])

    def agrees(self, address: str, subject: str) -> str:
        """Sign in at the provider and agree; answers where the browser is sent afterwards."""
        answer = self.outside.get(address)
        while True:
            if answer.is_redirect:
                address = str(answer.url.join(answer.headers["Location"]))
                if "/account/sign-in/from/" in address or "/hub/oauth_callback" in address:
                    return address
                answer = self.outside.get(address)
                continue
            form = FORM_ACTION.search(answer.text)
            assert form, f"{answer.status_code} {answer.text[:2000]}"
            prompt = "login" if 'name="login"' in answer.text else "consent"
            answer = self.outside.post(form[1], data={"prompt": prompt, "login": subject, "password": "any"})

    def cancels(self, address: str) -> str:
        """Say no at the provider."""
        answer = self.outside.get(address, follow_redirects=True)
        found = CANCEL.search(answer.text)
        assert found, answer.text
        answer = self.outside.get(found[1])
        while "/account/sign-in/from/" not in (address := str(answer.url.join(answer.headers["Location"]))):
            answer = self.outside.get(address)
        return address

    def returns(self, address: str) -> Any:
        """Follow the way back to the gallery."""
        parts = urlsplit(address)
        return self.gallery.get(f"{parts.path}?{parts.query}")

    def signs_in(self, subject: str, key: str = "corporate", **query: str) -> Any:
        """The whole way; answers the gallery's last answer."""
        return self.returns(self.agrees(self.leaves(key, **query), subject))

    def name(self) -> str:
        """Who the gallery says this is; empty for nobody."""
        answer = self.gallery.get("/api/v1/me")
        return str(answer.json()["name"]) if answer.status_code == 200 else ""

    def close(self) -> None:
        """Close what is open."""
        self.outside.close()
