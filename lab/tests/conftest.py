"""One gallery and one Jupyter server for all tests; each test publishes notebooks of its own."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium

from .browser import Lab, jupyterlab
from .contract_gallery import TOKEN, ContractGallery, contract_gallery
from .jupyter import Jupyter, jupyter


@pytest.fixture(scope="session")
def _gallery() -> Iterator[ContractGallery]:
    with contract_gallery() as made:
        yield made


@pytest.fixture
def gallery(_gallery: ContractGallery) -> Iterator[ContractGallery]:
    """The contract gallery, whole again after each test."""
    yield _gallery
    _gallery.broken = False
    _gallery.meant = ""
    _gallery.tokens = {TOKEN}
    _gallery.rules = None
    _gallery.terms_number = 1
    for kept in (_gallery.received, _gallery.starred, _gallery.recent, _gallery.batches, _gallery.reports):
        kept.clear()
    for known in (_gallery.tickets, _gallery.executions):
        known.clear()
    _gallery.unfit.clear()


@pytest.fixture(scope="session")
def _server(_gallery: ContractGallery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    with jupyter(tmp_path_factory.mktemp("jupyter"), gallery_url=_gallery.url) as made:
        made.sign_in()
        yield made


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The home of somebody who signed in to the gallery on another day."""
    kept = tmp_path / "data" / "commonplace"
    kept.mkdir(parents=True)
    (kept / "gallery-token").write_text(TOKEN)
    return tmp_path


@pytest.fixture
def stranger(_server: Jupyter, gallery: ContractGallery) -> Jupyter:
    """Ada's Jupyter before she signed in to the gallery."""
    assert _server.post("sign-out").status_code == 200
    return _server


@pytest.fixture
def ada(_server: Jupyter, gallery: ContractGallery) -> Jupyter:
    """Ada's Jupyter, signed in to the gallery."""
    assert _server.post("sign-in", token=TOKEN).json() == {
        "user": gallery.answer("GET", "/api/v1/me", {}, TOKEN, {})[1]
    }
    return _server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def server(_gallery: ContractGallery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """JupyterLab of somebody who signed in on another day, and which ends in three hours."""
    place = tmp_path_factory.mktemp("lab")
    kept = place / "data" / "commonplace"
    kept.mkdir(parents=True)
    (kept / "gallery-token").write_text(TOKEN)
    environ = {"COMMONPLACE_ENDS_AT": str(time.time() + 11_550), "COMMONPLACE_IDLE_SECONDS": "1800"}
    with jupyter(place, gallery_url=_gallery.url, program=jupyterlab(), environ=environ) as made:
        made.sign_in()
        yield made


@pytest.fixture
def lab(browser: Browser, server: Jupyter, gallery: ContractGallery) -> Iterator[Lab]:
    """A fresh browser session, which must not complain."""
    assert server.post("sign-in", token=TOKEN).status_code == 200
    shutil.rmtree(server.folder.parent / "config" / "lab" / "workspaces", ignore_errors=True)  # what was open before
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    opened = Lab(context.new_page(), server)
    yield opened
    context.close()
    assert opened.complaints == []
