"""The first page: numbers without names, and ways on."""

import re
from collections.abc import Callable

from django.test import Client
from gallery.accounts.models import User
from gallery.identity.models import Waiting
from gallery.notebooks.models import Notebook

from server.tests.pages.counting import count


def test_numbers_and_ways_on(office: Client, private: Notebook, deactivated: User) -> None:
    Waiting.objects.create(person=deactivated)
    page = office.get("/admin/").text
    assert "1 notebook in the gallery" in page
    assert "Waiting for approval" in page
    assert "canary" not in page.lower()
    ways = set(re.findall(r'href="(/admin/[^"]*)"', page))
    assert len(ways) > 9
    assert {way: office.get(way).status_code for way in ways} == dict.fromkeys(ways, 200)
    assert office.get("/admin")["Location"] == "/admin/"


def test_questions_to_the_database(office: Client, ada: User, write: Callable[..., Notebook]) -> None:
    with count() as first:
        office.get("/admin/")
    write(ada)
    with count() as second:
        office.get("/admin/")
    assert (first.rendering, second.rendering, second.total) == (0, 0, first.total)
