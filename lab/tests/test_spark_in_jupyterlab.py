"""Spark as an analyst meets it: started in JupyterLab in a real browser, worked with, looked at, and ended."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kit.python.tests.spark.cluster import StandaloneCluster, offered
from kit.python.tests.spark.notebooks import START, WORK
from kit.python.tests.world import ADA
from tests.chromium import chromium

from .browser import Lab, jupyterlab
from .contract_gallery import notebook
from .jupyter import jupyter

pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(900)]
CELLS = (START, WORK, "cp.spark.monitor()", "cp.spark.stop()\ncp.spark.status()")
PATIENCE = 300_000  # milliseconds: a slow machine starts a cluster, a driver and two executors


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[StandaloneCluster]:
    """A master and two workers."""
    (tmp_path / "cluster").mkdir()
    made = StandaloneCluster(tmp_path / "cluster")
    yield made
    made.stop()


@pytest.fixture
def lab(cluster: StandaloneCluster, tmp_path: Path) -> Iterator[Lab]:
    """JupyterLab of somebody who may use the cluster."""
    offers = tmp_path / "spark.toml"
    offers.write_text(offered(cluster.master, cluster.web, patience=120))
    environ = {**ADA, "COMMONPLACE_SPARK": str(offers)}
    with jupyter(tmp_path, gallery_url="http://127.0.0.1:1", program=jupyterlab(), environ=environ) as server:
        server.sign_in()
        with chromium() as browser:
            yield Lab(browser.new_page(), server)


def test_start_work_look_and_stop(lab: Lab) -> None:
    (lab.server.folder / "spark.ipynb").write_text(json.dumps(notebook(*CELLS)))
    lab.open()
    lab.page.goto(f"{lab.server.url}/lab/tree/spark.ipynb?reset")
    lab.ready().kernel_is_idle()
    lab.cell(1).locator(".cm-content").click()
    for _ in CELLS[:-1]:
        lab.page.keyboard.press("Shift+Enter")
    expect(lab.cell(2)).to_contain_text("66", timeout=PATIENCE)
    expect(lab.cell(2)).to_contain_text("Spark: done, ")  # the progress, in words
    expect(lab.cell(3).get_by_role("table")).to_contain_text("ada: ")
    with lab.page.expect_popup() as opened:
        lab.cell(3).get_by_role("link", name="The pages of Spark itself (new tab)").click()
    expect(opened.value.get_by_role("heading", name="Spark Jobs")).to_be_visible(timeout=PATIENCE)
    expect(opened.value.locator("body")).to_contain_text("ada: ")
    lab.page.bring_to_front()
    lab.cell(4).locator(".cm-content").click()
    lab.page.keyboard.press("Shift+Enter")
    expect(lab.cell(4)).to_contain_text("No Spark is running in this kernel.", timeout=PATIENCE)
