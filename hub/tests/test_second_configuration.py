"""The second configuration: gallery and hub both sign people in at the organisation's own provider."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import httpx
import pytest

from hub.tests.world import PATIENCE, SECRET, Person, World, answers, free_port, wait_for
from server.tests.identity.provider_world import SECRET as PROVIDER_SECRET
from server.tests.identity.provider_world import Corporate, corporate_world
from tests import calls

FORM_ACTION = 'action="'
WEB = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning")
PREPARE = """
import django; django.setup()
from gallery.site.config import read_config
from gallery.site.preparation import prepare
prepare(read_config(), say=print)
"""
PROVIDER_FILE = """
[[provider]]
kind = "oidc"
key = "corporate"
title = "Example Corp"
issuer = "{issuer}"
client_id = "commonplace"
client_secret_env = "CORPORATE_SECRET"
scopes = ["openid", "profile", "email", "groups"]
groups_claim = "groups"
hub_client_id = "commonplace-hub"
"""


class Employee(Person):
    """Somebody who signs in at the provider: with its form, as everybody there does."""

    def __init__(self, name: str, subject: str, world: World) -> None:
        self.name, self.world, self.subject = name, world, subject
        self.browser = calls.client(follow_redirects=True, timeout=PATIENCE, headers={"Accept": "text/html"})
        world.people.append(self)

    def signs_in(self, address: str = "/hub/home") -> httpx.Response:
        """Open a page of the hub; fill in the provider's pages on the way."""
        page = self.go(address)
        while 'name="prompt"' in page.text:
            action = page.text.partition(FORM_ACTION)[2].partition('"')[0]
            prompt = "login" if 'name="login"' in page.text else "consent"
            page = self.browser.post(action, data={"prompt": prompt, "login": self.subject, "password": "any"})
        return page


class RealGallery:
    """The gallery itself, beside a world's hub."""

    def __init__(self, world: World, home: Path, corporate: Corporate) -> None:
        self.world, self.corporate = world, corporate
        described = home / "sign-in.toml"
        described.write_text(PROVIDER_FILE.format(issuer=corporate.issuer))
        (home / "secrets").mkdir(mode=0o700)
        (home / "secrets" / "hub-client").write_text(SECRET)
        clean = {name: value for name, value in os.environ.items() if not name.startswith("COMMONPLACE_")}
        clean.pop("DATABASE_URL", None)  # its own, in its own folder
        self.env = clean | {
            "DJANGO_SETTINGS_MODULE": "gallery.site.settings",
            "COMMONPLACE_HOME": str(home),
            "COMMONPLACE_SIGN_IN": str(described),
            "COMMONPLACE_DEMO": "false",
            "CORPORATE_SECRET": PROVIDER_SECRET,
            "PORT": str(world.port),
        }

    @contextmanager
    def running(self, log: Path) -> Iterator[None]:
        """While the block runs."""
        subprocess.run([sys.executable, "-c", PREPARE], env=self.env, check=True, capture_output=True)
        command = [sys.executable, "-m", "granian", *WEB, "--host", "127.0.0.1", "--port", str(self.world.port)]
        with log.open("wb") as out:
            serving = subprocess.Popen(
                [*command, "gallery.site.wsgi:application"], env=self.env, stdout=out, stderr=out
            )
        try:
            wait_for(lambda: answers(f"{self.world.gallery}/readyz"), f"the gallery answers\n{log.read_text()}")
            yield
        finally:
            serving.terminate()
            serving.wait(PATIENCE)

    def command(self, *words: str) -> None:
        """Run one of the gallery's commands."""
        command = [sys.executable, "-m", "gallery.site.command_line", *words]
        subprocess.run(command, env=self.env, check=True, capture_output=True)


