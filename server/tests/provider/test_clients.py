"""Registering applications: by verbs, and on the pages of administrators."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.lib.errors import Invalid
from gallery.provider.clients import (
    ClientDetails,
    change_client,
    client_with,
    register_client,
    remove_client,
    rotate_secret,
)
from gallery.provider.models import Registration
from oauth2_provider.models import get_application_model

from server.tests.provider.flow import App

BACK = ["https://app.example/back"]
FORM = {
    "name": "Team board",
    "kind": "confidential",
    "redirect_uris": "https://app.example/back\nhttp://127.0.0.1:9000/back",
    "post_logout_redirect_uris": "https://app.example/bye",
    "scopes": ["openid", "profile"],
}


def events(subject: str) -> list[str]:
    """What the audit log says of a client."""
    return list(AuditEvent.objects.filter(subject=subject).order_by("at").values_list("action", flat=True))


def test_a_client_is_registered_with_a_secret_that_is_kept_as_a_hash(db: None) -> None:
    client, secret = register_client(details=ClientDetails("Board", BACK, ["profile", "openid"]), by="admin")
    assert len(secret) >= 40
    assert secret not in client.client_secret
    assert client.client_secret.startswith("client_secret$")
    assert not client.skip_authorization
    assert Registration.objects.get(client=client).scopes == ["openid", "profile"]
    assert events(f"client:{client.client_id}") == ["client.registered"]


def test_a_client_without_a_secret_gets_none(db: None) -> None:
    client, secret = register_client(details=ClientDetails("Tool", BACK, ["openid"]), by="admin", confidential=False)
    assert (secret, client.client_type) == ("", "public")
    with pytest.raises(Invalid, match="no secret"):
        rotate_secret(client=client, by="admin")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://app.example/back", "only for this machine"),
        ("https://app.example/back#x", "fragment"),
        ("https://app.example/#", "fragment"),
        ("https://*.example/back", "no complete address"),
        ("https://app.example/*", "exact"),
        ("https://app.example\\@evil.example/", "exact"),
        ("https://ada:secret@app.example/back", "name or password"),
        ("https://app.example/x/../back", "dot segments"),
        ("https://app.example/./back", "dot segments"),
        ("//app.example/back", "no complete address"),
        ("/back", "no complete address"),
        ("javascript:alert(1)", "no complete address"),
        ("custom:/back", "no complete address"),
        ("https://app.example:99999/", "no complete address"),
        (f"https://app.example/{'x' * 600}", "longer"),
    ],
)
def test_addresses_that_cannot_be_registered(db: None, address: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        register_client(details=ClientDetails("Board", [address], ["openid"]), by="admin")
    with pytest.raises(Invalid, match=why):
        register_client(details=ClientDetails("Board", BACK, ["openid"], [address]), by="admin")
    assert not get_application_model().objects.exists()


@pytest.mark.parametrize("address", ["http://127.0.0.1:9000/b", "http://localhost/b", "http://[::1]:9000/b", *BACK])
def test_addresses_that_can(db: None, address: str) -> None:
    client, _ = register_client(details=ClientDetails("Board", [address], ["openid"]), by="admin")
    assert client.redirect_uris == address


@pytest.mark.parametrize(
    "details",
    [
        ClientDetails("  ", BACK, ["openid"]),
        ClientDetails("Board", [], ["openid"]),
        ClientDetails("Board", BACK, []),
        ClientDetails("Board", BACK, ["openid", "everything"]),
        ClientDetails("Board", [f"https://app.example/{number}" for number in range(11)], ["openid"]),
    ],
)
def test_what_else_cannot_be_registered(db: None, details: ClientDetails) -> None:
    with pytest.raises(Invalid):
        register_client(details=details, by="admin")


def test_changing_rotating_and_removing_are_on_record(team: App) -> None:
    client = client_with(pk=team.pk)
    change_client(client=client, details=ClientDetails("Board 2", BACK, ["openid"]), by="admin")
    assert rotate_secret(client=client, by="admin") != team.secret
    remove_client(client=client, by="admin")
    assert events(f"client:{team.client_id}") == [
        "client.registered",
        "client.changed",
        "client.secret-changed",
        "client.removed",
    ]


def test_a_change_that_takes_nothing_away_ends_nothing(browser: Client, team: App) -> None:
    had = team.tokens(browser)
    wider = [*team.scope.split(), "notebooks:write"]
    change_client(client=client_with(pk=team.pk), details=ClientDetails("Board", [team.callback], wider), by="admin")
    assert team.refresh(had["refresh_token"]).status_code == 200


@pytest.mark.parametrize("verb", [rotate_secret, remove_client])
def test_the_houses_own_client_is_left_alone(hub: App, verb: Callable[..., Any]) -> None:
    with pytest.raises(Invalid, match="belongs to the gallery"):
        verb(client=client_with(pk=hub.pk), by="admin")
    with pytest.raises(Invalid, match="belongs to the gallery"):
        change_client(client=client_with(pk=hub.pk), details=ClientDetails("x", BACK, ["openid"]), by="admin")


@pytest.fixture
def desk(admin: User, signed_in: Callable[[User | None], Client]) -> Client:
    """The administrator's browser."""
    return signed_in(admin)


