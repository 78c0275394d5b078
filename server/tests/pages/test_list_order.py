"""The order of lists: as the reader chose, and what is deprecated after everything else."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.directory.models import Belonging, Group, GroupRole, Lineage, Membership, Organisation
from gallery.notebooks.actions import star
from gallery.notebooks.deprecation import deprecate
from gallery.notebooks.models import Notebook, Trend

Enter = Callable[[User | None], Client]
ORDERS = ("", "newest", "stars", "title", "trending")  # in each of which the second notebook is the first


@pytest.mark.parametrize(
    "path", ["/people/ada", "/tags/maps", "/languages/python", "/packages/numpy", "/groups/data", "/organisations/lab"]
)
def test_what_is_deprecated_stands_last_in_every_list(
    ada: User, write: Callable[..., Notebook], signed_in: Enter, path: str
) -> None:
    write(ada, "import numpy", title="Still good", public=True, tags=["maps"])
    gone = write(ada, "import numpy", title="A long time gone", public=True, tags=["maps"])
    _belong(ada)
    star(notebook=gone, by=ada)
    Trend.objects.create(notebook=gone, value=9.0, computed_at=timezone.now())
    browser = signed_in(ada)
    for sort in ORDERS:
        assert _order(browser.get(f"{path}?sort={sort}").text) == ["A long time gone", "Still good"], sort
    deprecate(notebook=gone, by=ada)
    for sort in ORDERS:
        assert _order(browser.get(f"{path}?sort={sort}").text) == ["Still good", "A long time gone"], sort


def _belong(person: User) -> None:
    """To an organisation; and a group owns what the person has."""
    group = Group.objects.create(name="Data", slug="data")
    Membership.objects.create(group=group, person=person, role=GroupRole.OWNER)
    Notebook.objects.filter(owner=person).update(group=group)
    lab = Organisation.objects.create(name="Lab", slug="lab")
    Belonging.objects.create(person=person, organisation=lab)
    Lineage.objects.get_or_create(organisation=lab, ancestor=lab, defaults={"distance": 0})


def _order(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/notebooks/[^"]*">([^<]*)</a></h3>', page)


def test_lists_can_be_put_in_order_of_demand(
    public: Notebook, ada: User, write: Callable[..., Notebook], signed_in: Enter
) -> None:
    write(ada, title="Newer", public=True)
    Trend.objects.create(notebook=public, value=2.0, computed_at=timezone.now())
    page = signed_in(None).get("/notebooks/?sort=trending").text
    assert _order(page) == ["House prices", "Newer"]
    assert "Order: trending" in page
    told = signed_in(None).get("/api/v1/notebooks?sort=trending").json()["items"]
    assert [one["title"] for one in told] == ["House prices", "Newer"]
    assert _order(signed_in(None).get("/notebooks/?sort=newest").text) == ["Newer", "House prices"]
