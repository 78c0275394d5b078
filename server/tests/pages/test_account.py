"""Sign in and out, profile, password, tokens."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from gallery.accounts.models import PersonalToken, User
from gallery.accounts.tokens import create_token, find_token
from gallery.audit.models import AuditEvent

from server.tests.conftest import PASSWORD
from server.tests.pages.counting import Counting

Enter = Callable[[User | None], Client]
SIGN_IN = "/account/sign-in"


def enters(browser: Client, name: str = "ada", password: str = PASSWORD, **more: str) -> Any:
    """Try to sign in."""
    return browser.post(SIGN_IN, {"username": name, "password": password, **more})


def test_sign_in_and_out(ada: User, client: Client) -> None:
    assert enters(client, next="/trash")["Location"] == "/trash"
    assert client.get("/account/").status_code == 200
    assert client.get(SIGN_IN)["Location"] == "/"
    assert client.get("/account/sign-out").status_code == 405
    assert client.post("/account/sign-out")["Location"] == "/"
    assert client.get("/account/")["Location"] == "/account/sign-in?next=/account/"


def test_capitals_and_spaces_in_a_name_do_not_matter(ada: User, client: Client) -> None:
    assert enters(client, " Ada ").status_code == 302


def test_a_wrong_password_says_so_and_keeps_the_name(ada: User, client: Client) -> None:
    answer = enters(client, password="wrong")
    assert answer.status_code == 422
    assert 'value="ada"' in answer.text
    assert "wrong" not in re.findall(r'value="([^"]*)"', answer.text)


def test_unknown_and_deactivated_people_get_the_same_answer(ada: User, otto: User, client: Client) -> None:
    otto.is_active = False
    otto.save()
    pages = [enters(client, name) for name in ("otto", "nobody", "ada-") for _ in "1"]
    texts = {re.sub(r'value="[^"]*"', "", page.text) for page in pages}
    assert len(texts) == 1
    assert {page.status_code for page in pages} == {422}


LOCAL = ["/", "/trash", "/notebooks/?q=a&page=2", "/o/authorize/?client_id=x&redirect_uri=http%3A%2F%2Fhub"]
ELSEWHERE = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example",
    "http:evil.example", "http:///evil.example", "javascript:alert(1)", "evil.example", "", " //evil.example",
    "/\t/evil.example", "\n//evil.example", "/\n/evil.example", "https://testserver/", "//testserver/",
    "data:text/html,x", "/%0d%0aSet-Cookie:x\r\n", "@evil.example",
]  # fmt: skip


@pytest.mark.parametrize("path", LOCAL)
def test_next_leads_to_places_here(ada: User, client: Client, path: str) -> None:
    assert enters(client, next=path)["Location"] == path


@pytest.mark.parametrize("path", ELSEWHERE)
def test_next_leads_nowhere_else(ada: User, client: Client, path: str) -> None:
    assert enters(client, next=path)["Location"] == "/"
    assert client.get(SIGN_IN, {"next": path})["Location"] == "/"
    assert client.post("/theme", {"theme": "dark", "next": path})["Location"] == "/"


def test_guessing_is_slowed_down_by_account_and_address(ada: User, client: Client) -> None:
    for _ in range(8):
        assert enters(client, password="guess").status_code == 422
    refused = enters(client)
    assert refused.status_code == 429
    assert "Wait a quarter of an hour" in refused.text
    elsewhere = client.post(SIGN_IN, {"username": "ada", "password": PASSWORD}, REMOTE_ADDR="10.1.2.3")
    assert elsewhere.status_code == 302


def test_spraying_many_names_from_one_address_is_slowed_down(ada: User, client: Client) -> None:
    for number in range(60):
        enters(client, f"name{number}", "guess")
    assert enters(client).status_code == 429


def test_names_that_nobody_has_are_not_written_down(db: None, client: Client) -> None:
    enters(client, "my-secret-typed-here", "x")
    event = AuditEvent.objects.get(action="sign-in.failed")
    assert "my-secret" not in f"{event.actor}{event.subject}{event.detail}"


def test_profile(ada: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    assert browser.post("/account/profile", {"full_name": "Ada B.", "about": "Maps"})["Location"] == "/account/"
    assert "Maps" in browser.get("/people/ada").text
    wrong = browser.post("/account/profile", {"full_name": "x" * 151, "about": "My long text"})
    assert wrong.status_code == 422
    assert "My long text" in wrong.text


def test_a_new_password_ends_other_sessions_and_keeps_this_one(ada: User, signed_in: Enter) -> None:
    here, there = signed_in(ada), signed_in(ada)
    form = {"present": PASSWORD, "new": "quite-another-one", "again": "quite-another-one"}
    assert here.post("/account/password", form)["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert enters(Client(), password=PASSWORD).status_code == 422
    assert enters(Client(), password="quite-another-one").status_code == 302


@pytest.mark.parametrize(
    ("present", "new", "again"),
    [
        ("wrong", "quite-another-one", "quite-another-one"),
        (PASSWORD, "x7-q", "x7-q"),
        (PASSWORD, "quite-another-one", "different-one-x"),
    ],
)
def test_passwords_that_will_not_do(ada: User, signed_in: Enter, present: str, new: str, again: str) -> None:
    answer = signed_in(ada).post("/account/password", {"present": present, "new": new, "again": again})
    assert answer.status_code == 422
    assert new not in answer.text
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_a_token_is_shown_once_works_and_ends(ada: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    form = {"name": "laptop", "days": "30", "scopes": ["notebooks:read"]}
    shown = browser.post("/account/tokens", form)
    secret = re.search(r"cpt_[\w-]+", shown.text)
    assert secret is not None
    token = find_token(secret[0])
    assert token is not None
    assert (token.name, token.scopes, token.expires_at is not None) == ("laptop", ["notebooks:read"], True)
    assert secret[0] not in browser.get("/account/").text
    assert browser.post(f"/account/tokens/{token.pk}/revoke").status_code == 302
    assert find_token(secret[0]) is None


@pytest.mark.parametrize("change", [{"name": ""}, {"days": "3650"}, {"scopes": []}, {"scopes": ["everything"]}])
def test_tokens_that_will_not_do(ada: User, signed_in: Enter, change: dict[str, object]) -> None:
    form = {"name": "laptop", "days": "30", "scopes": ["notebooks:read"]} | change
    assert signed_in(ada).post("/account/tokens", form).status_code == 422
    assert not PersonalToken.objects.exists()


def test_nobody_revokes_a_token_of_others(ada: User, grace: User, signed_in: Enter) -> None:
    token, secret = create_token(owner=ada, name="mine")
    assert signed_in(grace).post(f"/account/tokens/{token.pk}/revoke").status_code == 404
    assert signed_in(grace).post("/account/tokens/999999/revoke").status_code == 404
    assert find_token(secret) is not None


def test_the_account_page_asks_a_fixed_number_of_questions(ada: User, signed_in: Enter, counting: Counting) -> None:
    for number in range(5):
        create_token(owner=ada, name=f"t{number}")
    browser = signed_in(ada)
    with counting() as counts:
        browser.get("/account/")
    assert (counts.view, counts.rendering) == (5, 0)