def test_an_administrator_registers_changes_and_removes(desk: Client) -> None:
    assert "None yet" in desk.get("/admin/clients/").content.decode()
    made = desk.post("/admin/clients/", FORM)
    client = get_application_model().objects.get()
    secret = made.context["secret"]
    assert (made.status_code, secret in made.content.decode()) == (200, True)
    assert "no-store" in made["Cache-Control"]
    assert client.redirect_uris.split() == FORM["redirect_uris"].split()  # type: ignore[attr-defined]
    for page in ("/admin/clients/", f"/admin/clients/{client.pk}"):
        text = desk.get(page).content.decode()
        assert "Team board" in text
        assert client.client_id in text
        assert secret not in text
    changed = {name: value for name, value in FORM.items() if name != "kind"} | {"name": "Board 2"}
    assert desk.post(f"/admin/clients/{client.pk}", changed).status_code == 302
    assert desk.post(f"/admin/clients/{client.pk}/secret").context["secret"] != secret
    assert desk.post(f"/admin/clients/{client.pk}/remove").status_code == 302
    assert not get_application_model().objects.exists()


def test_a_public_client_is_shown_no_secret(desk: Client) -> None:
    page = desk.post("/admin/clients/", FORM | {"kind": "public"})
    assert "It has no secret" in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"redirect_uris": "http://app.example/"}, {"scopes": []}, {"scopes": ["all"]}, {"kind": "x"}],
)
def test_what_was_typed_wrong_is_said_beside_it(desk: Client, wrong: dict[str, Any]) -> None:
    page = desk.post("/admin/clients/", FORM | wrong)
    assert (page.status_code, list(page.context["form"].errors)) == (422, list(wrong))
    assert not get_application_model().objects.exists()


PATHS = ["/admin/clients/", "/admin/clients/{pk}", "/admin/clients/{pk}/secret", "/admin/clients/{pk}/remove"]


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("who", ["nobody", "ada", "staff"])
def test_to_everybody_else_the_addresses_do_not_exist(ada: User, team: App, who: str, path: str, method: str) -> None:
    browser = Client()
    if who == "staff":
        User.objects.filter(pk=ada.pk).update(is_staff=True)
    if who != "nobody":
        browser.force_login(ada)
    answer = getattr(browser, method)(path.format(pk=team.pk), FORM if method == "post" else None)
    assert answer.status_code == 404
    assert "Team board" not in answer.content.decode()
    assert get_application_model().objects.count() == 1


@pytest.mark.parametrize("path", PATHS[1:])
@pytest.mark.parametrize("pk", [0, 4711, 10**30])
def test_a_client_that_is_not_there(desk: Client, path: str, pk: int) -> None:
    assert desk.post(path.format(pk=pk), FORM).status_code == 404


@pytest.mark.parametrize("path", PATHS[2:])
def test_links_change_nothing(desk: Client, team: App, path: str) -> None:
    assert desk.get(path.format(pk=team.pk)).status_code == 405


def test_the_houses_own_client_is_shown_without_buttons(desk: Client, hub: App) -> None:
    text = desk.get(f"/admin/clients/{hub.pk}").content.decode()
    assert "belongs to the gallery itself" in text
    assert "/secret" not in text
    assert desk.post(f"/admin/clients/{hub.pk}/remove").status_code == 422
    assert get_application_model().objects.count() == 1


def test_forms_need_their_token(admin: User, team: App) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin)
    for path in PATHS:
        assert browser.post(path.format(pk=team.pk), FORM).status_code == 403
    assert get_application_model().objects.count() == 1
