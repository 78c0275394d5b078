"""Health as people see it: the mark on a card, at a cell, the page behind it; how an owner learns of it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests import calls
from tests.journeys.browser import watched
from tests.journeys.installation import Installation, installation, wait_until
from tests.journeys.zones import Gallery

pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(600)]
PASSWORD = "a-long-password"
CELLS = ("import pandas", "table = read()", "table.plot()")
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("health") / "home", COMMONPLACE_HUB="false") as made:
        made.start_web()
        made.start_worker()
        made.start("chores", "gallery.site.command_line", "chores", "--stay")
        yield made


def call(made: Installation, token: str, path: str, body: object) -> httpx.Response:
    """A call of the API, as a Jupyter makes it."""
    headers = {"Authorization": f"Bearer {token}"}
    return calls.post(f"{made.url}/api/v1{path}", json=body, headers=headers).raise_for_status()


def saved(made: Installation, token: str, title: str) -> str:
    """A public notebook with a heading and three code cells; answers its number."""
    prose = {"cell_type": "markdown", "id": "top", "metadata": {}, "source": f"# {title}"}
    empty: dict[str, object] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [prose, *(empty | {"id": f"c{n}", "source": source} for n, source in enumerate(CELLS))]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return str(call(made, token, "/notebooks", {"content": content, "visibility": "public"}).json()["uuid"])


def ran(made: Installation, token: str, notebook: str, good: int, times: int = 1) -> None:
    """Somebody ran all cells; the first so many went through, and the next one failed for want of a package."""
    outcomes = [True] * good + [False] * (good < len(CELLS))
    items = [
        {
            "id": str(uuid4()),
            "notebook": notebook,
            "cell_hash": hashlib.sha256(CELLS[number].encode()).hexdigest(),
            "success": success,
            "runtime_ms": 100 * (number + 1),
            "started_at": datetime.now(UTC).isoformat(),
        }
        | ({} if success else {"cause": "package"})
        for _ in range(times)
        for number, success in enumerate(outcomes)
    ]
    assert call(made, token, "/executions", {"items": items}).json()["accepted"] == len(items)


def enter(browser: Browser, made: Installation, name: str, **context: object) -> Gallery:
    """A signed-in person in a window of their own."""
    page = browser.new_context(**context).new_page()  # type: ignore[arg-type]
    return Gallery(page, made.url).sign_in(name, PASSWORD)


def says(gallery: Gallery, path: str, words: str) -> bool:
    """Whether a page says this by now."""
    return words in gallery.go(path).page.get_by_role("main").inner_text()


def test_it_turns_unhealthy_the_owner_learns_and_it_recovers(made: Installation, browser: Browser) -> None:
    tokens = made.people("ada", "ben", "cara", "dora")
    notebook = saved(made, tokens["ada"], "Prices of the fleet")
    ada, ben = enter(browser, made, "ada"), enter(browser, made, "ben")
    health = f"/notebooks/{notebook}/health"
    assert says(ben, health, "Nobody has run it lately")
    assert ben.barriers() == []

    for name in ("ben", "cara", "dora"):
        ran(made, tokens[name], notebook, good=0, times=2)
    fails = "Cell 2 fails too often. It went through 0 times out of 6. It failed for 3 of 3 people."
    wait_until(lambda: says(ben, health, fails), "the health to show")
    page = ben.page
    expect(page.get_by_text("Expect this notebook to fail for you, too, at cell 2.")).to_be_visible()
    expect(page.get_by_text("a package was missing")).to_be_visible()
    assert ben.search("prices of the fleet")[0].health == "unhealthy"
    ben.go(f"/notebooks/{notebook}").page.get_by_role("link", name="unhealthy").click()
    expect(page).to_have_url(f"{made.url}{health}")

    wait_until(lambda: says(ada, "/notices", "has turned unhealthy. Cell 2 has failed"), "ada to be told")
    expect(ada.page.get_by_text("Most often: a package was missing.")).to_be_visible()
    assert not any(name in ada.page.get_by_role("main").inner_text() for name in ("Ben", "Cara", "Dora"))

    for name in ("ben", "cara", "dora"):
        ran(made, tokens[name], notebook, good=3, times=20)
    wait_until(lambda: says(ben, health, "You can expect this notebook to work."), "it to recover")
    assert says(ada, "/notices", "is healthy again") is False, "within the hour, what flaps is told of once"
    assert [card.title for card in ben.go("/notebooks/?health=healthy&sort=health").cards()] == ["Prices of the fleet"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_is_in_the_way_and_tables_stand_behind_the_pictures(
    made: Installation, browser: Browser, scheme: str, size: dict[str, int], tmp_path: Path
) -> None:
    token = made.person(f"{scheme}{size['width']}")
    notebook = saved(made, token, f"Costs in {scheme} {size['width']}")
    ran(made, token, notebook, good=2, times=3)
    context = browser.new_context(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
    watch = watched(context, made.url)
    gallery = Gallery(watch.page, made.url)
    wait_until(lambda: says(gallery, f"/notebooks/{notebook}/health", "Cell by cell"), "the health to show")
    assert (gallery.barriers(), gallery.sideways() <= 0) == ([], True)
    opened = open_tables(gallery.page)
    assert opened == 3
    expect(gallery.page.get_by_role("region", name="Table: cell by cell").get_by_role("row")).to_have_count(4)
    assert (gallery.barriers(), gallery.sideways() <= 0) == ([], True)
    gallery.go(f"/notebooks/{notebook}")
    expect(gallery.page.locator("#cell-4").get_by_text("0/3", exact=True)).to_be_visible()
    assert (gallery.barriers(), gallery.sideways() <= 0) == ([], True)
    assert watch.harm() == []
    context.close()


def open_tables(page: Page) -> int:
    """Open what is folded; answers how many."""
    folded = page.get_by_role("main").get_by_text("The same as a table")
    for one in folded.all():
        one.click()
    return folded.count()


@pytest.mark.parametrize(("contrast", "scheme"), [("more", "light"), ("more", "dark")])
def test_high_contrast(made: Installation, browser: Browser, contrast: str, scheme: str) -> None:
    token = made.person(f"{contrast}{scheme}")
    notebook = saved(made, token, f"Contrast {scheme}")
    ran(made, token, notebook, good=1)
    context = browser.new_context(color_scheme=scheme, contrast=contrast)  # type: ignore[arg-type]
    gallery = Gallery(context.new_page(), made.url)
    wait_until(lambda: says(gallery, f"/notebooks/{notebook}/health", "Cell by cell"), "the health to show")
    assert gallery.barriers() == []
    context.close()


def test_an_administrator_sees_how_the_house_fares(made: Installation, browser: Browser) -> None:
    made.person("root")
    made.command("user", "make-admin", "root")
    token = made.person("erin")
    notebook = saved(made, token, "Fails for erin")
    ran(made, token, notebook, good=0, times=3)
    root = enter(browser, made, "root", viewport=NARROW)
    wait_until(lambda: says(root, "/admin/health", "Fails for erin"), "the failure to show")
    assert (root.barriers(), root.sideways() <= 0) == ([], True)
    root.page.get_by_role("link", name="Fails for erin").click()
    expect(root.page.get_by_role("heading", level=1)).to_have_text("Will it work for me today?")


def test_the_page_prints(made: Installation, browser: Browser, tmp_path: Path) -> None:
    token = made.person("printer")
    notebook = saved(made, token, "On paper")
    ran(made, token, notebook, good=1)
    gallery = Gallery(browser.new_page(), made.url)
    wait_until(lambda: says(gallery, f"/notebooks/{notebook}/health", "Cell by cell"), "the health to show")
    gallery.page.emulate_media(media="print", color_scheme="dark")
    assert gallery.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(gallery.page.get_by_role("img", name="Successes and failures by cell.")).to_be_visible()
    assert json.loads(gallery.page.evaluate("JSON.stringify(document.querySelectorAll('.chart').length)")) == 3
