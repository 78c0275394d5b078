"""A list's page asked for as Atom leads to its feed; asked for as a page it names the feed in its head."""

from collections.abc import Callable

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook

PAGES = {
    "/tags/sea": "/feeds/tags/sea.atom",
    "/languages/python": "/feeds/languages/python.atom",
    "/people/ada": "/feeds/people/ada.atom",
    "/notebooks/": "/feeds/all.atom",
    "/notebooks/?q=tides&tag=sea&page=2&sort=stars": "/feeds/search.atom?q=tides&tag=sea",
    "/notebooks/?page=2": "/feeds/all.atom",
}
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture(autouse=True)
def public(ada: User, write: Callable[..., Notebook]) -> Notebook:
    """A public notebook in all of these lists."""
    return write(ada, title="Tides", public=True, tags=["sea"])


@pytest.mark.parametrize("page", PAGES)
def test_who_prefers_atom_is_led_to_the_feed(client: Client, page: str) -> None:
    for accepted in ("application/atom+xml", "application/atom+xml, text/html;q=0.5", "APPLICATION/ATOM+XML"):
        answer = client.get(page, headers={"Accept": accepted})
        assert (answer.status_code, answer["Location"]) == (302, PAGES[page])
        assert "Accept" in answer["Vary"].split(", ")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "accepted", [None, HTML, "*/*", "text/html, application/atom+xml", "nonsense", "application/json"]
)
def test_who_prefers_a_page_gets_one(client: Client, page: str, accepted: str | None) -> None:
    answer = client.get(page, headers={"Accept": accepted} if accepted else {})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    assert "Accept" in answer["Vary"].split(", ")
    href = PAGES[page].replace("&", "&amp;")
    assert f'<link rel="alternate" type="application/atom+xml" href="{href}"' in answer.text


def test_a_token_goes_along_and_nothing_else(client: Client) -> None:
    atom = {"Accept": "application/atom+xml"}
    assert client.get("/tags/sea?token=cpf_x&y=z", headers=atom)["Location"] == "/feeds/tags/sea.atom?token=cpf_x"
    found = client.get("/notebooks/?q=a&token=cpf_x%26b", headers=atom)["Location"]
    assert found == "/feeds/search.atom?q=a&token=cpf_x%26b"


def test_no_page_leads_elsewhere(client: Client) -> None:
    for name in ("%2F%2Fevil.example", "evil.example%0d%0aX-Y:%20z", "%5Cevil.example"):
        answer = client.get(f"/tags/{name}", headers={"Accept": "application/atom+xml"})
        assert answer.status_code in {302, 404}
        assert answer.get("Location", "/feeds/tags/").startswith("/feeds/tags/")
        assert "X-Y" not in answer.headers


def test_pages_that_are_no_lists_stay_pages(client: Client, public: Notebook) -> None:
    for path in ("/", "/help", "/tags/", public.get_absolute_url()):
        answer = client.get(path, headers={"Accept": "application/atom+xml"})
        assert answer.status_code == 200
        assert 'type="application/atom+xml"' not in answer.text


def test_what_is_not_there_names_no_feed(client: Client) -> None:
    answer = client.get("/tags/none")
    assert answer.status_code == 404
    assert "atom+xml" not in answer.text


def test_a_token_opens_no_page(client: Client, ada: User, write: Callable[..., Notebook]) -> None:
    from gallery.feeds.tokens import create_feed_token

    hidden = write(ada, title="Hidden canary", tags=["sea"])
    _, secret = create_feed_token(owner=ada, name="reader")
    bearer = {"Authorization": f"Bearer {secret}"}
    for path in ("/notebooks/", "/tags/sea", "/people/ada", "/"):
        assert "Hidden canary" not in client.get(f"{path}?token={secret}", headers=bearer).text
    assert client.get(f"{hidden.get_absolute_url()}?token={secret}", headers=bearer).status_code == 404
    for path in ("/api/v1/me", "/api/v1/notebooks", f"/api/v1/notebooks/{hidden.uuid}/content"):
        assert client.get(path, headers=bearer).status_code == 401
        assert "canary" not in client.get(f"{path}?token={secret}").text
    assert client.get(f"/account/feeds?token={secret}").status_code == 302
