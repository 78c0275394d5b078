"""Snippets show why something was found, and are inert whatever a notebook holds."""

from collections.abc import Callable

import pytest
from django.template import Context, Template
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks.models import Notebook
from gallery.search.replica import settled

from server.tests.search.conftest import ask

Write = Callable[..., Notebook]


def snippet(user: User, text: str) -> str:
    """What is shown of the only answer: the same while it is new as once the index has it."""
    (fresh,) = ask(user, text).items
    settled()
    (card,) = ask(user, text).items
    assert card.snippet == fresh.snippet
    return Template("{{ card.snippet }}").render(Context({"card": card}))


def test_the_passage_with_most_of_the_words_is_shown(ada: User, write: Write) -> None:
    filler = "nothing of interest " * 40
    write(ada, f"alpha {filler}", f"{filler} alpha of the beta {filler}", kind="markdown", description="about alpha")
    shown = snippet(ada, "alpha beta")
    assert "<mark>alpha</mark> of the <mark>beta</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 320


@pytest.mark.parametrize(
    ("source", "typed", "marked"),
    [
        ("df = pd.read_csv(path)", "read csv", "pd.<mark>read_csv</mark>(path)"),
        ("df = readCsv(path)", "read_csv", "<mark>readCsv</mark>(path)"),
        ("df = read_csv(path)", "readcsv", "<mark>read_csv</mark>(path)"),
        ("zoë = 1", "Zoe", "<mark>zoë</mark> = 1"),
        ("Zoe\u0308 = 1", "zoe", "<mark>Zoe\u0308</mark> = 1"),
        ("make_happy()", "happiness happy", "<mark>make_happy</mark>()"),
        ("x = '如何处理数组'", "数组", "如何处理<mark>数</mark><mark>组</mark>"),
        ("earthquakes()", "earthqakes", "<mark>earthquakes</mark>()"),
    ],
)
def test_words_are_marked_as_they_were_found(ada: User, write: Write, source: str, typed: str, marked: str) -> None:
    write(ada, source)
    assert marked in snippet(ada, typed)


HOSTILE = [
    "<script>alert(1)</script> findme",
    "findme <img src=x onerror=alert(1)>",
    "<b>findme</b> &lt;script&gt; \" '",
    "</mark><script>findme</script>",
    "<findme onmouseover=alert(1)>",
]


@pytest.mark.parametrize("source", HOSTILE)
@pytest.mark.parametrize("where", ["markdown", "code", "raw", "description", "title"])
def test_nothing_in_a_notebook_becomes_markup(ada: User, write: Write, source: str, where: str) -> None:
    if where in {"description", "title"}:
        write(ada, "findme findme", **{where: source})
    else:
        write(ada, source, kind=where)
    shown = snippet(ada, "findme")
    assert "<mark>" in shown
    without_marks = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in without_marks
    assert ">" not in without_marks


def test_a_snippet_tells_the_cell_that_it_is_quoted_from(ada: User, write: Write) -> None:
    write(ada, "nothing", "rivers = 1", "lakes = 2", title="Waters", description="about ponds", public=True)
    for text, cell in (("rivers", 2), ("lakes", 3), ("ponds", 0), ("waters", 0), ("", 0)):
        snippet(ada, text)  # which also settles it
        (card,) = ask(ada, text).items
        assert (card.cell, card.quotes_code) == (cell, cell > 0), text
    write(ada, "# Seas\n\nthe seas are salty", title="T", kind="markdown", public=True)
    assert [(card.cell, card.quotes_code) for card in ask(ada, "salty").items] == [(1, False)]
    page = Client().get("/notebooks/?q=rivers").text
    assert '#cell-2">in cell 2<' in page
    told = Client().get("/api/v1/notebooks?q=rivers").json()["items"][0]
    assert (told["cell"], Client().get("/api/v1/notebooks?q=ponds").json()["items"][0]["cell"]) == (2, None)
    assert ">in cell" not in Client().get("/notebooks/?q=ponds").text


def test_hidden_characters_do_not_reverse_what_is_read(ada: User, write: Write) -> None:
    write(ada, "findme \u202e reversed \u200b", kind="code")
    assert not {"\u202e", "\u200b"} & set(snippet(ada, "findme"))


def test_without_words_the_description_is_shown(ada: User, write: Write) -> None:
    write(ada, "import pandas", title="T", description="about < **this**", tags=["geo"])
    for text in ("", "tag:geo", "import:pandas", "-nothing"):
        assert snippet(ada, text) == "about &lt; this"


def test_what_is_found_by_its_title_shows_its_description(ada: User, write: Write) -> None:
    write(ada, title="Findme", description="about < **it**")
    assert snippet(ada, "findme") == "about &lt; it"


def test_snippets_show_the_current_version_only(ada: User, write: Write, cleaned: Callable[..., object]) -> None:
    from gallery.notebooks import actions

    notebook = write(ada, "common_word = 'oldcanary'")
    assert "oldcanary" in snippet(ada, "common_word")
    actions.save_revision(notebook=notebook, by=ada, cleaned=cleaned("common_word = 'new'"), base=1)  # type: ignore[arg-type]
    assert "oldcanary" not in snippet(ada, "common_word")


def test_one_endless_word_is_no_burden(ada: User, write: Write) -> None:
    write(ada, "x = '" + "findme" * 3000 + "' # findme")
    assert "<mark>findme</mark>" in snippet(ada, "findme")
