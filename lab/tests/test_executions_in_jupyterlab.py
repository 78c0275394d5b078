"""Cells that are run in a real JupyterLab: what the gallery learns of them, and what the person is told."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from commonplace_clean import cell_hash
from playwright.sync_api import Locator, expect

from .browser import Lab
from .contract_gallery import TOKEN, ContractGallery, Published, notebook
from .jupyter import Jupyter

pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(300)]
SECRET = "secret-in-the-exception"
FAILS = f"raise KeyError('{SECRET}')"


@pytest.fixture(autouse=True)
def recording(server: Jupyter, gallery: ContractGallery) -> Iterator[None]:
    """A gallery that records, and a person who was told."""
    gallery.rules = {"record": True, "causes": True}
    server.post("recording-told")
    ask_the_rules_again(server)
    yield
    gallery.health = {"outage": None, "others": None}


def ask_the_rules_again(server: Jupyter) -> None:
    """They are remembered for minutes, but not for another person."""
    server.post("sign-out")
    assert server.post("sign-in", token=TOKEN).status_code == 200


def opened(lab: Lab, gallery: ContractGallery, *sources: str) -> Published:
    published = gallery.publish(f"Run {len(gallery.notebooks)}", *sources)
    lab.open(**{"commonplace-ticket": gallery.ticket(published)})
    lab.kernel_is_idle()
    return published


def strip(lab: Lab) -> Locator:
    """What the gallery says above the open notebook."""
    return lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").get_by_role(
        "region", name="Notes on running this notebook"
    )


def records(gallery: ContractGallery, run: Published) -> list[dict[str, Any]]:
    """What came of this notebook, in the order in which it began; an earlier test's records may come late."""
    own = [record for record in list(gallery.executions.values()) if record["notebook"] == run.uuid]
    return sorted(own, key=lambda record: str(record["started_at"]))


def recorded(gallery: ContractGallery, run: Published, count: int) -> list[tuple[str, bool]]:
    """Hash and success of each record of this notebook, as soon as there are so many."""
    with gallery.arrived:
        gallery.arrived.wait_for(lambda: len(records(gallery, run)) >= count, 60)
    return [(record["cell_hash"], record["success"]) for record in records(gallery, run)]


def others(users: int, working: int, failing: int = 0, since: str | None = None) -> dict[str, object]:
    return {"outage": None, "others": {"users": users, "working": working, "failing": failing, "failing_since": since}}


def test_each_cell_of_a_run_is_recorded_and_nothing_of_what_it_says(lab: Lab, gallery: ContractGallery) -> None:
    sources = ["import time; time.sleep(1.2)  # größer 数据", "x = 1", "", FAILS, "never = 'reached'"]
    run = opened(lab, gallery, *sources)
    lab.run_all()
    expect(strip(lab)).to_contain_text("A cell failed.")
    assert recorded(gallery, run, 3) == [
        (cell_hash(sources[0]), True),
        (cell_hash(sources[1]), True),
        (cell_hash(FAILS), False),
    ]
    slow, quick, failed = records(gallery, run)
    assert slow["runtime_ms"] >= 1200
    assert quick["runtime_ms"] < 1000, "it waited for the slow one, and that is not its runtime"
    assert (failed["cause"], failed["notebook"], failed["revision"]) == ("input", run.uuid, 1)
    told = str(list(gallery.executions.values())) + str(lab.server.log)
    assert SECRET not in told
    assert "KeyError" not in told


def test_the_source_at_the_moment_of_running_is_what_counts(lab: Lab, gallery: ContractGallery) -> None:
    run = opened(lab, gallery, "import time; time.sleep(2)")
    lab.page.keyboard.press("Control+Enter")
    expect(lab.cell(1).get_by_text("[*]")).to_be_visible()
    lab.write_cell("edited = 'while it runs'")
    lab.page.keyboard.press("Control+Enter")
    expected = [(cell_hash("import time; time.sleep(2)"), True), (cell_hash("edited = 'while it runs'"), True)]
    assert recorded(gallery, run, 2) == expected


