"""The journeys that must be short, in a real browser and a real JupyterLab on a real hub; the clicks are counted."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests import calls
from tests.journeys.installation import Installation, wait_until
from tests.journeys.whole import hub_url, whole
from tests.journeys.zones import Gallery

pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(300)]
TERMS = "I may share this, and it holds nothing but code."


@pytest.fixture(scope="module")
def product() -> Iterator[Installation]:
    with whole(first_start=True, COMMONPLACE_TERMS=TERMS) as made:
        yield made


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def gallery(product: Installation, context: BrowserContext) -> Gallery:
    return Gallery(context.new_page(), product.url)


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


def test_a_newcomer_gets_a_first_result_in_four_clicks(gallery: Gallery) -> None:
    shelf = gallery.sign_in("nina").shelf("For newcomers")
    lab = next(card for card in shelf if card.title.startswith("First look")).run()
    lab.notebook_is_open(re.compile("first-look"))
    lab.kernel_is_idle()
    lab.run_all()
    lab.output()
    assert gallery.clicks + lab.clicks <= 4


def test_a_question_leads_to_a_notebook_that_says_why(gallery: Gallery) -> None:
    first = gallery.sign_in("nina").search("which stations run short of bicycles")[0]
    assert re.search("station|bicycle", first.title, re.IGNORECASE)
    assert first.marked != []
    expect(first.article.get_by_text(re.compile(r"\d+ runs?"))).to_be_visible()
    assert "health" in first.health


def test_an_author_saves_in_three_clicks_and_only_code_arrives(gallery: Gallery, product: Installation) -> None:
    lab = gallery.sign_in("ada").search("first look")[0].run()
    lab.kernel_is_idle()
    lab.write_cell("print('canary' + '-of-ada')")
    lab.page.keyboard.press("Shift+Enter")
    lab.output("canary-of-ada")
    lab.clicks = 0
    lab.menu("Gallery", "Save as new…")
    dialog = lab.dialog()
    expect(dialog.get_by_label("Title")).not_to_have_value("")
    expect(dialog).to_contain_text(re.compile(r"\d+ cells? leave"))
    expect(dialog).to_contain_text("output")
    expect(dialog).to_contain_text(f"By saving you confirm: “{TERMS}”")
    title = dialog.get_by_label("Title").input_value()
    lab.press("Save")
    expect(lab.notification()).to_contain_text("Saved to the gallery")
    assert lab.clicks <= 3
    mine = calls.get(
        f"{product.url}/api/v1/notebooks", params={"owner": "ada", "sort": "newest"}, headers=token(product, "ada")
    ).json()["items"][0]
    content = calls.get(f"{product.url}/api/v1/notebooks/{mine['uuid']}/content", headers=token(product, "ada"))
    assert mine["title"] == title
    assert "print('canary' + '-of-ada')" in json.dumps(content.json())
    assert "canary-of-ada" not in content.text
    assert all(cell.get("outputs", []) == [] for cell in content.json()["cells"])


def test_somebody_saved_in_between_and_both_are_kept(gallery: Gallery, product: Installation) -> None:
    headers = token(product, "grace")
    document = python_notebook("x = 1")
    made = calls.post(
        f"{product.url}/api/v1/notebooks",
        json={"content": document, "title": "Shared plan", "visibility": "public"},
        headers=headers,
    ).json()
    lab = gallery.sign_in("grace").notebook(made["url"]).run()
    lab.kernel_is_idle()
    document["cells"][0]["source"] = "x = 'theirs'"
    address = f"{product.url}/api/v1/notebooks/{made['uuid']}"
    calls.post(
        f"{address}/revisions", json={"content": document, "base_revision": 1, "message": "In between"}, headers=headers
    ).raise_for_status()
    lab.write_cell("x = 'mine'")
    lab.menu("Gallery", "Save new version…")
    lab.press("Save")
    expect(lab.dialog()).to_contain_text("Somebody saved in between")
    lab.press("Save mine as the newer version on top of theirs")
    wait_until(lambda: len(calls.get(f"{address}/revisions", headers=headers).json()) == 3, "the third version")
    sources = [
        calls.get(f"{address}/content?revision={number}", headers=headers).json()["cells"][0]["source"]
        for number in (2, 3)
    ]
    assert sources == ["x = 'theirs'", "x = 'mine'"]


def test_an_edited_copy_is_never_overwritten(gallery: Gallery, product: Installation) -> None:
    headers = token(product, "grace")
    document = python_notebook("y = 1")
    made = calls.post(
        f"{product.url}/api/v1/notebooks", json={"content": document, "title": "Kept apart"}, headers=headers
    ).json()
    lab = gallery.sign_in("grace").notebook(made["url"]).run()
    lab.kernel_is_idle()
    lab.write_cell("y = 'my own'")
    lab.page.keyboard.press("Control+s")
    expect(lab.page.locator(".jp-mod-dirty")).to_have_count(0)
    document["cells"][0]["source"] = "y = 2"
    address = f"{product.url}/api/v1/notebooks/{made['uuid']}"
    calls.post(
        f"{address}/revisions", json={"content": document, "base_revision": 1}, headers=headers
    ).raise_for_status()
    lab = gallery.notebook(made["url"]).run()
    expect(lab.dialog()).to_contain_text("Nothing is overwritten", timeout=60_000)
    lab.press("Open theirs beside it")
    lab.notebook_is_open("kept-apart (version 2).ipynb")
    lab.open_alone("kept-apart.ipynb")
    expect(lab.page.get_by_text("y = 'my own'").first).to_be_visible()


def test_a_ticket_that_is_too_old_leads_back_to_its_notebook(gallery: Gallery, product: Installation) -> None:
    made = calls.post(
        f"{product.url}/api/v1/notebooks",
        json={"content": python_notebook("z = 1"), "title": "Back again"},
        headers=token(product, "otto"),
    ).json()
    gallery.sign_in("otto").page.goto(
        f"{hub_url(product)}/hub/user-redirect/lab?commonplace-ticket=used&commonplace-notebook={made['uuid']}"
    )
    lab = gallery.arrived_in_jupyter()
    expect(lab.dialog()).to_contain_text("The notebook could not be opened")
    lab.press("Go back to the gallery")
    expect(gallery.page.get_by_role("heading", name="Back again", level=1)).to_be_visible()


def test_nobody_else_enters_a_server(gallery: Gallery, product: Installation, browser: Browser) -> None:
    gallery.sign_in("ada").go("/notebooks/").cards()[0].run()
    for name in ("otto", "admin"):
        other = Gallery(browser.new_context().new_page(), product.url).sign_in(name)
        answer = other.page.goto(f"{hub_url(product)}/user/ada/lab")
        assert answer is not None
        assert answer.status in {403, 404}, f"{name} got {answer.status}"
        other.page.context.close()
