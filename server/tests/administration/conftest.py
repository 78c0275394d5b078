"""What the tests of the administration share."""

from collections.abc import Callable, Sequence

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.notebooks.models import Notebook

from server.tests.conftest import PASSWORD

Enter = Callable[[User | None], Client]


@pytest.fixture
def office(admin: User, signed_in: Enter) -> Client:
    """The administrator's browser."""
    return signed_in(admin)


@pytest.fixture
def in_admin_mode(office: Client) -> Client:
    """The administrator's browser, in admin mode."""
    answer = office.post("/admin/mode", {"reason": "a colleague asked", "password": PASSWORD})
    assert answer.status_code == 302
    return office


@pytest.fixture
def deactivated(db: None) -> User:
    """An administrator who has left."""
    return User.objects.create_superuser(username="leon", password=PASSWORD, is_active=False)


@pytest.fixture
def private(ada: User, write: Callable[..., Notebook]) -> Notebook:
    """A notebook that ada alone may read."""
    return write(ada, "secret_canary = 1", title="Hidden canary")


@pytest.fixture
def events(db: None) -> Callable[..., Sequence[AuditEvent]]:
    """Events of one action, oldest first."""
    return lambda action: list(AuditEvent.objects.filter(action=action).order_by("at"))
