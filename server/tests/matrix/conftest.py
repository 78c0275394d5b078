"""The world of the matrix: built once for each file of tests, inside a transaction that is rolled back."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from gallery.accounts import tokens
from gallery.administration import denials
from gallery.launches import views
from gallery.search import replica
from gallery.search.replica import snapshot

from server.tests.matrix.checks import Matrix
from server.tests.matrix.visits import visitors
from server.tests.matrix.world import built


@pytest.fixture(scope="module")
def _world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Matrix]:
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # type: ignore[attr-defined]  # each test is a durable block inside of it
        around.__enter__()
        try:
            world = built()
            yield Matrix(world, visitors(world))
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@pytest.fixture
def matrix(_world: Matrix, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Matrix]:
    """Everybody and everything; what a test changes is rolled back after it."""
    monkeypatch.setattr(views, "hub_is_up", lambda: True)
    monkeypatch.setattr(denials, "MOST", 10**9)  # beyond it a request does less, and queries are compared here
    monkeypatch.setattr(tokens, "USED_EVERY", timedelta(days=1))  # then it does more, on a slow machine in mid-test
    monkeypatch.setattr(replica, "LOOKED_AGE", 1e9)  # the same
    assert settings.CONFIG.anonymous_reading
    snapshot()  # the index is there before anybody counts questions to the database
    kept = {name: deepcopy(visitor.client.cookies) for name, visitor in _world.visitors.items()}
    yield Matrix(_world.world.untouched(), _world.visitors)
    for name, visitor in _world.visitors.items():  # a session that the test began was rolled back with it
        visitor.client.cookies = kept[name]
