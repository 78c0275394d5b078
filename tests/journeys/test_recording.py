"""Cells that people run reach the gallery, each exactly once, whatever ends in between, and nothing else of them."""

import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from commonplace_clean import cell_hash
from playwright.sync_api import Browser, Locator, expect

from tests import calls
from tests.journeys.installation import DATABASE, Installation, wait_until
from tests.journeys.whole import hub_url, whole
from tests.journeys.zones import Gallery
from tests.jupyterlab import JupyterLab

pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(600)]
SECRET = "the-secret-of-nina"  # in no source as such: only running the cell makes it
PYTHON = ["a = 1  # größer 数据", "b = a + 1", "raise KeyError('the-secret-of' + '-nina')", "never = 'reached'"]
R = ["x <- c(1, 2)", "Sys.sleep(0.6); mean(x)", "stop(paste0('the-secret-of', '-nina'))", "never <- TRUE"]
UNKNOWN = ""  # what the gallery keeps of a cell that was edited first

ASK = """
SELECT source_hash, success, cause, runtime_ms, revision FROM executions_execution
JOIN notebooks_notebook ON notebooks_notebook.id = notebook_id JOIN accounts_user ON accounts_user.id = person_id
WHERE notebooks_notebook.uuid = ? AND username = 'nina' ORDER BY started_at
"""


@pytest.fixture(scope="module")
def product() -> Iterator[Installation]:
    with whole() as made:
        yield made


@pytest.fixture
def nina(product: Installation, browser: Browser) -> Iterator[Gallery]:
    """Nina's browser, signed in."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.set_default_timeout(60_000)
        yield Gallery(context.new_page(), product.url).sign_in("nina")


def bearer(product: Installation, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {product.command('token', 'create', name).stdout.strip()}"}


def published(product: Installation, headers: dict[str, str], title: str, language: str, sources: list[str]) -> Any:
    """A notebook of Grace's that everybody may read."""
    spec = {"python": "python3", "R": "ir"}[language]
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "id": f"c{at}", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        for at, source in enumerate(sources)
    ]
    metadata = {"kernelspec": {"name": spec, "display_name": language, "language": language}}
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    body = {"content": content, "title": title, "visibility": "public"}
    return calls.post(f"{product.url}/api/v1/notebooks", json=body, headers=headers).raise_for_status().json()


def records(product: Installation, notebook: str) -> list[dict[str, Any]]:
    """What the database keeps of Nina's runs, in the order in which they began."""
    with closing(sqlite3.connect(product.home / DATABASE, timeout=60)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(ASK, [UUID(notebook).hex])]


def outcomes(rows: list[dict[str, Any]]) -> Counter[tuple[str, bool]]:
    return Counter((row["source_hash"], row["success"]) for row in rows)


def arrived(product: Installation, notebook: str, *expected: tuple[str, bool]) -> list[dict[str, Any]]:
    """Wait until as many records are here, and see that they are these."""
    wait_until(lambda: len(records(product, notebook)) >= len(expected), "the records in the gallery")
    rows = records(product, notebook)
    assert outcomes(rows) == Counter(expected)
    return rows


def worked(source: str) -> tuple[str, bool]:
    return cell_hash(source), True


def failed(source: str) -> tuple[str, bool]:
    return cell_hash(source), False


def strip(lab: JupyterLab) -> Locator:
    """What the gallery says above the open notebook."""
    return lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").get_by_role(
        "region", name="Notes on running this notebook"
    )


def run_cell(lab: JupyterLab, number: int) -> None:
    """Run one cell, and wait until it has ended."""
    lab.cell(number).locator(".cm-content").click()
    lab.page.keyboard.press("Control+Enter")
    expect(lab.cell(number).get_by_text("[*]")).to_have_count(0)
    lab.kernel_is_idle()


def processes(product: Installation, *words: str) -> list[int]:
    """Processes of this installation whose command holds one of these words."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
            ours = str(product.home).encode() in (process / "environ").read_bytes()
        except OSError:
            continue  # it ended while we looked
        if ours and any(word in command for word in words):
            found.append(int(process.name))
    return found


@contextmanager
def gallery_away(product: Installation) -> Iterator[None]:
    """Kill the gallery, and keep it from being started again for a while."""
    supervisor = processes(product, "up")
    for pid in supervisor:
        os.kill(pid, signal.SIGSTOP)
    try:
        for pid in processes(product, "granian"):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not product.answers(), "the gallery to be away")
        yield
    finally:
        for pid in supervisor:
            os.kill(pid, signal.SIGCONT)
    wait_until(product.answers, "the gallery to be back")


def end_server(nina: Gallery, product: Installation) -> None:
    """Press the button on the hub's page, and wait until the home is gone."""
    nina.page.goto(f"{hub_url(product)}/hub/home")
    nina.page.get_by_role("button", name="End it now").click()
    homes = product.home / "hub/homes"
    wait_until(lambda: not [home for home in homes.iterdir() if home.is_dir()], "nina's home to be wiped")


