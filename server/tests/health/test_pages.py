"""The page of a notebook's health, and the marks on the notebook's own page."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from gallery.accounts.models import User
from gallery.health.models import NotebookHealth, Outage
from gallery.notebooks.actions import save_revision, trash
from gallery.notebooks.models import Notebook

from server.tests.health.measuring import cell, code_cells, measure
from server.tests.pages.counting import count
from server.tests.pages.test_reading import without_accidents

Enter = Callable[[User | None], Client]
Write = Callable[..., Notebook]


@pytest.fixture
def prices(ada: User, write: Write) -> Notebook:
    """A notebook of three code cells that everybody may read."""
    return write(ada, "import pandas", "table = load()", "table.plot()", title="House prices", public=True)


def shown(browser: Client, notebook: Notebook) -> str:
    """The health page."""
    answer = browser.get(f"/notebooks/{notebook.uuid}/health")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def test_a_healthy_notebook_says_so_in_plain_sentences(prices: Notebook, signed_in: Enter) -> None:
    measure(prices, (40, 0), (38, 2), (37, 3))
    page = shown(signed_in(None), prices)
    assert "You can expect this notebook to work." in page
    assert "Out of 100 cells that people executed in the last 30 days, 96 went through." in page
    assert "No cell fails too often; 2 failed now and then." in page
    assert "All cells together usually take 0.72 s. The longest is cell 3 with 0.36 s." in page
    assert page.count('role="img"') == 3


def test_an_unhealthy_one_names_the_cell_and_how_many_people(prices: Notebook, signed_in: Enter) -> None:
    measure(prices, (10, 0), (1, 9), (0, 1), status="unhealthy")
    page = shown(signed_in(None), prices)
    assert "Expect this notebook to fail for you, too, at cell 2." in page
    assert "Unhealthy since" in page
    assert "2 cells fail too often. The worst is cell 3." in page
    assert "Cell 2. It went through 1 time out of 10. It failed for 9 of 10 people." in page


@pytest.mark.parametrize(
    ("note", "headline"),
    [
        ("", "Nobody has run it lately, so nobody knows."),
        ("promising", "Nobody has run it lately, but it looks good."),
    ],
)
def test_what_nobody_ran_is_never_healthy(prices: Notebook, signed_in: Enter, note: str, headline: str) -> None:
    measure(prices, (0, 0), (0, 0), (0, 0), note=note)
    page = shown(signed_in(None), prices)
    assert headline in page
    assert "No run to tell from" in page
    assert "health-healthy" not in page
    assert '<svg class="chart' not in page


def test_a_notebook_that_was_never_computed_has_a_page(prices: Notebook, signed_in: Enter) -> None:
    assert "Nobody has run it lately, so nobody knows." in shown(signed_in(None), prices)


def test_a_new_version_says_what_starts_afresh_and_what_was_before(
    prices: Notebook, ada: User, cleaned: Callable[..., object], signed_in: Enter
) -> None:
    changed = cleaned("import pandas", "table = load(2025)", "table.plot()")
    save_revision(notebook=prices, by=ada, cleaned=changed, base=1, message="New year")  # type: ignore[arg-type]
    prices.refresh_from_db()
    before = {"note": "was-healthy", "previous_score": 0.91, "previous_status": "healthy", "status": "undetermined"}
    measure(prices, (3, 2), (0, 0), (2, 2), **before)
    page = shown(signed_in(None), prices)
    assert "The version before was healthy; for this one it is too early to say." in page
    assert "undetermined, previously healthy" in page
    assert "“New year”. Cell 2 is new or changed and starts afresh; 2 others keep their record." in page
    assert "Just before it, the notebook was healthy (0.91)." in page


def test_cells_that_are_optional_or_meant_to_fail_say_so(prices: Notebook, signed_in: Enter) -> None:
    tags: tuple[list[str], ...] = (["optional"], ["meant-to-fail"], [])
    cells = [cell(*place, 4, 0, tags=tag, excused=2) for place, tag in zip(code_cells(prices), tags, strict=True)]
    measure(prices, (4, 0), (4, 0), (4, 0), cells=cells)
    page = shown(signed_in(None), prices)
    assert ">optional<" in page
    assert ">meant to fail<" in page
    assert "2 failures were excused." in page


# Need-to-know


def test_health_of_a_hidden_notebook_answers_like_an_absent_one(
    ada: User, grace: User, write: Write, signed_in: Enter
) -> None:
    hidden, absent, browser = write(ada, title="Canary"), uuid4(), signed_in(grace)
    measure(hidden, (1, 0))
    for end in ("health", "canary/health"):
        one, other = browser.get(f"/notebooks/{hidden.uuid}/{end}"), browser.get(f"/notebooks/{absent}/{end}")
        assert one.status_code == other.status_code == 404
        assert without_accidents(one.text, hidden.uuid) == without_accidents(other.text, absent)
    assert signed_in(ada).get(f"/notebooks/{hidden.uuid}/health").status_code == 200


def test_health_in_the_trash_is_not_there(prices: Notebook, ada: User, signed_in: Enter) -> None:
    trash(notebook=prices, by=ada)
    assert signed_in(ada).get(f"/notebooks/{prices.uuid}/health").status_code == 404


def test_the_readable_address_leads_to_the_page(prices: Notebook, signed_in: Enter) -> None:
    answer = signed_in(None).get(f"{prices.get_absolute_url()}/health")
    assert (answer.status_code, answer["Location"]) == (302, f"/notebooks/{prices.uuid}/health")


def test_a_number_that_is_none_and_a_wrong_method(prices: Notebook, signed_in: Enter) -> None:
    assert signed_in(None).get("/notebooks/1234/health").status_code == 404
    assert signed_in(None).post(f"/notebooks/{prices.uuid}/health").status_code == 405


def test_nobody_who_ran_it_is_named(prices: Notebook, otto: User, signed_in: Enter) -> None:
    measure(prices, (4, 1), (1, 4), (0, 5))
    for page in (shown(signed_in(None), prices), signed_in(None).get(prices.get_absolute_url()).text):
        assert "otto" not in page.lower()
        assert "Lind" not in page


def test_an_outage_counts_only_those_that_the_reader_may_find(
    prices: Notebook, ada: User, grace: User, write: Write, signed_in: Enter
) -> None:
    measure(prices, (1, 0), (1, 0), (1, 0), excused=True)
    outage = Outage.objects.create(name="warehouse", began_at=timezone.now() - timedelta(hours=2))
    outage.notebooks.add(prices, write(ada, title="Hidden"), write(grace, title="Shown", public=True))
    assert "together with 1 other that uses warehouse." in shown(signed_in(grace), prices)
    assert "together with 2 others that use warehouse." in shown(signed_in(ada), prices)
    outage.ended_at = timezone.now()
    outage.save()
    assert "warehouse" not in shown(signed_in(ada), prices)


def test_an_outage_of_hidden_notebooks_alone_is_told_without_a_number(
    prices: Notebook, ada: User, write: Write, signed_in: Enter
) -> None:
    measure(prices, (1, 0), (1, 0), (1, 0), excused=True)
    outage = Outage.objects.create(name="warehouse", began_at=timezone.now())
    outage.notebooks.add(prices, write(ada, title="Hidden"))
    page = shown(signed_in(None), prices)
    assert "like other work that uses warehouse." in page
    assert "together with" not in page


# What it costs


def test_six_queries_and_none_while_rendering(ada: User, grace: User, write: Write, signed_in: Enter) -> None:
    large = write(ada, *(f"x{n} = {n}" for n in range(50)), title="Large", public=True)
    measure(large, *((30 - n % 5, n % 5) for n in range(50)), excused=True)
    outage = Outage.objects.create(name="warehouse", began_at=timezone.now())
    outage.notebooks.add(large, write(grace, public=True))
    browser, address = signed_in(grace), f"/notebooks/{large.uuid}/health"
    browser.get(address)
    with count() as counts:
        browser.get(address)
    assert counts.rendering == 0
    assert counts.total <= 6


def test_health_costs_the_notebooks_page_one_query_and_no_list_any(
    prices: Notebook, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure(prices, (4, 0), (4, 0), (1, 4))
    browser, address = signed_in(None), prices.get_absolute_url()
    browser.get(address)
    with count() as with_health:
        browser.get(address)
    monkeypatch.setattr("gallery.notebooks.margins._makers", [])
    with count() as without:
        browser.get(address)
    assert (with_health.total - without.total, with_health.rendering) == (1, 0)


# The notebook's own page


def test_each_code_cell_carries_its_counts(prices: Notebook, signed_in: Enter) -> None:
    measure(prices, (40, 0), (1, 9), (0, 0))
    page = re.sub(r"\s+", " ", signed_in(None).get(prices.get_absolute_url()).text)
    assert 'class="cell cell-code cell-health-healthy" id="cell-1"' in page
    assert 'class="cell cell-code cell-health-unhealthy" id="cell-2"' in page
    assert 'class="cell cell-code cell-health-undetermined" id="cell-3"' in page
    assert '<span aria-hidden="true">1/10</span>' in page
    assert page.count("It went through 1 time out of 10. It failed for 9 of 10 people.") == 3  # tip, voice, line below
    assert "Nobody has run it in the last 30 days." in page
    assert f'href="/notebooks/{prices.uuid}/health"' in page


def test_marks_of_another_version_are_not_shown(prices: Notebook, signed_in: Enter) -> None:
    measure(prices, (40, 0), (1, 9), (0, 0))
    NotebookHealth.objects.update(revision=7)
    page = signed_in(None).get(prices.get_absolute_url()).text
    assert "cell-health" not in page
    assert "ran by 40 people in 30 days" in page
