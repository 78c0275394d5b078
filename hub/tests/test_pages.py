"""The hub's pages: in words for analysts, without script or style inside, accessible in light and dark."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from commonplace_hub.pages import STATIC, TEMPLATES
from playwright.sync_api import Browser, Page

from hub.tests.world import World
from tests.chromium import chromium

OURS = sorted(TEMPLATES.glob("*.html"))
JARGON = {"spawn", "spawner", "server", "pod", "process", "token", "kernel", "oauth", "jupyterhub"}
NOT_SHOWN = re.compile(r"{[%#{].*?[%#}]}|<[^>]*>", re.DOTALL)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, hub: World) -> Iterator[Page]:
    """Nina's browser, signed in at the gallery."""
    context = browser.new_context(color_scheme=request.param)
    page = context.new_page()
    page.goto(f"{hub.gallery}/sign-in/nina")
    yield page
    context.close()


def is_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def end_jupyter(page: Page, hub: World) -> None:
    """By the button on the hub's page, as soon as Jupyter runs."""
    page.goto(f"{hub.url}/hub/home")
    is_accessible(page)
    page.get_by_role("button", name="End it now").click()
    page.get_by_role("link", name="Start", exact=True).wait_for(timeout=60_000)


@pytest.mark.parametrize("template", OURS, ids=lambda template: template.stem)
def test_templates_hold_no_script_and_no_style(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text)
    assert "://" not in text


@pytest.mark.parametrize("template", OURS, ids=lambda template: template.stem)
def test_templates_speak_plainly(template: Path) -> None:
    shown = NOT_SHOWN.sub(" ", template.read_text()).lower()
    assert not JARGON & set(re.findall(r"[a-z]+", shown))


def test_every_page_stands_on_the_same_base() -> None:
    assert all('{% extends "commonplace.html" %}' in t.read_text() for t in OURS if t.stem != "commonplace")
    base = (TEMPLATES / "commonplace.html").read_text()
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in base


def test_script_and_style_load_nothing_from_elsewhere() -> None:
    assert not any("://" in file.read_text() for file in STATIC.iterdir())


@pytest.mark.journey
def test_from_the_link_to_jupyterlab_with_nothing_but_waiting(page: Page, hub: World) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Security" in message.text else None)
    page.goto(f"{hub.url}/hub/user-redirect/lab?commonplace-ticket=T", wait_until="commit")
    page.wait_for_url("**/user/nina/lab?commonplace-ticket=T", wait_until="commit", timeout=60_000)
    page.locator("#jp-main-dock-panel").wait_for(timeout=60_000)
    assert not complaints
    end_jupyter(page, hub)


@pytest.mark.journey
@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/user/nina/lab", "Your Jupyter is not running"),
        ("/user/somebody/lab", "There is nothing here"),
        ("/hub/home", "Your Jupyter"),
        ("/hub/logout", "You have left Jupyter"),
    ],
)
def test_pages_are_accessible(page: Page, hub: World, address: str, heading: str) -> None:
    page.goto(f"{hub.url}/hub/home")
    page.goto(f"{hub.url}{address}")
    page.get_by_role("heading", name=heading, exact=True).wait_for()
    is_accessible(page)


@pytest.mark.journey
def test_the_waiting_page_is_accessible(page: Page, hub: World) -> None:
    # the progress never comes, so the page stays as long as the audit takes
    page.route("**/server/progress*", lambda _: None)
    page.goto(f"{hub.url}/hub/user-redirect/lab", wait_until="commit")
    page.wait_for_load_state("domcontentloaded")
    if "spawn-pending" not in page.url:
        pytest.fail("the server was ready before the waiting page could be seen")
    page.get_by_role("heading", name="Starting your Jupyter").wait_for()
    is_accessible(page)
    other = page.context.new_page()
    page.close()
    other.goto(f"{hub.url}/hub/user-redirect/lab", wait_until="commit")
    other.wait_for_url("**/user/nina/lab", wait_until="commit", timeout=60_000)
    end_jupyter(other, hub)
