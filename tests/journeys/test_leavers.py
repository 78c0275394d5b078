"""Somebody leaves while their Jupyter runs: it ends at once, and nothing starts for them until they are back."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests import calls
from tests.journeys.installation import Installation, wait_until
from tests.journeys.whole import PASSWORD, hub_url, whole

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def everything() -> Iterator[Installation]:
    """Gallery, worker and hub."""
    with whole() as made:
        yield made


@contextmanager
def signed_in(gallery: Installation, name: str) -> Iterator[httpx.Client]:
    """A browser of this person."""
    with calls.client(follow_redirects=True, timeout=90, headers={"Accept": "text/html"}) as browser:
        submit(browser, gallery, "/account/sign-in", username=name, password=PASSWORD)
        assert browser.get(f"{gallery.url}/account/").url.path == "/account/"
        yield browser


def submit(browser: httpx.Client, gallery: Installation, path: str, **values: str) -> httpx.Response:
    """Send a form of the gallery, with the token of the page."""
    page = browser.get(f"{gallery.url}{path}").text
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found is not None, page
    return browser.post(f"{gallery.url}{path}", data={"csrfmiddlewaretoken": found[1], **values})


def open_jupyter(browser: httpx.Client, gallery: Installation) -> httpx.Response:
    """Follow the link into Jupyter to the end, as the waiting page's script does."""
    page = browser.get(f"{hub_url(gallery)}/hub/user-redirect/lab")
    progress = re.search(r'data-progress="([^"]+)"', page.text)
    if "/hub/spawn-pending/" not in str(page.url) or progress is None:
        return page
    with browser.stream("GET", hub_url(gallery) + progress[1].replace("&amp;", "&")) as events:
        steps = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: ")]
    assert steps[-1].get("ready"), steps
    return browser.get(page.url)


def homes(gallery: Installation) -> list[Path]:
    """Homes of servers that run."""
    return [home for home in (gallery.home / "hub/homes").iterdir() if home.is_dir()]


def test_a_leavers_jupyter_ends_at_once_and_starts_again_only_when_they_are_back(everything: Installation) -> None:
    with signed_in(everything, "admin") as admin, signed_in(everything, "ada") as ada:
        assert open_jupyter(ada, everything).url.path.startswith("/user/ada/lab")
        assert len(homes(everything)) == 1

        page = submit(admin, everything, "/admin/people/ada/deactivate")
        assert "is deactivated" in page.text
        wait_until(lambda: not homes(everything), "ada's server and home to be gone")
        # while the hub is still forgetting ada, it answers with an error
        wait_until(lambda: open_jupyter(ada, everything).url.path == "/account/sign-in", "ada to have to sign in")
        assert homes(everything) == []

        submit_button(admin, everything, "/admin/people/ada", "reactivate")
    with signed_in(everything, "ada") as back:
        assert open_jupyter(back, everything).url.path.startswith("/user/ada/lab")


def submit_button(browser: httpx.Client, gallery: Installation, page: str, verb: str) -> None:
    """Press a button on a page of the gallery."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(f"{gallery.url}{page}").text)
    assert found is not None
    answer = browser.post(f"{gallery.url}{page}/{verb}", data={"csrfmiddlewaretoken": found[1]})
    assert answer.status_code == 200, answer.text


def test_with_its_token_the_gallery_can_read_and_start_nothing(everything: Installation) -> None:
    secret = (everything.home / "secrets/hub-gallery").read_text().strip()
    headers = {"Authorization": f"token {secret}"}
    api = f"{hub_url(everything)}/hub/api"
    with signed_in(everything, "grace") as grace:
        assert grace.get(f"{hub_url(everything)}/hub/home").url.path == "/hub/home"
    asked = [
        ("GET", "/users"),
        ("GET", "/users/grace"),
        ("GET", "/users/grace/tokens"),
        ("POST", "/users/grace/server"),
        ("POST", "/users/grace/tokens"),
        ("PATCH", "/users/grace"),
        ("POST", "/users/mallory"),
        ("GET", "/proxy"),
        ("POST", "/shutdown"),
    ]
    answers = {(method, path): calls.ask(method, api + path, headers=headers).status_code for method, path in asked}
    assert set(answers.values()) <= {403, 404}, answers
    assert calls.delete(f"{api}/users/grace", headers=headers | {"Authorization": "token forged"}).status_code == 403
    assert calls.delete(f"{api}/users/grace", headers=headers).status_code == 204
