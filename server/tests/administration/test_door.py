"""For everybody but administrators every address under /admin/ answers like one that nobody answers."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from gallery.accounts.models import User
from gallery.administration import denials
from gallery.administration.urls import urlpatterns
from gallery.provider.urls import urlpatterns as of_clients

from server.tests.conftest import PASSWORD

Enter = Callable[[User | None], Client]
PLACES = {"<str:name>": "ada", "<slug:slug>": "secret", "<int:pk>": "1"}
NOWHERE = "/admin/nowhere"


def addresses() -> list[str]:
    """Every address of the administration, with something in its places."""
    found = []
    for one in [*urlpatterns, *of_clients]:
        path = str(one.pattern)
        if not path.startswith("admin"):
            continue
        for place, word in PLACES.items():
            path = path.replace(place, word)
        found.append(f"/{path}")
    return found


def seen(browser: Client, method: str, path: str, **more: object) -> tuple[object, ...]:
    """Everything that tells one answer from another, but for the address itself and secrets made anew each time."""
    with CaptureQueriesContext(connection) as asked:
        answer = getattr(browser, method)(path, **more)
    text = re.sub(r'value="\w{64}"', "", answer.text.replace(path, "").replace(path.replace("/", "%2F"), ""))
    headers = {name: value for name, value in answer.items() if name != "Content-Length"}
    return answer.status_code, text, sorted(headers.items()), len(asked)


@pytest.fixture(autouse=True)
def _unbounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Denials are recorded up to a number, after which a request does less; here each one does the same."""
    monkeypatch.setattr(denials, "MOST", 1_000_000)


@pytest.mark.parametrize("who", ["guest", "ada", "deactivated", "token"])
@pytest.mark.parametrize("checks", [False, True], ids=["with form token", "without"])
def test_nothing_is_there(
    ada: User, deactivated: User, admin: User, bearer: Callable[..., dict[str, str]], who: str, checks: bool
) -> None:
    browser = Client(enforce_csrf_checks=checks)
    people = {"ada": ada, "deactivated": deactivated}
    if who in people:
        browser.force_login(people[who])
    headers = bearer(admin) if who == "token" else {}
    browser.get("/help")
    for method in ("get", "head", "post", "put", "delete", "options"):
        absent = seen(browser, method, NOWHERE, headers=headers)
        assert absent[0] == 404
        for path in addresses():
            for address in (path, path.rstrip("/")):
                assert seen(browser, method, address, headers=headers) == absent, f"{method} {address} as {who}"


def test_there_is_something_for_administrators(office: Client, ada: User) -> None:
    missing = [path for path in addresses() if office.options(path).status_code == 404]
    assert [path for path in missing if "secret" not in path and "1" not in path] == []


def test_a_wrong_method(office: Client, ada: User) -> None:
    assert office.post("/admin/people/").status_code == 405
    assert office.get("/admin/people/ada/password").status_code == 405
    assert office.get("/admin/mode/off").status_code == 405


def test_every_form_needs_its_token(admin: User, ada: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin)
    for path in addresses():
        assert browser.post(path, {"password": PASSWORD}).status_code in {403, 405}, path


def test_the_menu_shows_the_way_to_administrators_alone(office: Client, ada: User, signed_in: Enter) -> None:
    assert 'href="/admin/"' in office.get("/help").text
    assert 'href="/admin/"' not in signed_in(ada).get("/help").text
    assert 'href="/admin/"' not in signed_in(None).get("/help").text
