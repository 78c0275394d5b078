"""How the whole house fares: for administrators, without titles that are not theirs to see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.administration.health_queries import platform_health
from gallery.executions.models import Flood
from gallery.health.models import Outage
from gallery.notebooks.actions import trash
from gallery.notebooks.models import Notebook

from server.tests.health.measuring import measure
from server.tests.pages.counting import count

Enter = Callable[[User | None], Client]
Write = Callable[..., Notebook]


@pytest.fixture
def house(ada: User, write: Write) -> dict[str, Notebook]:
    """One notebook of each state, and a private one that fails."""
    made = {
        "good": write(ada, "a = 1", title="Good", public=True),
        "bad": write(ada, "b = 1", title="Bad", public=True, language="r"),
        "mixed": write(ada, "c = 1", title="Mixed", public=True),
        "new": write(ada, "d = 1", title="New", public=True),
        "hidden": write(ada, "e = 1", title="Canary"),
    }
    for name, counts in {"good": (9, 0), "bad": (0, 9), "mixed": (5, 5), "hidden": (0, 3)}.items():
        measure(made[name], counts)
    return made


def test_counts_include_private_notebooks_and_titles_do_not(
    house: dict[str, Notebook], admin: User, signed_in: Enter
) -> None:
    page = platform_health(admin)
    whole = page.whole
    assert (whole.healthy, whole.undetermined, whole.unhealthy, whole.not_run, whole.total) == (1, 1, 2, 1, 5)
    assert [(one.name, one.unhealthy, one.total) for one in page.languages] == [("Python", 0, 3), ("R", 1, 1)]
    assert ({line.title for line in page.failed}, page.hidden) == ({"Bad", "Mixed"}, 1)
    text = signed_in(admin).get("/admin/health").text
    assert "Canary" not in text
    assert "1 more failed that is not yours to see" in text
    assert "healthy: 1, undetermined: 1, unhealthy: 2, not run lately: 1" in text


def test_in_admin_mode_the_titles_are_there(house: dict[str, Notebook], admin: User) -> None:
    admin.elevated = True
    page = platform_health(admin)
    assert ("Canary" in {line.title for line in page.failed}, page.hidden) == (True, 0)


def test_trash_does_not_count(house: dict[str, Notebook], ada: User, admin: User) -> None:
    trash(notebook=house["bad"], by=ada)
    page = platform_health(admin)
    assert (page.whole.unhealthy, {line.title for line in page.failed}) == (1, {"Mixed"})


def test_outages_and_floods(house: dict[str, Notebook], admin: User, otto: User, signed_in: Enter) -> None:
    today = timezone.now()
    outage = Outage.objects.create(name="warehouse", began_at=today - timedelta(hours=2))
    outage.notebooks.add(house["bad"], house["hidden"])
    Flood.objects.create(person=otto, notebook=house["good"], day=today.date(), records=99_000)
    text = signed_in(admin).get("/admin/health").text
    assert "1 notebook that uses warehouse." in text
    assert "<dd>99000</dd>" in text
    assert "otto" not in text.lower()


def test_the_name_of_what_only_hidden_notebooks_use_is_not_told(
    house: dict[str, Notebook], ada: User, admin: User, write: Write, signed_in: Enter
) -> None:
    write(ada, "x = 1", title="Hidden", language="cobol")
    outage = Outage.objects.create(name="secretpackage", began_at=timezone.now())
    outage.notebooks.add(house["hidden"])
    text = signed_in(admin).get("/admin/health").text.lower()
    assert "cobol" not in text
    assert "secretpackage" not in text


def test_for_others_there_is_nothing(house: dict[str, Notebook], ada: User, signed_in: Enter) -> None:
    assert signed_in(ada).get("/admin/health").status_code == 404
    assert signed_in(None).get("/admin/health").status_code == 404


def test_an_empty_house(admin: User, signed_in: Enter) -> None:
    text = signed_in(admin).get("/admin/health").text
    assert "There are no notebooks yet." in text
    assert "No cell has failed within the window." in text


def test_the_front_page_leads_there_and_nothing_is_asked_while_rendering(
    house: dict[str, Notebook], admin: User, signed_in: Enter
) -> None:
    browser = signed_in(admin)
    assert 'href="/admin/health"' in browser.get("/admin/").text
    with count() as counts:
        assert browser.get("/admin/health").status_code == 200
    assert counts.rendering == 0
    assert counts.view <= 14


def test_a_wrong_method(admin: User, signed_in: Enter) -> None:
    assert signed_in(admin).post("/admin/health").status_code == 405
