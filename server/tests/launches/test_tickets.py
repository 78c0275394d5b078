"""Tickets: one person, one environment, one notebook, once, for a while."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.environments.actions import register
from gallery.environments.models import HUB
from gallery.launches.actions import issue_ticket
from gallery.launches.models import Launch, Ticket
from gallery.lib.errors import NotAllowed
from gallery.notebooks.models import Notebook, Visibility
from gallery.provider.clients import ensure_first_party_client
from oauth2_provider.models import get_access_token_model, get_application_model

Write = Callable[..., Notebook]


@pytest.fixture
def from_hub(db: None) -> Callable[[User], dict[str, str]]:
    """Headers of the person's own server on the hub."""
    ensure_first_party_client(
        client_id="commonplace-hub",
        name="Hub",
        secret="s" * 40,
        redirect_uri="http://127.0.0.1:8100/hub/oauth_callback",
    )
    application = get_application_model().objects.get(client_id="commonplace-hub")

    def header(person: User) -> dict[str, str]:
        token = get_access_token_model().objects.create(
            user=person,
            application=application,
            token=f"hub-token-of-{person.username}",
            expires=timezone.now() + timedelta(hours=1),
            scope="openid notebooks:read",
        )
        return {"Authorization": f"Bearer {token.token}"}

    return header


def redeem(client: Client, ticket: str, headers: dict[str, str]) -> Any:
    body = json.dumps({"ticket": ticket})
    return client.post("/api/v1/tickets/redeem", body, content_type="application/json", headers=headers)


def test_a_ticket_brings_the_notebook_once(client: Client, ada: User, otto: User, write: Write, from_hub: Any) -> None:
    notebook = write(ada, "1 + 1", title="First look!", public=True)
    ticket, headers = issue_ticket(person=otto, notebook=notebook, environment=HUB), from_hub(otto)
    answer = redeem(client, ticket, headers)
    assert answer.status_code == 200
    assert (answer.json()["filename"], answer.json()["content"]["cells"][0]["source"]) == (
        "first-look.ipynb",
        "1 + 1",
    )
    again = redeem(client, ticket, headers)
    assert (again.status_code, again.json()["type"]) == (404, "ticket-not-valid")
    assert Launch.objects.get().person == otto
    assert Notebook.objects.get().runs == 1


def test_somebody_else_cannot_use_it(client: Client, ada: User, otto: User, write: Write, from_hub: Any) -> None:
    ticket = issue_ticket(person=otto, notebook=write(ada, public=True), environment=HUB)
    assert redeem(client, ticket, from_hub(ada)).status_code == 404
    assert redeem(client, ticket, from_hub(otto)).status_code == 200


def test_another_environment_cannot_use_it(client: Client, ada: User, write: Write, from_hub: Any, bearer: Any) -> None:
    mine, secret = register(owner=ada, name="Laptop", url="http://localhost:8888/lab")
    notebook, laptop = write(ada), {"Authorization": f"Bearer {secret}"}
    for_hub = issue_ticket(person=ada, notebook=notebook, environment=HUB)
    for_laptop = issue_ticket(person=ada, notebook=notebook, environment=mine.key)
    assert redeem(client, for_hub, laptop).status_code == 404
    assert redeem(client, for_laptop, from_hub(ada)).status_code == 404
    assert redeem(client, for_hub, bearer(ada)).status_code == 404
    assert redeem(client, for_laptop, laptop).status_code == 200


def test_it_ends_after_a_while(client: Client, ada: User, write: Write, from_hub: Any) -> None:
    ticket = issue_ticket(person=ada, notebook=write(ada), environment=HUB)
    Ticket.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert redeem(client, ticket, from_hub(ada)).status_code == 404


def test_a_right_lost_in_between_counts(client: Client, ada: User, otto: User, write: Write, from_hub: Any) -> None:
    notebook = write(ada, public=True)
    ticket = issue_ticket(person=otto, notebook=notebook, environment=HUB)
    Notebook.objects.update(visibility=Visibility.PRIVATE)
    assert redeem(client, ticket, from_hub(otto)).status_code == 404
    assert not Launch.objects.exists()


def test_nobody_gets_a_ticket_for_what_they_may_not_run(ada: User, otto: User, write: Write) -> None:
    with pytest.raises(NotAllowed):
        issue_ticket(person=otto, notebook=write(ada), environment=HUB)


def test_the_secret_is_not_stored(ada: User, write: Write) -> None:
    ticket = issue_ticket(person=ada, notebook=write(ada), environment=HUB)
    assert ticket not in str(list(Ticket.objects.values()))


def test_the_shelf_shows_only_what_may_still_be_read(
    client: Client, ada: User, otto: User, write: Write, from_hub: Any
) -> None:
    kept, lost = write(ada, title="Kept", public=True), write(ada, title="Lost", public=True)
    headers = from_hub(otto)
    for notebook in (kept, lost):
        redeem(client, issue_ticket(person=otto, notebook=notebook, environment=HUB), headers)
    Notebook.objects.filter(pk=lost.pk).update(visibility=Visibility.PRIVATE)
    shelf = client.get("/api/v1/shelf", headers=headers).json()
    assert [item["title"] for item in shelf["recent"]] == ["Kept"]
