"""The gallery in a real browser: find, read, star, upload; no barrier on any page in any theme."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import calls
from tests.journeys.browser import watched
from tests.journeys.installation import Installation, installation
from tests.journeys.zones import Gallery

pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(600)]
PASSWORD = "a-long-password"
PAGES = [
    "/", "/notebooks/", "/notebooks/?q=prices", "/notebooks/?q=zebra&tag=x", "/upload", "/trash", "/tags/",
    "/languages/", "/people/", "/people/ben", "/account/", "/environments/", "/help", "/terms", "/nowhere",
    "/recommended", "/packages/", "/packages/pandas", "/wanted", "/wanted/ask?q=late+trains",
]  # fmt: skip
GUEST_PAGES = ["/", "/account/sign-in", "/notebooks/", "/nowhere"]


def prices() -> bytes:
    """A notebook with prose, code, mathematics, a table and an output."""
    prose = "# House prices\n\nWhere did prices rise? $x^2$\n\n### Skipped a level\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    output = {"output_type": "stream", "name": "stdout", "text": "42"}
    code = {
        "cell_type": "code",
        "metadata": {},
        "source": "import pandas\nprint(42)",
        "outputs": [output],
        "execution_count": 3,
    }
    cells = [{"cell_type": "markdown", "metadata": {}, "source": prose}, code]
    spec = {"name": "python3", "display_name": "Python", "language": "python"}
    return json.dumps({"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 4}).encode()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("pages") / "home", COMMONPLACE_HUB="false") as made:
        made.people("ada", "ben", "cara")  # one for each story, so that they do not meet
        made.start_web()
        yield made


def test_upload_find_star_and_bring_back(made: Installation, browser: Browser, tmp_path: Path) -> None:
    seen = watched(browser.new_context(), made.url)
    gallery = Gallery(seen.page, made.url).go("/upload").sign_in("ada", PASSWORD)
    file = tmp_path / "prices.ipynb"
    file.write_bytes(prices())
    upload = gallery.upload().choose(file)
    assert any("1 output" in line for line in upload.leaves)
    assert upload.warnings == []
    page = upload.describe(What_it_answers="Where it became dear.").for_everybody().save()
    assert page.title == "House prices"
    assert page.cells.count() == 2
    assert page.star().starred
    assert [card.title for card in gallery.home().shelf("Starred")] == ["House prices"]
    found = gallery.search("where did prices rise")
    assert found[0].title == "House prices"
    assert "prices" in [word.lower() for word in found[0].marked]
    assert found[0].health == "health unknown"
    assert json.loads(found[0].open().download(tmp_path).read_text())["cells"][1]["outputs"] == []
    page.trash()
    seen.page.get_by_role("button", name="Bring back “House prices”").click()
    assert gallery.notice() == "It is back."
    assert "House prices" in gallery.home().suggestions("hous")[0]
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    assert page.ready().title == "House prices"
    gallery.theme("Dark")
    assert seen.page.locator("html").get_attribute("data-theme") == "dark"
    seen.page.keyboard.press("?")
    expect(seen.page.get_by_role("dialog", name="Keys")).to_be_visible()
    seen.page.keyboard.press("Escape")
    gallery.sign_out()
    assert seen.harm() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_a_barrier(made: Installation, browser: Browser, tmp_path: Path, theme: str, width: int) -> None:
    context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    seen = watched(context, made.url)
    gallery = Gallery(seen.page, made.url)
    found = {f"guest {path}": gallery.go(path).barriers() for path in GUEST_PAGES}
    gallery.sign_in("ben", PASSWORD)
    file = tmp_path / "prices.ipynb"
    file.write_bytes(prices())
    second = gallery.upload().choose(file)
    found["describe"] = gallery.barriers()
    second.save()
    found["notebook"] = gallery.barriers()
    address = seen.page.url.removeprefix(made.url).rsplit("/", 1)[0]
    below = ("/history", "/edit?card=proposed", "?version=1", "/also-viewed", "/elsewhere")
    for path in [*PAGES, *(f"{address}{one}" for one in below)]:
        found[path] = gallery.go(path).barriers()
        assert gallery.sideways() <= 0, f"{path} scrolls sideways"
    assert {page: barriers for page, barriers in found.items() if barriers} == {}
    assert seen.harm() == []


def test_everything_works_without_script(made: Installation, browser: Browser, tmp_path: Path) -> None:
    seen = browser.new_context(java_script_enabled=False).new_page()
    gallery = Gallery(seen, made.url).go("/upload").sign_in("cara", PASSWORD)
    file = tmp_path / "prices.ipynb"
    file.write_bytes(prices())
    seen.get_by_label("Drag a notebook here, or choose one").set_input_files(file)
    seen.get_by_role("button", name="Continue").click()
    seen.get_by_role("checkbox").last.check()
    seen.get_by_role("button", name="Save to the gallery").click()
    seen.get_by_role("button", name="Star").click()
    assert gallery.notice() == "Starred: you find it on your home page."
    assert gallery.home().search("prices")[0].title == "House prices"
    gallery.theme("Dark")
    assert seen.locator("html").get_attribute("data-theme") == "dark"


def test_a_search_in_vain_becomes_a_request_that_others_second(made: Installation, browser: Browser) -> None:
    seen = watched(browser.new_context(), made.url)
    gallery = Gallery(seen.page, made.url).sign_in("cara", PASSWORD).go("/notebooks/?q=walruses")
    seen.page.get_by_role("link", name="Ask for it").click()
    question = seen.page.get_by_label("What should the notebook answer?")
    expect(question).to_have_value("walruses")
    question.fill("Where do walruses sleep?")
    seen.page.get_by_role("button", name="Ask for it").click()
    expect(seen.page.get_by_role("heading", name="Where do walruses sleep?")).to_be_visible()
    assert gallery.barriers() == []
    gallery.sign_out()
    gallery.sign_in("ben", PASSWORD).go("/wanted")
    seen.page.get_by_role("link", name="Where do walruses sleep?").click()
    seen.page.get_by_role("button", name="I need this, too").click()
    expect(seen.page.get_by_text("2 people need it")).to_be_visible()
    assert seen.harm() == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_is_not_for_me_goes_and_comes_back(made: Installation, browser: Browser, script: bool) -> None:
    title = f"First look {'with' if script else 'without'} script"
    token = made.command("token", "create", "ada").stdout.strip()
    about = {"title": title, "tags": ["newcomers"], "visibility": "public", "content": json.loads(prices())}
    saved = calls.post(f"{made.url}/api/v1/notebooks", json=about, headers={"Authorization": f"Bearer {token}"})
    assert saved.status_code == 201
    page = browser.new_context(java_script_enabled=script).new_page()
    gallery = Gallery(page, made.url).go("/recommended").sign_in("ben", PASSWORD)
    reasons = page.get_by_text("A good first notebook")
    expect(reasons.first).to_be_visible()
    before = reasons.count()
    page.get_by_role("button", name=f"Not for me: {title}").click()
    expect(page.get_by_text(f"“{title}” is no longer recommended to you.")).to_be_visible()
    expect(reasons).to_have_count(before - 1)
    assert title not in [card.title for card in gallery.go("/recommended").cards()]
    page.get_by_text("1 notebook that is not for you").click()
    page.get_by_role("button", name=f"Recommend it again: {title}").click()
    expect(reasons).to_have_count(before)
    page.get_by_role("button", name=f"Not for me: {title}").click()
    page.get_by_role("button", name="Undo").click()
    expect(reasons).to_have_count(before)
