"""Three clients: the house's hub, another team's application with a secret, and a program without one."""

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.provider.clients import ClientDetails, ensure_first_party_client, register_client
from oauth2_provider.models import get_application_model

from server.tests.provider.flow import App

SCOPES = ("openid", "profile", "groups", "notebooks:read")


@pytest.fixture
def hub(db: None) -> App:
    """Belongs to the house: nobody is asked."""
    secret, callback = "a-long-random-secret-of-the-hub-0123456789", "http://127.0.0.1:8100/hub/oauth_callback"
    ensure_first_party_client(client_id="commonplace-hub", name="JupyterHub", secret=secret, redirect_uri=callback)
    return App(get_application_model().objects.get(client_id="commonplace-hub").pk, "commonplace-hub", secret, callback)


@pytest.fixture
def team(db: None) -> App:
    """Another team's application, on a server of its own."""
    callback = "https://team.example/back"
    details = ClientDetails("Team board", [callback], SCOPES, ["https://team.example/bye"])
    client, secret = register_client(details=details, by="admin")
    return App(client.pk, client.client_id, secret, callback)


@pytest.fixture
def other(db: None) -> App:
    """A second one of the same kind, which may try to use what was given to the first."""
    callback = "https://other.example/back"
    client, secret = register_client(details=ClientDetails("Other board", [callback], SCOPES), by="admin")
    return App(client.pk, client.client_id, secret, callback)


@pytest.fixture
def native(db: None) -> App:
    """A program on people's own machines: no secret."""
    callback = "http://127.0.0.1:5173/back"
    client, secret = register_client(
        details=ClientDetails("Desk tool", [callback], SCOPES), by="admin", confidential=False
    )
    return App(client.pk, client.client_id, secret, callback)


@pytest.fixture
def browser(ada: User) -> Client:
    """Ada's."""
    client = Client()
    client.force_login(ada)
    return client