def test_a_renamed_copy_is_known_and_a_notebook_of_ones_own_is_not(lab: Lab, gallery: ContractGallery) -> None:
    (lab.server.folder / "mine.ipynb").write_text(json.dumps(notebook("mine = 1")))
    run = gallery.publish("A copy", "copy = 1")
    copy = lab.server.post("pull", notebook=run.uuid).json()["path"]
    headers = {"X-XSRFToken": lab.server.client.cookies["_xsrf"]}
    address = f"{lab.server.url}/api/contents/{copy}"
    lab.server.client.patch(address, json={"path": "renamed.ipynb"}, headers=headers).raise_for_status()
    lab.open()
    lab.ready()
    for name in ("mine.ipynb", "renamed.ipynb"):
        lab.page.goto(f"{lab.server.url}/lab/tree/{name}?reset")
        lab.ready().kernel_is_idle()
        lab.run_all()
        expect(lab.cell(1)).to_contain_text("[1]")
    assert recorded(gallery, run, 1) == [(cell_hash("copy = 1"), True)]
    assert cell_hash("mine = 1") not in {record["cell_hash"] for record in gallery.executions.values()}


def test_records_wait_in_the_page_while_the_jupyter_server_is_away(lab: Lab, gallery: ContractGallery) -> None:
    run = opened(lab, gallery, "away = 1", "away = 2")
    lab.page.route("**/commonplace/executions**", lambda route: route.abort())
    lab.run_all()
    expect(lab.cell(2)).to_contain_text("[2]")
    lab.page.unroute("**/commonplace/executions**")
    lab.page.reload()
    assert recorded(gallery, run, 2) == [(cell_hash("away = 1"), True), (cell_hash("away = 2"), True)]
    lab.complaints.clear()  # the browser reports the failures that this test is about


def test_a_kernel_that_dies_has_failed_and_one_that_is_restarted_has_not(lab: Lab, gallery: ContractGallery) -> None:
    die = "import os, time; time.sleep(0.5); os.kill(os.getpid(), 9)"  # after the kernel's word that it began is out
    run = opened(lab, gallery, "import time; time.sleep(600)", die)
    lab.page.keyboard.press("Control+Enter")
    expect(lab.cell(1).get_by_text("[*]")).to_be_visible()
    lab.page.get_by_role("button", name="Restart the kernel", exact=True).click()
    lab.dialog().get_by_role("button", name="Confirm Kernel Restart").click()
    lab.kernel_is_idle()
    lab.cell(2).locator(".cm-content").click()
    lab.page.keyboard.press("Control+Enter")
    assert recorded(gallery, run, 1) == [(cell_hash(die), False)]
    lab.dialog().get_by_role("button").last.click()
    # JupyterLab's debugger may have been asking the kernel while it was restarted.
    lab.complaints[:] = [said for said in lab.complaints if "debugger state: Canceled future" not in said]


def test_a_person_is_told_once_what_is_recorded(lab: Lab, gallery: ContractGallery) -> None:
    (lab.server.data / "commonplace" / "recording-notice-1").unlink()
    run = opened(lab, gallery, "1")
    notice = strip(lab).get_by_role("status").filter(has_text="the gallery learns of each cell whether it worked")
    expect(notice).to_contain_text("It never learns your code, your results or the words of an error.")
    expect(notice.get_by_role("link", name="Read more")).to_have_attribute("href", f"{gallery.url}/help#recording")
    strip(lab).get_by_role("button", name="Close this notice").click()
    expect(strip(lab).get_by_role("button")).to_have_count(0)
    lab.page.goto(f"{lab.server.url}/lab/tree/{run.slug}.ipynb?reset")
    lab.ready().kernel_is_idle()
    summary = lab.panel().get_by_text("What the gallery learns when I run a notebook")
    expect(strip(lab).get_by_role("button")).to_have_count(0)
    summary.click()
    expect(lab.panel()).to_contain_text("It never learns your code")


