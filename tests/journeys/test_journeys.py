"""The journeys that must be short, in a real browser and a real JupyterLab on a real hub; the clicks are counted."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.journeys.browser import chromium
from tests.journeys.installation import Installation, wait_until
from tests.journeys.pages import Person
from tests.journeys.whole import hub_url, whole

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with whole(tmp_path_factory.mktemp("whole") / "home") as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def at_home(product: Installation, context: BrowserContext) -> Person:
    return Person(context.new_page(), product.url)


def token(product: Installation, name: str) -> dict[str, str]:
    secret = product.command("token", "create", name).stdout.strip()
    return {"Authorization": f"Bearer {secret}"}


def python_notebook(source: str) -> dict[str, Any]:
    """A notebook of one code cell."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": spec}, "cells": [cell]}


def test_a_newcomer_gets_a_first_result_in_four_clicks(at_home: Person) -> None:
    at_home.sign_in("nina")
    lab = at_home.run(at_home.shelf("For newcomers").get_by_role("link", name=re.compile("^Run .*First look")).first)
    lab.notebook_is_open(re.compile("first-look"))
    lab.kernel_is_idle()
    lab.run_all()
    expect(at_home.page.locator(".jp-OutputArea-output").first).to_be_visible(timeout=90_000)
    assert at_home.clicks <= 4


def test_a_question_leads_to_a_notebook_that_says_why(at_home: Person) -> None:
    at_home.sign_in("nina")
    at_home.search("which stations run short of bicycles")
    first = at_home.page.get_by_role("article").first
    expect(first.get_by_role("heading")).to_contain_text(re.compile("station|bicycle", re.IGNORECASE))
    expect(first.locator("mark").first).to_be_visible()
    expect(first.get_by_text(re.compile(r"\d+ runs?"))).to_be_visible()
    expect(first.get_by_text(re.compile("health", re.IGNORECASE))).to_be_visible()


def test_an_author_saves_in_three_clicks_and_only_code_arrives(at_home: Person, product: Installation) -> None:
    at_home.sign_in("ada")
    at_home.search("first look")
    lab = at_home.run(at_home.page.get_by_role("article").first.get_by_role("link", name=re.compile("^Run")))
    lab.kernel_is_idle()
    lab.write_cell("print('canary' + '-of-ada')")
    at_home.page.keyboard.press("Shift+Enter")
    lab.output("canary-of-ada")
    at_home.clicks = 0
    lab.menu("Gallery", "Save as new…")
    dialog = lab.dialog()
    expect(dialog.get_by_label("Title")).not_to_have_value("")
    expect(dialog).to_contain_text(re.compile(r"\d+ cells? leave"))
    expect(dialog).to_contain_text("output")
    title = dialog.get_by_label("Title").input_value()
    at_home.click(dialog.get_by_role("button", name="Save", exact=True))
    expect(at_home.page.get_by_text("Saved to the gallery")).to_be_visible(timeout=60_000)
    assert at_home.clicks <= 3
    mine = httpx.get(
        f"{product.url}/api/v1/notebooks", params={"owner": "ada", "sort": "newest"}, headers=token(product, "ada")
    ).json()["items"][0]
    content = httpx.get(f"{product.url}/api/v1/notebooks/{mine['uuid']}/content", headers=token(product, "ada"))
    assert mine["title"] == title
    assert "print('canary' + '-of-ada')" in json.dumps(content.json())
    assert "canary-of-ada" not in content.text
    assert all(cell.get("outputs", []) == [] for cell in content.json()["cells"])


def test_somebody_saved_in_between_and_both_are_kept(at_home: Person, product: Installation) -> None:
    headers = token(product, "grace")
    document = python_notebook("x = 1")
    made = httpx.post(
        f"{product.url}/api/v1/notebooks",
        json={"content": document, "title": "Shared plan", "visibility": "public"},
        headers=headers,
    ).json()
    at_home.sign_in("grace")
    at_home.page.goto(made["url"])
    lab = at_home.run(at_home.page.get_by_role("link", name="Run in Jupyter"))
    lab.kernel_is_idle()
    document["cells"][0]["source"] = "x = 'theirs'"
    address = f"{product.url}/api/v1/notebooks/{made['uuid']}"
    httpx.post(
        f"{address}/revisions", json={"content": document, "base_revision": 1, "message": "In between"}, headers=headers
    ).raise_for_status()
    lab.write_cell("x = 'mine'")
    lab.menu("Gallery", "Save new version…")
    lab.dialog().get_by_role("button", name="Save", exact=True).click()
    expect(lab.dialog()).to_contain_text("Somebody saved in between")
    lab.dialog().get_by_role("button", name="Save mine on top of theirs").click()
    wait_until(lambda: len(httpx.get(f"{address}/revisions", headers=headers).json()) == 3, "the third version")
    sources = [
        httpx.get(f"{address}/content?revision={number}", headers=headers).json()["cells"][0]["source"]
        for number in (2, 3)
    ]
    assert sources == ["x = 'theirs'", "x = 'mine'"]


def test_an_edited_copy_is_never_overwritten(at_home: Person, product: Installation) -> None:
    headers = token(product, "grace")
    document = python_notebook("y = 1")
    made = httpx.post(
        f"{product.url}/api/v1/notebooks", json={"content": document, "title": "Kept apart"}, headers=headers
    ).json()
    at_home.sign_in("grace")
    at_home.page.goto(made["url"])
    lab = at_home.run(at_home.page.get_by_role("link", name="Run in Jupyter"))
    lab.kernel_is_idle()
    lab.write_cell("y = 'my own'")
    at_home.page.keyboard.press("Control+s")
    expect(at_home.page.locator(".jp-mod-dirty")).to_have_count(0)
    document["cells"][0]["source"] = "y = 2"
    address = f"{product.url}/api/v1/notebooks/{made['uuid']}"
    httpx.post(
        f"{address}/revisions", json={"content": document, "base_revision": 1}, headers=headers
    ).raise_for_status()
    at_home.page.goto(made["url"])
    lab = at_home.run(at_home.page.get_by_role("link", name="Run in Jupyter"))
    expect(lab.dialog()).to_contain_text("Nothing is overwritten", timeout=60_000)
    lab.dialog().get_by_role("button", name="Open theirs beside it").click()
    lab.notebook_is_open("kept-apart (version 2).ipynb")
    at_home.page.get_by_role("tab", name="kept-apart.ipynb").first.click()
    expect(at_home.page.get_by_text("y = 'my own'").first).to_be_visible()


def test_nobody_else_enters_a_server(
    at_home: Person, product: Installation, context: BrowserContext, browser: Browser
) -> None:
    at_home.sign_in("ada")
    at_home.page.goto(f"{product.url}/notebooks/")
    at_home.run(at_home.page.get_by_role("article").first.get_by_role("link", name=re.compile("^Run")))
    for name in ("otto", "admin"):
        other = Person(browser.new_context().new_page(), product.url)
        other.sign_in(name)
        answer = other.page.goto(f"{hub_url(product)}/user/ada/lab")
        assert answer is not None
        assert answer.status in {403, 404}, f"{name} got {answer.status}"
        other.page.context.close()