@pytest.fixture(scope="module")
def gallery() -> Iterator[RealGallery]:
    """Provider, gallery and hub of one organisation."""
    folders = [Path(mkdtemp(prefix="commonplace-hub-")) for _ in range(2)]
    folders[0].chmod(0o755)
    made = World(folders[0], free_port())
    with ExitStack() as stack:
        corporate = stack.enter_context(corporate_world(folders[1], made.gallery, made.url))
        found = RealGallery(made, folders[1], corporate)
        stack.enter_context(found.running(folders[1] / "gallery.log"))
        made.settings = {
            "COMMONPLACE_HUB_PROVIDER": corporate.issuer,
            "COMMONPLACE_HUB_PROVIDER_CLIENT_SECRET": PROVIDER_SECRET,
            "COMMONPLACE_HUB_PROVIDER_SCOPES": "openid profile email groups",
            "COMMONPLACE_SERVER_UIDS": f"{430000 + made.port % 900 * 10}-{430009 + made.port % 900 * 10}",
        }
        made.start_hub()
        stack.callback(made.stop_hub)
        for person in made.people:
            stack.callback(person.browser.close)
        yield found
        for person in made.people:
            person.browser.close()
    for folder in folders:
        rmtree(folder)


READ_TOKEN = """
import json, os, urllib.request
name, api = os.environ["JUPYTERHUB_USER"], os.environ["JUPYTERHUB_API_URL"]
def ask(address, credential):
    request = urllib.request.Request(address, headers={"Authorization": credential})
    return json.load(urllib.request.urlopen(request))
own = ask(f"{api}/users/{name}", "token " + os.environ["JUPYTERHUB_API_TOKEN"])
token = own["auth_state"]["access_token"]
me = ask(os.environ["COMMONPLACE_GALLERY_URL"] + "/api/v1/me", "Bearer " + token)
print(json.dumps([me["name"], token]))
"""


def test_one_sign_in_at_the_provider_opens_jupyter_with_a_token_of_the_gallery(gallery: RealGallery) -> None:
    gallery.corporate.tell("5001", name="Ada Brandt", preferred_username="Ada.Brandt", groups=["quants"])
    ada = Employee("ada.brandt", "5001", gallery.world)
    page = ada.go("/hub/user-redirect/lab")
    assert str(page.url).startswith(gallery.corporate.issuer)  # not the gallery's sign-in page
    ada.signs_in("/hub/user-redirect/lab")
    assert ada.open_jupyter().url.path == "/user/ada.brandt/lab"
    assert ada.go("/hub/api/user").json()["groups"] == ["quants"]
    name, token = json.loads(ada.run(READ_TOKEN))
    assert name == "ada.brandt"
    assert calls.get(f"{gallery.world.gallery}/api/v1/shelf", headers={"Authorization": f"Bearer {token}"}).is_success
    assert token not in gallery.world.log


def test_the_same_browser_is_the_same_person_at_the_gallery(gallery: RealGallery) -> None:
    gallery.corporate.tell("5002", preferred_username="grace")
    grace = Employee("grace", "5002", gallery.world)
    grace.signs_in()
    assert grace.go("/hub/api/user").json()["name"] == "grace"
    page = grace.browser.get(f"{gallery.world.gallery}/account/sign-in/with/corporate")
    while 'name="prompt"' in page.text:  # the provider knows her already and only asks whether she agrees
        assert 'name="login"' not in page.text
        action = page.text.partition(FORM_ACTION)[2].partition('"')[0]
        page = grace.browser.post(action, data={"prompt": "consent"})
    assert grace.browser.get(f"{gallery.world.gallery}/api/v1/me").json()["name"] == "grace"


def test_people_of_one_name_stay_two(gallery: RealGallery) -> None:
    for subject in ("5003", "5004"):
        gallery.corporate.tell(subject, preferred_username="nina", email="nina@example.org")
    names = set()
    for subject in ("5003", "5004"):
        nina = Employee("nina", subject, gallery.world)
        nina.signs_in()
        names.add(nina.go("/hub/api/user").json()["name"])
    assert names == {"nina", "nina-2"}


def test_who_is_deactivated_at_the_gallery_is_out_of_the_hub(gallery: RealGallery) -> None:
    gallery.corporate.tell("5005", preferred_username="otto")
    otto = Employee("otto", "5005", gallery.world)
    otto.signs_in()
    assert otto.go("/hub/api/user").status_code == 200
    gallery.command("user", "deactivate", "otto")
    gallery.world.stop_hub(signal.SIGKILL)
    gallery.world.start_hub()
    answer: Any = otto.signs_in()
    assert answer.status_code == 403
    assert "deactivated" in answer.text
    assert otto.go("/hub/api/user").status_code == 403