def test_where_nothing_is_recorded_nobody_is_told_or_recorded(lab: Lab, gallery: ContractGallery) -> None:
    gallery.rules = None
    ask_the_rules_again(lab.server)
    with lab.page.expect_response("**/commonplace/recording**"):
        run = opened(lab, gallery, FAILS)
    lab.run_all()
    expect(lab.cell(1)).to_contain_text(SECRET)
    expect(strip(lab).get_by_role("button")).to_have_count(0)
    assert records(gallery, run) == []


def test_after_a_failure_a_quiet_strip_tells_of_others(lab: Lab, gallery: ContractGallery) -> None:
    gallery.health = others(41, 41)
    run = opened(lab, gallery, "fine = 1", FAILS)
    lab.page.keyboard.press("Escape")
    focused = "() => document.activeElement.closest('.jp-Notebook') !== null"
    assert lab.page.evaluate(focused)
    lab.page.keyboard.press("Shift+Enter")
    lab.page.keyboard.press("Shift+Enter")
    expect(strip(lab).get_by_role("status").last).to_contain_text("It works for 41 others: check your input")
    assert lab.page.evaluate(focused), "the strip took the focus"
    assert lab.dialog().count() == 0
    link = strip(lab).get_by_role("link", name="See its health")
    expect(link).to_have_attribute("href", f"{gallery.url}/notebooks/{run.uuid}/health")
    found = Axe().run(lab.page, context=".cp-Strip").response["violations"]
    assert [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]] == []
    strip(lab).get_by_role("button", name="Report to the owner").press("Enter")
    expect(strip(lab)).to_contain_text("The owner has been told.")
    assert gallery.reports == [(run.uuid, cell_hash(FAILS))]
    strip(lab).get_by_role("button", name="Close this message").press("Escape")
    expect(strip(lab).get_by_role("button")).to_have_count(0)
    assert lab.page.evaluate(focused), "closing did not lead back to the notebook"


def test_the_strip_says_since_when_it_fails_for_everybody(lab: Lab, gallery: ContractGallery) -> None:
    gallery.health = others(5, 2, 3, "2026-11-20T09:10:00Z")
    opened(lab, gallery, FAILS)
    lab.run_all()
    expect(strip(lab)).to_contain_text(re.compile(r"failed for everybody since .*Nov.* \(3 others\)"))


def test_a_cell_that_works_now_takes_its_message_away(lab: Lab, gallery: ContractGallery) -> None:
    flaky = "if 'n' not in globals(): n = 1; raise OSError(1)"
    opened(lab, gallery, flaky)
    lab.run_all()
    expect(strip(lab)).to_contain_text("A cell failed.")
    lab.run_all()
    expect(strip(lab).get_by_role("button")).to_have_count(0)


def test_a_report_that_fails_says_why_and_can_be_tried_again(lab: Lab, gallery: ContractGallery) -> None:
    gallery.health = others(1, 0, 1, "2026-11-21T09:10:00Z")
    opened(lab, gallery, FAILS)
    lab.run_all()
    report = strip(lab).get_by_role("button", name="Report to the owner")
    expect(report).to_be_visible()
    gallery.broken = True
    report.click()
    expect(strip(lab)).to_contain_text("Something broke on our side.")
    gallery.broken = False
    report.click()
    expect(strip(lab)).to_contain_text("The owner has been told.")
    lab.complaints.clear()  # the browser reports the failure that this test is about


def test_a_cell_that_is_meant_to_fail_is_recorded_without_a_word(lab: Lab, gallery: ContractGallery) -> None:
    run = gallery.publish("Meant to fail", FAILS, "after = 1")
    run.versions[0]["cells"][0]["metadata"]["tags"] = ["raises-exception"]
    lab.open(**{"commonplace-ticket": gallery.ticket(run)})
    lab.kernel_is_idle()
    lab.run_all()
    assert recorded(gallery, run, 2) == [(cell_hash(FAILS), False), (cell_hash("after = 1"), True)]
    expect(strip(lab).get_by_role("button")).to_have_count(0)
