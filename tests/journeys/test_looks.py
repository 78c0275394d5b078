"""Every page, light and dark, wide and narrow: axe finds nothing, nothing scrolls sideways; pictures, too."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import watched
from tests.journeys.installation import ROOT, Installation
from tests.journeys.whole import whole
from tests.journeys.zones import Gallery

pytestmark = [pytest.mark.journey(minutes=3), pytest.mark.timeout(600)]
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
    "/groups/",
    "/groups/operations",
    "/help",
    "/terms",
    "/account/sign-in",
    "/no/such/page",
)
OWN = (
    "/recommended",
    "/upload",
    "/account/",
    "/environments/",
    "/trash",
    "/groups/",
    "/groups/new",
    "/groups/reporting",
    "/groups/reporting/edit",
    "/groups/reporting/members",
    "/organisations/",
    "/organisations/newsroom",
    "/organisations/newsroom/people",
)


@pytest.fixture(scope="module")
def product() -> Iterator[Installation]:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with whole() as made:
        yield made


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_is_accessible_and_fits(
    product: Installation, browser: Browser, scheme: str, size: dict[str, int]
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
    watch = watched(context, product.url)
    gallery = Gallery(watch.page, product.url)
    notebook = first_notebook(gallery)
    for path in (*PUBLIC, notebook):
        _look(gallery, path)
    gallery.sign_in("ada")
    for path in ("/", *OWN, notebook, f"{notebook.rsplit('/', 1)[0]}/history", f"{notebook.rsplit('/', 1)[0]}/edit"):
        _look(gallery, path)
    assert watch.harm() == []
    context.close()


def first_notebook(gallery: Gallery) -> str:
    """The path of the notebook that newcomers see first."""
    gallery.home().search("first look")[0].open()
    return gallery.page.url.removeprefix(gallery.address)


def _look(gallery: Gallery, path: str) -> None:
    assert gallery.go(path).barriers() == [], path
    sideways = gallery.sideways()
    assert sideways <= 0, f"{path} scrolls sideways by {sideways} pixels"


def photograph(page: Page, name: str) -> None:
    """A picture of what is on the screen."""
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    assert (IMAGES / f"{name}.png").stat().st_size > 10_000, f"{name} is empty"


@pytest.mark.parametrize(("scheme", "ending"), [("light", ""), ("dark", "-dark")])
def test_pictures_of_the_main_pages(product: Installation, browser: Browser, scheme: str, ending: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport=WIDE)  # type: ignore[arg-type]
    gallery = Gallery(context.new_page(), product.url).sign_in("ada")
    photograph(gallery.page, f"home{ending}")
    found = gallery.search("which stations run short of bicycles")
    photograph(gallery.page, f"search{ending}")
    found[0].open()
    photograph(gallery.page, f"notebook{ending}")
    context.close()


def test_pictures_of_phone_and_upload(product: Installation, browser: Browser) -> None:
    phone = browser.new_context(viewport=NARROW)  # type: ignore[arg-type]
    gallery = Gallery(phone.new_page(), product.url)
    first_notebook(gallery)
    photograph(gallery.page, "notebook-phone")
    phone.close()
    desk = browser.new_context(viewport=WIDE)  # type: ignore[arg-type]
    gallery = Gallery(desk.new_page(), product.url).sign_in("ada")
    gallery.upload().choose(ROOT / "server/src/gallery/demo/notebooks/first-look.ipynb")
    photograph(gallery.page, "upload")
    desk.close()


def test_pictures_of_jupyterlab(product: Installation, browser: Browser) -> None:
    context = browser.new_context(viewport=WIDE)  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    lab = Gallery(context.new_page(), product.url).sign_in("ada").search("first look")[0].run()
    lab.kernel_is_idle()
    lab.run_all()
    lab.output()
    photograph(lab.page, "jupyterlab")
    lab.menu("Gallery", "Save as new…")
    expect(lab.dialog()).to_contain_text("leave")
    photograph(lab.page, "save")
    context.close()
