"""What one may not read is in no answer: not as an item, a number, a facet, a snippet or a suggestion."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks import actions
from gallery.notebooks.models import Notebook, Visibility
from gallery.search.queries import Found, Suggestion, suggest

from server.tests.search.conftest import ask

Write = Callable[..., Notebook]
Titles = Callable[..., list[str]]

CANARIES = ("canarytitle", "canaryprose", "canarycode", "canarytag", "canarydescription", "canarylanguage")
CONDITIONS = ("tag:canarytag", "lang:canarylanguage", "import:canarycode", '"common canaryprose"')
SLIPS = ("canarytitl", "canarytilte", "canarypros", "canarycodee", "cnarytag", "canarydescriptio", "canary", "cana")


@pytest.fixture
def hidden(ada: User, otto: User, write: Write) -> Notebook:
    """Ada's private notebook among public ones; everybody has the word `common`."""
    write(otto, "common", title="Otto's", tags=["open"], public=True)
    write(ada, "common", title="Ada's", tags=["open"], public=True)
    return write(
        ada,
        "common canaryprose canarycode",
        title="canarytitle common",
        tags=["canarytag", "open"],
        description="canarydescription common",
        language="canarylanguage",
    )


def told(found: Found, suggestions: tuple[Suggestion, ...]) -> str:
    """Everything that an answer says."""
    return repr((found.items, found.total, found.facets, found.strictness, suggestions)).lower()


@pytest.mark.parametrize("text", [*CANARIES, *SLIPS, *CONDITIONS])
def test_a_stranger_learns_nothing(ada: User, otto: User, hidden: Notebook, text: str) -> None:
    ask(ada, text)  # the index is warm, and the owner has asked the same
    for stranger in (otto, None):
        said = told(ask(stranger, text), suggest(stranger, text))
        assert "canary" not in said
        assert str(hidden.uuid) not in said


@pytest.mark.parametrize("text", CANARIES)
def test_the_owner_does_find_it(ada: User, hidden: Notebook, text: str) -> None:
    text = f"lang:{text}" if text == "canarylanguage" else text
    assert [card.uuid for card in ask(ada, text).items] == [hidden.uuid]


def test_the_owner_is_suggested_what_strangers_are_not(ada: User, otto: User, hidden: Notebook) -> None:
    for text in ("canarytit", "canarytilte"):
        assert {one.title for one in suggest(ada, text)} == {"canarytitle common"}
        assert suggest(otto, text) == ()
    assert {one.title for one in suggest(ada, "canaryta")} == {"canarytag"}
    assert suggest(otto, "canaryta") == ()


@pytest.mark.parametrize(
    "text", ["", "common", "tag:open", "common -canarycode", "owner:ada", "nothing common", "commmon"]
)
def test_totals_and_facets_count_what_is_visible(ada: User, otto: User, hidden: Notebook, text: str) -> None:
    mine = ask(otto, text)
    assert mine.total == len(mine.items) == (1 if text == "owner:ada" else 2)
    assert {one.name: one.count for one in mine.facets.tags} == {"open": mine.total}
    assert {one.name: one.count for one in mine.facets.languages} == {"python": mine.total}
    everything = 2 if "-canarycode" in text or text == "owner:ada" else 3
    assert ask(ada, text).total == everything


def test_a_question_is_not_read_less_strictly_or_more_because_of_hidden_notebooks(
    ada: User, otto: User, write: Write
) -> None:
    write(ada, "alpha beta", title="Hidden", kind="markdown")
    write(ada, "alpha", title="Seen", kind="markdown", public=True)
    assert [card.title for card in ask(otto, "alpha beta").items] == ["Seen"]


@pytest.mark.parametrize("how", ["made private", "moved to the trash", "owner deactivated"])
def test_a_revocation_counts_from_the_next_question_on(
    ada: User, otto: User, write: Write, titles: Titles, how: str
) -> None:
    notebook = write(ada, "findme", title="Findme", tags=["findme"], public=True)
    reader = ada if how == "owner deactivated" else otto
    assert titles(reader, "findme") == ["Findme"]
    assert len(suggest(reader, "findm")) == 2
    if how == "made private":
        actions.set_visibility(notebook=notebook, by=ada, visibility=Visibility.PRIVATE)
    elif how == "moved to the trash":
        actions.trash(notebook=notebook, by=ada)
    else:
        ada.is_active = False
    assert ask(reader, "findme").total == 0
    assert ask(reader).total == 0
    assert suggest(reader, "findm") == ()


def test_rights_come_from_the_database_and_not_from_the_index(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada, "findme", public=True)
    assert ask(otto, "findme").total == 1
    # Behind the back of the sequence of changes: the index cannot know.
    Notebook.objects.filter(pk=notebook.pk).update(visibility=Visibility.PRIVATE)
    assert ask(otto, "findme").total == 0
    assert ask(ada, "findme").total == 1


def test_what_comes_back_from_the_trash_is_found_again(ada: User, write: Write, titles: Titles) -> None:
    notebook = write(ada, "findme", title="T")
    actions.trash(notebook=notebook, by=ada)
    assert titles(ada, "findme") == []
    actions.untrash(notebook=notebook, by=ada)
    assert titles(ada, "findme") == ["T"]


def test_the_api_says_no_more(
    client: Client, hidden: Notebook, otto: User, bearer: Callable[..., dict[str, str]]
) -> None:
    for text in (*CANARIES, *SLIPS, "common"):
        for path in ("notebooks", "suggest"):
            answer = client.get(f"/api/v1/{path}", {"q": text}, headers=bearer(otto))
            assert answer.status_code == 200
            assert "canary" not in json.dumps(answer.json())
