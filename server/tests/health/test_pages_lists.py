"""Health in lists: an icon and words on each card, filter, order, counts; one query more on the search page."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.search.queries import Question, find

from server.tests.health.measuring import measure
from server.tests.pages.counting import count

Enter = Callable[[User | None], Client]
Write = Callable[..., Notebook]
WORDS = {
    "Good": "healthy",
    "Bad": "unhealthy",
    "Mixed": "undetermined",
    "Fresh": "undetermined, previously healthy",
    "Worse": "undetermined, previously unhealthy",
    "Promising": "unknown, but looks good",
    "New": "health unknown",
}


@pytest.fixture
def all_kinds(ada: User, write: Write) -> dict[str, Notebook]:
    """A public notebook of each kind of health, and a private one that is healthy."""
    made = {title: write(ada, "a = 1", title=title, public=True) for title in WORDS}
    measure(made["Good"], (9, 0))
    measure(made["Bad"], (0, 9))
    measure(made["Mixed"], (5, 5))
    measure(made["Fresh"], (0, 0), note="was-healthy", shown_score=0.8)
    measure(made["Worse"], (0, 0), note="was-unhealthy", shown_score=0.1)
    measure(made["Promising"], (0, 0), note="promising")
    measure(write(ada, "canary = 1", title="Canary"), (9, 0))
    return made


def said(page: str) -> dict[str, str]:
    """What each card of a page says of its health."""
    cards = re.findall(r'<article class="card">(.*?)</article>', page, re.DOTALL)
    return {_title(card): _health(card) for card in cards}


def _title(card: str) -> str:
    return re.sub(r"<[^>]*>", "", re.findall(r"<h3>(.*?)</h3>", card)[0])


def _health(card: str) -> str:
    (found,) = re.findall(r'<span class="health[^"]*"><svg.*?</svg>(.*?)</span>', card)
    return str(found)


def test_every_card_says_it_with_an_icon_and_in_words(all_kinds: dict[str, Notebook], signed_in: Enter) -> None:
    assert said(signed_in(None).get("/notebooks/").text) == WORDS
    assert said(signed_in(None).get("/people/ada").text) == WORDS


@pytest.mark.parametrize(
    ("health", "titles"),
    [
        ("healthy", {"Good"}),
        ("unhealthy", {"Bad"}),
        ("undetermined", set(WORDS) - {"Good", "Bad"}),
        ("evil", set(WORDS)),
    ],
)
def test_narrow_by_health(all_kinds: dict[str, Notebook], signed_in: Enter, health: str, titles: set[str]) -> None:
    browser = signed_in(None)
    assert set(said(browser.get("/notebooks/", {"health": health}).text)) == titles
    if health != "evil":
        assert set(said(browser.get("/notebooks/", {"q": f"health:{health}"}).text)) == titles
        assert {card.title for card in find(None, Question(text="a", health=health)).items} <= titles


def test_the_side_bar_counts_and_the_chip_takes_it_away(all_kinds: dict[str, Notebook], signed_in: Enter) -> None:
    page = re.sub(r"\s+", " ", signed_in(None).get("/notebooks/").text)
    assert '<a href="/notebooks/?health=healthy" ><span>healthy</span><span class="count">1</span></a>' in page
    assert '<span>undetermined</span><span class="count">5</span>' in page
    assert "Health: healthy" in signed_in(None).get("/notebooks/?health=healthy").text


def test_counts_are_those_of_what_the_reader_may_find(
    all_kinds: dict[str, Notebook], ada: User, signed_in: Enter
) -> None:
    assert '<span>healthy</span><span class="count">2</span>' in signed_in(ada).get("/notebooks/").text
    assert "Canary" not in signed_in(None).get("/notebooks/?health=healthy&sort=health").text


def test_order_by_health_puts_what_nobody_ran_last(all_kinds: dict[str, Notebook], signed_in: Enter) -> None:
    for address in ("/notebooks/?sort=health", "/people/ada?sort=health"):
        titles = list(said(signed_in(None).get(address).text))
        assert titles[:5] == ["Good", "Fresh", "Mixed", "Worse", "Bad"]
        assert set(titles[5:]) == {"Promising", "New"}


def test_lists_and_search_cost_no_query_more(
    all_kinds: dict[str, Notebook], signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(None, Question(text="a"))  # the index takes it in
    with count() as now:
        assert find(None, Question(text="a")).facets.health
    monkeypatch.setattr("gallery.search.counting._health", lambda _: ())
    with count() as without:
        find(None, Question(text="a"))
    assert now.total == without.total
    browser = signed_in(None)
    browser.get("/people/ada")
    with count() as counts:
        browser.get("/people/ada")
    assert counts.rendering == 0


def test_the_api_narrows_and_orders(client: Client, all_kinds: dict[str, Notebook]) -> None:
    found = client.get("/api/v1/notebooks", {"health": "healthy"}).json()
    assert [(item["title"], item["health"]) for item in found["items"]] == [("Good", "healthy")]
    assert client.get("/api/v1/notebooks", {"sort": "health"}).json()["items"][0]["title"] == "Good"
    assert client.get("/api/v1/notebooks", {"health": "evil"}).status_code == 422
