"""The facet of organisations: for signed-in readers, parts counted with what is above them, under the rights."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.directory.actions import create_organisation, place
from gallery.notebooks.models import Notebook
from gallery.search.pages import Asked, browse_page

Write = Callable[..., Notebook]


@pytest.fixture
def placed(admin: User, ada: User, grace: User) -> None:
    """Ada in the house, grace in its desk."""
    house = create_organisation(name="The house", by=admin)
    desk = create_organisation(name="The desk", by=admin, parent=house)
    create_organisation(name="Elsewhere", by=admin)
    place(person=ada, organisation=house, by=admin)
    place(person=grace, organisation=desk, by=admin)


def counted(user: User | None, **asked: Any) -> dict[str, int]:
    """The facet as the page shows it."""
    facets = {facet.title: facet.choices for facet in browse_page(user, Asked(**asked)).facets}
    return {choice.words: choice.count for choice in facets["Organisation"]}


@pytest.mark.usefixtures("placed")
def test_a_part_counts_for_what_is_above_it(ada: User, grace: User, otto: User, write: Write) -> None:
    write(ada, title="Tides", public=True)
    write(grace, title="Tides too", public=True)
    write(grace, title="Hidden tides")
    write(otto, title="Of nobody's house", public=True)
    assert counted(otto) == {"The house": 2, "The desk": 1}
    assert counted(grace) == {"The house": 3, "The desk": 2}
    assert counted(otto, q="too") == {"The desk": 1, "The house": 1}
    for facet in browse_page(otto, Asked(q="tides")).facets:
        for choice in facet.choices if facet.title == "Organisation" else ():
            name = choice.words.lower().replace(" ", "-")
            assert browse_page(otto, Asked(q="tides", organisation=name)).listing.total == choice.count


@pytest.mark.usefixtures("placed")
def test_guests_are_not_told(ada: User, write: Write, client: Client) -> None:
    write(ada, title="Tides", public=True)
    assert counted(None) == {}
    assert "The house" not in client.get("/notebooks/").text
