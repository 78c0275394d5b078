"""One gallery and one Jupyter server for all tests; each test publishes notebooks of its own."""

from collections.abc import Iterator

import pytest

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
    _gallery.tokens = {TOKEN}
    for kept in (_gallery.received, _gallery.starred, _gallery.recent, _gallery.tickets):
        kept.clear()


@pytest.fixture(scope="session")
def _server(_gallery: ContractGallery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    with jupyter(tmp_path_factory.mktemp("jupyter"), gallery_url=_gallery.url) as made:
        made.sign_in()
        yield made


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
