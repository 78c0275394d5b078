"""Hostile notebooks in a real browser: nothing runs, nothing leaves, nothing breaks, and the workers stay alive."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.browser import chromium, watched
from tests.journeys.hostile import Hostile, hostile_notebooks
from tests.journeys.installation import Installation, installation

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]
ALL = hostile_notebooks()
LONGEST_ANSWER = 30.0  # seconds for one upload, on a busy machine: bounded work, not a measure of speed


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("hostile") / "home", COMMONPLACE_HUB="false") as made:
        made.token = made.person("ada")  # type: ignore[attr-defined]
        made.start_web()
        made.start_worker()
        yield made


@pytest.fixture(scope="module")
def context(gallery: Installation) -> Iterator[BrowserContext]:
    with chromium() as browser:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{gallery.url}/account/sign-in")
        page.get_by_label("Name").first.fill("ada")
        page.get_by_label("Password").fill("a-long-password")
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{gallery.url}/")
        page.close()
        yield context


def test_there_are_more_than_a_hundred_in_all_classes() -> None:
    assert len(ALL) >= 100
    assert {one.kind for one in ALL} == {
        "script",
        "link",
        "request",
        "maths",
        "clobber",
        "slow",
        "hidden",
        "code",
        "around",
        "gate",
    }
    assert len({one.name for one in ALL}) == len(ALL)


def test_pages_of_hostile_notebooks_are_harmless(gallery: Installation, context: BrowserContext) -> None:
    watch = watched(context, gallery.url)
    for one in ALL:
        url = _saved(gallery, one)
        if url:
            watch.page.goto(url, wait_until="load")
            _poke(watch.page)
            assert watch.page.get_by_role("main").count() == 1, f"{one.kind} {one.name}: the page is not whole"
        assert watch.harm() == [], f"{one.kind} {one.name}"
    assert gallery.answers()


def _saved(gallery: Installation, one: Hostile) -> str:
    """Upload through the API; answers the page's address, or nothing where the gate refused with a sentence."""
    headers = {"Authorization": f"Bearer {gallery.token}", "Content-Type": "application/json"}  # type: ignore[attr-defined]
    body = b'{"visibility": "public", "content": ' + one.raw + b"}"
    start = time.monotonic()
    answer = httpx.post(f"{gallery.url}/api/v1/notebooks", content=body, headers=headers, timeout=60)
    assert time.monotonic() - start < LONGEST_ANSWER, one.name
    if one.refused:
        assert answer.status_code in {413, 422}, f"{one.name}: {answer.status_code}"
        assert answer.json()["detail"].endswith(".")
        return ""
    assert answer.status_code == 201, f"{one.name}: {answer.text}"
    return str(answer.json()["url"])


def _poke(page: Page) -> None:
    """Touch what an attacker hopes that a reader touches."""
    page.mouse.move(400, 400)
    page.keyboard.press("Tab")
    page.evaluate("() => document.querySelectorAll('main details').forEach(d => { d.open = true })")


def test_the_upload_page_takes_them_as_calmly(gallery: Installation, context: BrowserContext, tmp_path: Path) -> None:
    watch = watched(context, gallery.url)
    for one in ALL:
        file = tmp_path / "x.ipynb"
        file.write_bytes(one.raw)
        watch.page.goto(f"{gallery.url}/upload")
        with watch.page.expect_navigation(timeout=60_000):
            watch.page.get_by_label("Drag a notebook here").set_input_files(file)
        assert watch.harm() == [], f"{one.kind} {one.name}"
        assert (
            watch.page.get_by_role("alert").count() >= 1
            if one.refused
            else watch.page.get_by_label("Title").count() == 1
        )
    assert gallery.answers()


def test_a_hostile_file_name_is_only_a_name(gallery: Installation, context: BrowserContext) -> None:
    watch = watched(context, gallery.url)
    good = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}'
    for name in (
        "<img src=x onerror=alert(1)>.ipynb",
        "../../../etc/passwd.ipynb",
        "a\r\nSet-Cookie: x=y.ipynb",
        "x" * 250 + ".ipynb",
    ):
        watch.page.goto(f"{gallery.url}/upload")
        field = watch.page.get_by_label("Drag a notebook here")
        with watch.page.expect_navigation():
            field.set_input_files({"name": name, "mimeType": "application/json", "buffer": good})
        assert watch.harm() == []
    assert gallery.answers()