def others_fail(product: Installation, notebook: str, source: str) -> None:
    """Two more people, an hour ago, of whom the gallery heard by its API."""
    for name in ("ada", "otto"):
        item = {
            "id": str(uuid4()), "notebook": notebook, "cell_hash": cell_hash(source), "success": False,
            "runtime_ms": 5, "started_at": (datetime.now(UTC) - timedelta(minutes=1)).isoformat(), "cause": "input",
        }  # fmt: skip
        answer = calls.post(f"{product.url}/api/v1/executions", json={"items": [item]}, headers=bearer(product, name))
        assert (answer.status_code, answer.json()["accepted"]) == (202, 1)


def leaves_secret(product: Installation) -> list[str]:
    """Files of the installation that hold the secret; Nina's own home is hers."""
    homes = product.home / "hub/homes"
    return [
        str(file)
        for file in product.home.rglob("*")
        if file.is_file() and not file.is_relative_to(homes) and SECRET.encode() in file.read_bytes()
    ]


def never_told(nina: Gallery, product: Installation) -> None:
    """Who was told in a test before is told again, in a new Jupyter: an old one would do so at another notebook."""
    if any(home.is_dir() for home in (product.home / "hub/homes").iterdir()):
        end_server(nina, product)
    for mark in product.home.rglob("recording-notice-*"):
        mark.unlink()


def test_every_run_arrives_once_whatever_ends_in_between(nina: Gallery, product: Installation) -> None:
    grace = bearer(product, "grace")
    made = published(product, grace, "Four cells", "python", PYTHON)
    others_fail(product, made["uuid"], PYTHON[2])

    never_told(nina, product)
    lab = nina.notebook(made["url"]).run()
    lab.kernel_is_idle()
    expect(strip(lab)).to_contain_text("your results or the words of an error.", timeout=60_000)
    lab.run_all()
    expect(strip(lab)).to_contain_text("It is not only you: it has failed for everybody since")
    expect(strip(lab)).to_contain_text("(2 others)")
    strip(lab).get_by_role("button", name="Report to the owner").click()
    expect(strip(lab)).to_contain_text("The owner has been told.")
    first = [worked(PYTHON[0]), worked(PYTHON[1]), failed(PYTHON[2])]
    rows = arrived(product, made["uuid"], *first)
    assert [(row["cause"], row["revision"]) for row in rows] == [("", 1), ("", 1), ("input", 1)]

    lab.write_cell("a = 'edited'")
    lab.page.keyboard.press("Control+Enter")
    edited = [*first, (UNKNOWN, True)]
    arrived(product, made["uuid"], *edited)

    with gallery_away(product):
        run_cell(lab, 2)
        run_cell(lab, 4)
        end_server(nina, product)
    lab = nina.notebook(made["url"]).run()
    lab.kernel_is_idle()
    kept = [*edited, failed(PYTHON[1]), worked(PYTHON[3])]
    arrived(product, made["uuid"], *kept)
    expect(strip(lab).get_by_role("button")).to_have_count(0)

    run_cell(lab, 1)
    arrived(product, made["uuid"], *kept, worked(PYTHON[0]))
    health_is_right(product, made["uuid"], grace)
    assert leaves_secret(product) == []


def health_is_right(product: Installation, notebook: str, headers: dict[str, str]) -> None:
    """Within a minute the API tells the right counts."""
    address = f"{product.url}/api/v1/notebooks/{notebook}/health"
    expected = [(2, 2, 1), (2, 1, 1), (3, 0, 3), (1, 1, 1)]

    def cells() -> list[tuple[int, int, int]]:
        told = calls.get(address, headers=headers).json()
        return [(cell["executions"], cell["successes"], cell["users"]) for cell in told["cells"]]

    wait_until(lambda: cells() == expected, f"the health to be {expected}, and it is {cells()}")


def test_the_same_with_r(nina: Gallery, product: Installation) -> None:
    made = published(product, bearer(product, "grace"), "Four cells of R", "R", R)
    lab = nina.notebook(made["url"]).run()
    lab.kernel_is_idle()
    lab.run_all()
    expect(strip(lab)).to_contain_text("Nobody else has run this cell yet.")
    rows = arrived(product, made["uuid"], worked(R[0]), worked(R[1]), failed(R[2]))
    assert rows[1]["runtime_ms"] >= 600
    assert rows[2]["cause"] == "other", "R's kernel does not tell what kind of error it was"
    assert leaves_secret(product) == []


def test_nobody_but_nina_can_read_what_waits(nina: Gallery, product: Installation) -> None:
    made = published(product, bearer(product, "grace"), "Who can read", "python", ["print('waits')"])
    lab = nina.notebook(made["url"]).run()
    lab.kernel_is_idle()
    folders = [folder for folder in (product.home / "hub/kept").iterdir() if any(folder.iterdir())]
    assert len(folders) == 1
    assert "nina" not in folders[0].name
    owner = folders[0].stat()
    assert (owner.st_mode & 0o777, owner.st_uid != 0) == (0o700, True)
    end_server(nina, product)
    assert folders[0].stat().st_uid == os.geteuid()
