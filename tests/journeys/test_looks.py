"""Every page, light and dark, wide and narrow: axe finds nothing, nothing scrolls sideways; pictures, too."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import chromium, watched
from tests.journeys.installation import ROOT, Installation
from tests.journeys.pages import Person
from tests.journeys.whole import whole

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
# Pictures for the documentation are renewed on request: COMMONPLACE_IMAGES=docs/images
IMAGES = ROOT / os.environ.get("COMMONPLACE_IMAGES", "test-results/images")
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
PUBLIC = (
    "/",
    "/notebooks/",
    "/notebooks/?q=bicycles",
    "/notebooks/?q=nothingatall",
    "/tags/",
    "/tags/newcomers",
    "/languages/",
    "/languages/python",
    "/people/",
    "/people/ada",
    "/help",
    "/terms",
    "/account/sign-in",
    "/no/such/page",
)
OWN = ("/upload", "/account/", "/environments/", "/trash")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with whole(tmp_path_factory.mktemp("looks") / "home") as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_is_accessible_and_fits(
    product: Installation, browser: Browser, scheme: str, size: dict[str, int]
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
    watch = watched(context, product.url)
    notebook = first_notebook(watch.page, product)
    for path in (*PUBLIC, notebook):
        _look(watch.page, product.url + path)
    Person(watch.page, product.url).sign_in("ada")
    for path in ("/", *OWN, notebook, f"{notebook.rsplit('/', 1)[0]}/history", f"{notebook.rsplit('/', 1)[0]}/edit"):
        _look(watch.page, product.url + path)
    assert watch.harm() == []
    context.close()


def first_notebook(page: Page, product: Installation) -> str:
    """The address of the notebook that newcomers see first."""
    page.goto(f"{product.url}/notebooks/?q=first+look")
    return str(page.get_by_role("article").first.get_by_role("heading").get_by_role("link").get_attribute("href"))


def _look(page: Page, url: str) -> None:
    page.goto(url)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{url}: {found.generate_report()}"
    sideways = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways <= 0, f"{url} scrolls sideways by {sideways} pixels"


def photograph(page: Page, name: str) -> None:
    """A picture of what is on the screen."""
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    assert (IMAGES / f"{name}.png").stat().st_size > 10_000, f"{name} is empty"


@pytest.mark.parametrize(("scheme", "ending"), [("light", ""), ("dark", "-dark")])
def test_pictures_of_the_main_pages(product: Installation, browser: Browser, scheme: str, ending: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport=WIDE)  # type: ignore[arg-type]
    person = Person(context.new_page(), product.url)
    person.sign_in("ada")
    photograph(person.page, f"home{ending}")
    person.search("which stations run short of bicycles")
    photograph(person.page, f"search{ending}")
    person.click(person.page.get_by_role("article").first.get_by_role("heading").get_by_role("link"))
    expect(person.page.get_by_role("link", name="Run in Jupyter")).to_be_visible()
    photograph(person.page, f"notebook{ending}")
    context.close()


def test_pictures_of_phone_and_upload(product: Installation, browser: Browser, tmp_path: Path) -> None:
    phone = browser.new_context(viewport=NARROW)  # type: ignore[arg-type]
    page = phone.new_page()
    page.goto(product.url + first_notebook(page, product))
    photograph(page, "notebook-phone")
    phone.close()
    person = Person(browser.new_context(viewport=WIDE).new_page(), product.url)  # type: ignore[arg-type]
    person.sign_in("ada")
    person.page.goto(f"{product.url}/upload")
    source = ROOT / "server/src/gallery/demo/notebooks/first-look.ipynb"
    with person.page.expect_navigation():
        person.page.get_by_label("Drag a notebook here").set_input_files(source)
    photograph(person.page, "upload")
    person.page.context.close()


def test_pictures_of_jupyterlab(product: Installation, browser: Browser) -> None:
    person = Person(browser.new_context(viewport=WIDE).new_page(), product.url)  # type: ignore[arg-type]
    person.page.set_default_timeout(60_000)
    person.sign_in("ada")
    person.search("first look")
    lab = person.run(person.page.get_by_role("article").first.get_by_role("link", name=re.compile("^Run")))
    lab.kernel_is_idle()
    lab.run_all()
    expect(person.page.locator(".jp-OutputArea-output").first).to_be_visible(timeout=90_000)
    photograph(person.page, "jupyterlab")
    lab.menu("Gallery", "Save as new…")
    expect(lab.dialog()).to_contain_text("leave")
    photograph(person.page, "save")
    person.page.context.close()
