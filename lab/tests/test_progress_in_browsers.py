"""Progress of the kit's long work in a real browser: a bar with words, stopped by Jupyter's button; and in Voilà."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .browser import Lab
from .contract_gallery import notebook
from .jupyter import PATIENCE

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
# Goes on until it is told to end, so that neither a quick nor a slow machine misses it.
LONG = """\
import time
from commonplace.progress import watched
for at in watched(range(1_000_000), "Counting", 1_000_000):
    time.sleep(0.01)"""
FORM = """\
import commonplace as cp, time
from pathlib import Path
from commonplace.progress import watched

answers = cp.form("Count", least=cp.field.number("At least", default=3))

@answers.on_run
def count(answers):
    for at in watched(range(1_000_000), "Counting", 1_000_000):
        if Path("enough").exists():
            break
        time.sleep(0.01)"""


def written(lab: Lab, name: str, source: str) -> str:
    """A notebook with this cell; the browser is signed in. Each test's has a name, and so a kernel, of its own."""
    (lab.server.folder / name).write_text(json.dumps(notebook(source)))
    lab.open()
    lab.ready()
    return name


@pytest.mark.parametrize("place", ["JupyterLab", "Notebook"])
def test_a_bar_with_words_until_somebody_stops_it(lab: Lab, place: str) -> None:
    name = written(lab, f"long-in-{place}.ipynb", LONG)
    if place == "Notebook":
        lab.open_in_notebook(name)
    else:
        lab.page.goto(f"{lab.server.url}/lab/tree/{name}")
        lab.ready().kernel_is_idle()
    lab.page.get_by_role("button", name="Restart the kernel and run all cells").click()
    lab.dialog().get_by_role("button").last.click()
    bar = lab.page.get_by_role("progressbar", name="Counting:")
    expect(bar).to_be_visible(timeout=PATIENCE * 1000)
    lab.page.get_by_role("button", name="Interrupt the kernel").click()
    expect(lab.page.get_by_text("Counting: stopped after")).to_be_visible()
    expect(bar).to_have_count(0)
    # Notebook stumbles over settings while it starts; both may ask a kernel that is being restarted.
    known = ("reading 'schema'", "debugger state: Canceled future")
    lab.complaints[:] = [said for said in lab.complaints if not any(words in said for words in known)]


def test_a_form_in_voila_says_how_far_it_is(lab: Lab) -> None:
    name = written(lab, "form.ipynb", FORM)
    lab.page.goto(f"{lab.server.url}/voila/render/{name}")
    lab.page.get_by_role("button", name="Run").click(timeout=PATIENCE * 1000)
    bar = lab.page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    found = Axe().run(lab.page, context=".widget-html").response["violations"]
    assert [one["id"] for one in found] == []
    (lab.server.folder / "enough").touch()
    expect(lab.page.get_by_text("Counting: ")).to_contain_text("stopped after")
    expect(bar).to_have_count(0)
