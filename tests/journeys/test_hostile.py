"""Hostile notebooks in a real browser: nothing runs, nothing leaves, nothing breaks, and the workers stay alive."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import calls
from tests.journeys.browser import watched
from tests.journeys.hostile import AFTER, OUT, Hostile, hostile_notebooks
from tests.journeys.installation import Installation, installation
from tests.journeys.zones import Gallery

pytestmark = [pytest.mark.journey(minutes=4), pytest.mark.timeout(900)]
ALL = hostile_notebooks()
TRIES = 5  # a cell for which a busy machine had no time is laid out at the next visit
# All that an author's markup may carry to the reader: every attribute here, a link to a web page or within this page,
# an id that is ours.
ATTRIBUTES = re.compile(
    "(class|title|role|aria-label|colspan|rowspan|start|open|alt|display|displaystyle|scriptlevel|form|fence|separator|"
    "stretchy|symmetric|lspace|rspace|minsize|maxsize|movablelimits|largeop|accent|accentunder|linethickness|"
    "mathvariant|mathcolor|width|height|depth|voffset|columnspan|notation|xmlns)=.*|href=(https?://|mailto:|#).*|"
    r"rel=noopener noreferrer nofollow ugc|id=cell-\d+(-h\d+|-fn\d+)?",
    re.DOTALL,
)
# As the browser reads the page before any script of ours has added to it; each attribute once.
CARRIED = """async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
    const carried = [...page.querySelectorAll('.cell-body *')].flatMap(
        element => [...element.attributes].map(({name, value}) => `${name}=${value}`));
    return [...new Set(carried)];
}"""
REFUSED = ["connect-src", "frame-src", "img-src", "object-src", "script-src-attr", "script-src-elem", "style-src-attr"]
# Each line is an attack that no cell can make as long as the cleaning is right.
PLANTED = f"""() => {{
    const main = document.querySelector('main');
    main.insertAdjacentHTML('beforeend', `<p style="color:red" onclick="1"><img src="{OUT}/a.png"><iframe src="{OUT}">
        </iframe><object data="{OUT}"></object><a id="planted" href="javascript:window.harmed=1">x</a>`);
    const script = document.createElement('script');
    script.textContent = 'window.harmed = 1';
    main.append(script);
    document.getElementById('planted').click();
    return fetch('{OUT}').catch(() => 0);
}}"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("hostile") / "home", COMMONPLACE_HUB="false") as made:
        made.start_web()
        made.start_worker()
        yield made


@pytest.fixture(scope="module")
def ada(gallery: Installation) -> Iterator[httpx.Client]:
    """Ada, who calls the API."""
    token = gallery.person("ada")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with calls.client(base_url=gallery.url, headers=headers) as client:
        yield client


@pytest.fixture(scope="module")
def context(gallery: Installation, ada: httpx.Client, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    page = context.new_page()
    Gallery(page, gallery.url).sign_in("ada", "a-long-password")
    page.close()
    yield context
    context.close()


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


def test_pages_of_hostile_notebooks_are_harmless(
    gallery: Installation, ada: httpx.Client, context: BrowserContext
) -> None:
    watch = watched(context, gallery.url)
    for one in ALL:
        url = _saved(ada, one)
        if url:
            watch.page.goto(url, wait_until="load")
            _poke(watch.page)
            assert watch.page.get_by_role("main").count() == 1, f"{one.kind} {one.name}: the page is not whole"
            assert _foreign(watch.page) == set(), f"{one.kind} {one.name}"
            assert not one.has_more or _goes_on(watch.page), f"{one.kind} {one.name}: the cell after it is not laid out"
        assert watch.harm() == [], f"{one.kind} {one.name}"
    assert gallery.answers()


def _foreign(page: Page) -> set[str]:
    """Attributes within the cells that are not on the list."""
    return {found[:200] for found in page.evaluate(CARRIED) if not ATTRIBUTES.fullmatch(found)}


def _goes_on(page: Page) -> bool:
    """Whether the cell after the hostile one is laid out, at the latest after some visits."""
    heading = page.get_by_role("region", name="The notebook").get_by_role("heading", name=AFTER, exact=True)
    for _ in range(TRIES):
        if heading.count() == 1:
            return True
        page.reload()
    return False


def test_the_policy_alone_would_stop_them(gallery: Installation, ada: httpx.Client, context: BrowserContext) -> None:
    """The second wall: what the cleaning might let through one day, the browser refuses to do."""
    watch = watched(context, gallery.url)
    watch.page.goto(_saved(ada, ALL[0]))
    watch.page.evaluate(PLANTED)
    every = "names => names.every(name => window.seen.some(line => line.startsWith(name)))"
    watch.page.wait_for_function(every, arg=REFUSED)
    assert watch.page.evaluate("window.harmed") is None


def _saved(ada: httpx.Client, one: Hostile) -> str:
    """Upload through the API; answers the page's address, or nothing where the gate refused with a sentence."""
    answer = ada.post("/api/v1/notebooks", content=b'{"visibility": "public", "content": ' + one.raw + b"}")
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
