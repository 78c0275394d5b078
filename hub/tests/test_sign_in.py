"""From the gallery into Jupyter: no page asks for anything, and the address arrives whole."""

import signal
from concurrent.futures import ThreadPoolExecutor

import httpx

from hub.tests.world import Person, World
from tests import calls


def test_the_link_leads_into_jupyter_without_a_click(hub: World) -> None:
    ada = hub.person("ada")
    page = ada.open_jupyter("/hub/user-redirect/lab?commonplace-ticket=one-time-ticket&more=a%20b")
    assert page.status_code == 200
    assert page.url.path == "/user/ada/lab"
    assert dict(page.url.params) == {"commonplace-ticket": "one-time-ticket", "more": "a b"}
    assert "one-time-ticket" not in hub.log


def test_the_waiting_page_speaks_plainly(hub: World) -> None:
    nina = hub.person("nina")
    nina.open_jupyter()
    steps = [(step["progress"], step["message"]) for step in nina.progress if not step.get("ready")]
    assert [progress for progress, _ in steps] == sorted(progress for progress, _ in steps)
    words = " ".join(message for _, message in steps).lower()
    assert "jupyter" in words
    assert not {"spawn", "kernel", "pending", "process"} & set(words.split())


def test_who_is_not_signed_in_meets_the_gallerys_page(hub: World) -> None:
    answer = calls.get(f"{hub.url}/hub/user-redirect/lab", follow_redirects=True)
    assert str(answer.url).startswith(f"{hub.gallery}/sign-in-page")


def test_who_leaves_jupyter_can_leave_the_gallery_too(hub: World) -> None:
    nina = hub.person("nina")
    nina.go("/hub/home")
    page = nina.go("/hub/logout")
    assert f'href="{hub.gallery}/o/logout/?client_id=commonplace-hub"' in page.text


def test_the_hubs_cookies_have_names_of_their_own(ada: Person) -> None:
    names = {cookie.name for cookie in ada.browser.cookies.jar}
    assert {"sessionid", "csrftoken"}.isdisjoint(names)
    assert "jupyterhub-hub-login" in names


def test_groups_and_administrators_come_from_the_gallery(hub: World) -> None:
    admin = hub.person("admin")
    admin.go("/hub/home")
    assert set(admin.go("/hub/api/user").json()["groups"]) == {"analysts", "commonplace-operators"}
    nina = hub.person("nina")
    nina.go("/hub/home")
    assert nina.go("/hub/api/user").json()["groups"] == ["analysts"]


def _credentials(person: Person) -> tuple[str, str]:
    printed = person.run("import os; print(os.environ['JUPYTERHUB_API_URL'], os.environ['JUPYTERHUB_API_TOKEN'])")
    address, token = printed.split()
    return address, token


def _ask(address: str, token: str, name: str) -> httpx.Response:
    return calls.get(f"{address}/users/{name}", headers={"Authorization": f"token {token}"}, timeout=60)


def hub_forgets(hub: World) -> None:
    """What the hub believed about people is asked again: it is killed and started. Their servers go on."""
    hub.stop_hub(signal.SIGKILL)
    hub.start_hub()


def test_many_questions_at_once_renew_the_token_once(hub: World) -> None:
    grace = hub.person("grace")
    grace.open_jupyter()
    address, token = _credentials(grace)
    before = _ask(address, token, "grace").json()["auth_state"]["access_token"]
    grace.browser.get(f"{hub.gallery}/people/grace/expire")
    asked = int(calls.get(f"{hub.gallery}/token-requests").text)
    hub_forgets(hub)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: _ask(address, token, "grace"), range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8
    tokens = {answer.json()["auth_state"]["access_token"] for answer in answers}
    assert len(tokens) == 1
    assert before not in tokens
    assert int(calls.get(f"{hub.gallery}/token-requests").text) == asked + 1


def test_who_was_deactivated_gets_no_token_any_more(hub: World) -> None:
    otto = hub.person("otto")
    otto.open_jupyter()
    address, token = _credentials(otto)
    assert _ask(address, token, "otto").status_code == 200
    otto.browser.get(f"{hub.gallery}/people/otto/disable")
    hub_forgets(hub)
    assert _ask(address, token, "otto").status_code == 403
