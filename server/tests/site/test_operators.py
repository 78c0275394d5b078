"""Addresses for operators: they answer anybody, so they count nothing that is hidden."""

from collections.abc import Callable

from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook


def test_metrics_do_not_count_hidden_notebooks(client: Client, ada: User, write: Callable[..., Notebook]) -> None:
    write(ada, public=True)
    before = client.get("/metrics").content
    write(ada, "another")
    assert b"commonplace_notebooks 1\n" in before
    assert client.get("/metrics").content == before
