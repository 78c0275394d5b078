"""Web services: pages are followed to their end and no further, and credentials go to one server only."""

from typing import Any
from urllib.parse import urlsplit

import commonplace as cp
import pytest
from commonplace.errors import SourceFailed

from kit.python.tests.conftest import Catalogue, Places
from kit.python.tests.services import PASSWORD
from kit.python.tests.world import give


def at(places: Places, path: str, **options: Any) -> dict[str, Any]:
    """A catalogue entry for another address of the same service."""
    service = urlsplit(places.sources["http"]["location"])._replace(path=path).geturl()
    return {"driver": "http", "location": service, "credentials": "canary", "rows": "rows", **options}


def test_links_are_followed_to_the_last_page(everywhere: Places, catalogue: Catalogue) -> None:
    catalogue({"plays": at(everywhere, "/linked", next="links.next")})
    assert cp.source("plays").read()["title"].tolist() == list(range(12))
    assert [path for path, _ in everywhere.seen] == ["/linked", "/linked?from=4", "/linked?from=8"]


def test_a_link_or_redirect_to_another_server_is_not_followed(everywhere: Places, catalogue: Catalogue) -> None:
    catalogue({"linked": at(everywhere, "/elsewhere", next="links.next"), "moved": at(everywhere, "/away")})
    with pytest.raises(SourceFailed, match="points to another server, which is not followed"):
        cp.source("linked").read()
    with pytest.raises(SourceFailed, match="“moved” answered 302 Found"):
        cp.source("moved").read()


@pytest.mark.parametrize(
    ("fields", "options"),
    [({"key": PASSWORD}, {"key_header": "X-Plays-Key"}), ({"user": "ada", "password": PASSWORD}, {})],
)
def test_each_way_to_sign_in(
    fields: dict[str, str],
    options: dict[str, str],
    everywhere: Places,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give(monkeypatch, "canary", **{"token": "", **fields})
    catalogue({"plays": at(everywhere, "/linked", next="links.next", **options)})
    assert len(cp.source("plays").read()) == 12
    assert all(PASSWORD not in path for path, _ in everywhere.seen)


def test_what_is_no_list_is_told(everywhere: Places, catalogue: Catalogue) -> None:
    catalogue({"plays": at(everywhere, "/linked", rows="links")})
    with pytest.raises(SourceFailed, match="something that is no list"):
        cp.source("plays").read()
