"""Pages of registered Jupyter servers, and Run in Jupyter."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.conf import settings
from django.test import Client
from gallery.accounts.models import User
from gallery.accounts.tokens import find_token
from gallery.environments.actions import register
from gallery.environments.models import Environment
from gallery.launches import views as launches
from gallery.launches.models import Ticket
from gallery.notebooks.models import Notebook

Enter = Callable[[User | None], Client]


def test_register_see_the_token_once_and_remove(ada: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    assert "No server of your own" in browser.get("/environments/").text
    shown = browser.post("/environments/", {"name": "laptop", "url": "http://localhost:8888/lab?token=x"})
    secret = re.search(r"cpt_[\w-]+", shown.text)
    assert secret is not None
    server = Environment.objects.get()
    assert server.url == "http://localhost:8888"
    listed = browser.get("/environments/").text
    assert "http://localhost:8888" in listed
    assert secret[0] not in listed
    assert browser.post(f"/environments/{server.uuid}/remove")["Location"] == "/environments/"
    assert find_token(secret[0]) is None


@pytest.mark.parametrize(
    ("name", "url"),
    [("", "http://localhost:8888"), ("x", "javascript:alert(1)"), ("x", "nonsense"), ("taken", "http://h")],
)
def test_what_cannot_be_registered_keeps_what_was_typed(ada: User, signed_in: Enter, name: str, url: str) -> None:
    register(owner=ada, name="taken", url="http://localhost:1")
    answer = signed_in(ada).post("/environments/", {"name": name, "url": url})
    assert answer.status_code == 422
    assert f'value="{url}"' in answer.text
    assert Environment.objects.count() == 1


def test_servers_of_others_are_not_there(ada: User, grace: User, signed_in: Enter) -> None:
    server, _ = register(owner=ada, name="ada-tower", url="http://localhost:1")
    assert "ada-tower" not in signed_in(grace).get("/environments/").text
    assert signed_in(grace).post(f"/environments/{server.uuid}/remove").status_code == 404
    assert signed_in(ada).get(f"/environments/{server.uuid}/remove").status_code == 405
    assert Environment.objects.exists()


def test_guests_sign_in_first(public: Notebook, signed_in: Enter) -> None:
    assert signed_in(None).get("/environments/")["Location"] == "/account/sign-in?next=/environments/"
    assert signed_in(None).post("/environments/", {"name": "x", "url": "http://h"}).status_code == 401
    assert signed_in(None).get(f"/run/{public.uuid}")["Location"].startswith("/account/sign-in?next=/run/")


def test_one_may_choose_where_to_run(public: Notebook, ada: User, signed_in: Enter) -> None:
    server, _ = register(owner=ada, name="my tower", url="http://localhost:8888")
    browser = signed_in(ada)
    page = browser.get(f"/run/{public.uuid}?in=choose").text
    assert f'href="/run/{public.uuid}?in=hub"' in page
    assert f'href="/run/{public.uuid}?in={server.key}"' in page
    assert_leads_to("http://localhost:8888/lab", browser.get(f"/run/{public.uuid}?in={server.key}"), public)


def test_the_hub_opens_the_notebook(
    public: Notebook, ada: User, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launches, "hub_is_up", lambda: True)
    jupyter = f"{settings.CONFIG.hub_url}/hub/user-redirect/lab"
    assert_leads_to(jupyter, signed_in(ada).get(f"/run/{public.uuid}"), public)


def assert_leads_to(jupyter: str, answer: Any, notebook: Notebook) -> None:
    """The address has a ticket of this notebook, and says which it is in case that the ticket gets too old."""
    address, _, words = answer["Location"].partition("?")
    assert address == jupyter
    told = dict(parse_qsl(words, strict_parsing=True))
    assert set(told) == {"commonplace-ticket", "commonplace-notebook"}
    assert told["commonplace-notebook"] == str(notebook.uuid)
    assert Ticket.objects.get().notebook == notebook


def test_a_hub_that_is_away_is_said_kindly(
    public: Notebook, ada: User, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launches, "hub_is_up", lambda: False)
    answer = signed_in(ada).get(f"/run/{public.uuid}")
    assert answer.status_code == 503
    assert "Jupyter is not there at the moment" in answer.text
    assert f'href="/run/{public.uuid}"' in answer.text
