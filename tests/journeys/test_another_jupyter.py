"""A Jupyter server of one's own, outside the hub: registered once, connected once, then used like the hub's."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests import calls
from tests.journeys.installation import ROOT, Installation, free_port, installation, wait_until
from tests.journeys.zones import Gallery
from tests.jupyterlab import JupyterLab

pytestmark = [pytest.mark.journey(minutes=1), pytest.mark.timeout(300)]
ANALYST = Path(os.environ.get("COMMONPLACE_ANALYST_PYTHON", ROOT / ".venv-analyst/bin/python"))
NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "cells": [{"cell_type": "code", "id": "a", "metadata": {}, "source": "print(6 * 7)", "outputs": []}],
}


@contextmanager
def own_jupyter(folder: Path, gallery: Installation) -> Iterator[tuple[str, str]]:
    """A JupyterLab with the extension, started as a person would; yields its address and Jupyter's own token."""
    assert ANALYST.exists(), f"the analysts' environment is not at {ANALYST}; run `make install`"
    port, token = free_port(), secrets.token_hex(16)
    home = folder / "jupyter"
    home.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "COMMONPLACE_GALLERY_URL": gallery.url,
        "JUPYTER_TOKEN": token,
    }
    root = ["--allow-root"] if os.geteuid() == 0 else []
    words = [str(ANALYST), "-m", "jupyterlab", "--no-browser", f"--port={port}", "--ServerApp.port_retries=0", *root]
    with (folder / "jupyter.log").open("wb") as log:
        process = subprocess.Popen(words, env=environment, cwd=home, stdout=log, stderr=log)
    try:
        wait_until(lambda: _answers(port, token), "the person's own Jupyter to answer")
        yield f"http://127.0.0.1:{port}", token
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def _answers(port: int, token: str) -> bool:
    try:
        return calls.get(f"http://127.0.0.1:{port}/api/status", params={"token": token}, timeout=5).is_success
    except httpx.HTTPError:
        return False


def test_register_connect_and_run(tmp_path: Path, browser: Browser) -> None:
    with installation(tmp_path / "home", COMMONPLACE_HUB="false") as made:
        headers = {"Authorization": f"Bearer {made.person('ada')}"}
        made.start_web()
        notebook = calls.post(
            f"{made.url}/api/v1/notebooks", json={"content": NOTEBOOK, "title": "Six times seven"}, headers=headers
        ).json()
        with own_jupyter(tmp_path, made) as (url, token), browser.new_context() as context:
            context.set_default_timeout(60_000)
            gallery = Gallery(context.new_page(), made.url).sign_in("ada", "a-long-password")
            secret = _registered(gallery, url)
            _connected(gallery.page, url, token, secret)
            lab = gallery.notebook(notebook["url"]).run_in("My laptop")
            lab.kernel_is_idle()
            lab.run_all()
            lab.output("42")


def _registered(gallery: Gallery, url: str) -> str:
    """Register the server on its page; answers the token that is shown once."""
    page = gallery.go("/environments/").page
    page.get_by_label("Name", exact=True).fill("My laptop")
    page.get_by_label("Address").fill(f"{url}/lab?token=not-kept")
    page.get_by_role("button", name="Register").click()
    shown = page.get_by_role("main").locator("input[readonly], code").first
    return shown.input_value() if shown.evaluate("e => e.tagName") == "INPUT" else shown.inner_text()


def _connected(page: Page, url: str, token: str, secret: str) -> None:
    """Open one's own JupyterLab and paste the gallery's token into the panel."""
    page.goto(f"{url}/lab?token={token}")
    panel = JupyterLab(page).ready().panel()
    panel.get_by_label("Token").fill(secret)
    panel.get_by_role("button", name="Connect").click()
    expect(panel).to_contain_text("Signed in as")
