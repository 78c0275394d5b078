"""What is found by which words, in which order."""

from collections.abc import Callable

import pytest
from gallery.accounts.models import User
from gallery.notebooks import actions
from gallery.notebooks.models import Notebook
from gallery.search.matching import Strictness
from gallery.search.replica import settled

from server.tests.search.conftest import ask

Write = Callable[..., Notebook]
Titles = Callable[..., list[str]]


SPELLINGS = ["read_csv", "readCsv", "ReadCSV", "read csv", "READ-CSV", "pd.read_csv(path)"]


def test_spellings_of_an_identifier_find_each_other(ada: User, write: Write, titles: Titles) -> None:
    for written in SPELLINGS:
        write(ada, written, title="Code")
        write(ada, written, title="Prose", kind="markdown")
    write(ada, "write_excel", title="Another")
    for typed in ("read_csv", "readCsv", "read csv", "csv read", "ReadCsv", "READ_CSV"):
        assert len(titles(ada, typed)) == 2 * len(SPELLINGS), typed
    assert len(titles(ada, "readcsv")) == 2 * len([one for one in SPELLINGS if one not in {"read csv", "READ-CSV"}])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("groupby", "df.group_by(x)"),
        ("group_by", "df.groupby(x)"),
        ("zoe", "Zoë"),
        ("Zoë", "zoe"),
        ("ANALYSIS", "analysis"),
        ("plots", "plotting"),
        ("regression", "regressions"),
        ("strasse", "Straße"),
        ("数组", "如何处理数组和字典"),
        ("데이터", "데이터 분석"),
        ("utf8", "utf_8"),
        ("C", "language C"),
    ],
)
def test_case_accents_and_endings_do_not_matter(
    ada: User, write: Write, titles: Titles, typed: str, written: str
) -> None:
    write(ada, written, title="It", kind="markdown")
    write(ada, "something else", title="Other", kind="markdown")
    assert titles(ada, typed) == ["It"]


def test_every_part_of_a_notebook_is_searched(ada: User, write: Write, titles: Titles) -> None:
    write(ada, "wordincode = 1", title="By code")
    write(ada, "wordinprose", title="By prose", kind="markdown")
    write(ada, title="By tag", tags=["wordintag"])
    write(ada, title="By description", description="wordindescription")
    write(ada, title="By wordintitle")
    for place in ("code", "prose", "tag", "description"):
        assert titles(ada, f"wordin{place}") == [f"By {place}"]
    assert titles(ada, "wordintitle") == ["By wordintitle"]
    assert len(titles(ada, "Brandt")) == 5


def test_few_words_weigh_more_than_many(ada: User, write: Write, titles: Titles) -> None:
    same = {"description": "an apple", "tags": ["apple"], "title": "Apple"}  # everything is equally long
    write(ada, "earthquake = 1", **same | {"title": "Code"})
    write(ada, "earthquake", kind="markdown", **same | {"title": "Prose"})
    write(ada, **same | {"title": "Description", "description": "an earthquake"})
    write(ada, **same | {"title": "Tags", "tags": ["earthquake"]})
    write(ada, **same | {"title": "Earthquake"})
    for _ in range(3):
        write(ada, "apple", kind="markdown", **same)
    assert titles(ada, "earthquake") == ["Earthquake", "Tags", "Description", "Prose", "Code"]


def test_a_phrase_stands_together_and_in_order(ada: User, write: Write, titles: Titles) -> None:
    write(ada, "the confidence interval of it", title="Together", kind="markdown")
    write(ada, "the interval of confidence", title="Turned", kind="markdown")
    write(ada, "a confidence not interval", title="Apart", kind="markdown")
    assert titles(ada, '"confidence interval"') == ["Together"]
    assert sorted(titles(ada, "confidence interval")) == ["Apart", "Together", "Turned"]


def test_unwanted_words_and_phrases(ada: User, write: Write, titles: Titles) -> None:
    write(ada, "map of europe", title="Europe", kind="markdown")
    write(ada, "map of south america", title="America", kind="markdown")
    assert titles(ada, "map -europe") == ["America"]
    assert titles(ada, 'map -"south america"') == ["Europe"]
    assert titles(ada, 'map -"america south"') != ["Europe"]
    assert titles(ada, "-europe") == ["America"]
    assert titles(ada, "-map") == []


def test_conditions_in_the_text_and_beside_it(ada: User, grace: User, write: Write, titles: Titles) -> None:
    write(ada, "import pandas as pd", title="P", tags=["geo", "maps"], public=True)
    write(ada, "library(sf)", title="R", tags=["geo"], language="r", public=True)
    write(grace, "import numpy", title="N", tags=["maps"], public=True)
    assert sorted(titles(None, "tag:geo")) == ["P", "R"]
    assert titles(None, "tag:geo tag:maps") == ["P"]
    assert titles(None, "-tag:geo") == ["N"]
    assert titles(None, "lang:R") == ["R"]
    assert sorted(titles(None, "lang:r lang:python")) == ["N", "P", "R"]
    assert titles(None, "owner:GRACE") == ["N"]
    assert titles(None, 'owner:"Grace Okoye"') == ["N"]
    assert titles(None, "import:pandas") == ["P"]
    assert titles(None, "imports:sf") == ["R"]
    assert sorted(titles(None, "-import:pandas")) == ["N", "R"]
    assert titles(None, tag="geo", language="r") == ["R"]
    assert titles(None, imports="numpy", owner="grace") == ["N"]
    assert titles(None, "sf", tag="maps") == []


@pytest.mark.parametrize("written", [False, True])
def test_a_package_with_a_dot_in_its_name_is_one_and_a_module_is_part_of_its_package(
    ada: User, write: Write, titles: Titles, written: bool
) -> None:
    write(ada, "library(data.table)", title="R", language="r")
    write(ada, "import data", title="Data")
    write(ada, "import matplotlib.pyplot as plt", title="Plot")
    write(ada, "from matplotlib import pyplot, cm", title="From")
    write(ada, "import matplotlib", title="Top")
    if written:
        settled()
    assert titles(ada, "import:data.table") == titles(ada, imports="data.table") == ["R"]
    assert titles(ada, "import:data") == ["Data"]
    assert sorted(titles(ada, "import:matplotlib.pyplot")) == ["From", "Plot"]
    assert sorted(titles(ada, "import:matplotlib")) == ["From", "Plot", "Top"]


def test_most_of_many_words_are_enough_and_more_are_better(ada: User, write: Write, titles: Titles) -> None:
    write(ada, "alpha beta gamma", title="Three", kind="markdown")
    write(ada, "alpha beta gamma delta epsilon", title="Five", kind="markdown")
    write(ada, "alpha beta", title="Two", kind="markdown")
    assert titles(ada, "beta gamma epsilon") == ["Five", "Three"]


def test_who_asks_in_a_sentence_also_gets_what_has_some_of_its_words(ada: User, write: Write, titles: Titles) -> None:
    write(ada, "alpha beta gamma delta", title="Four", kind="markdown")
    write(ada, "alpha", title="One", kind="markdown")
    assert titles(ada, "alpha beta gamma delta") == ["Four", "One"]
    for number in range(9):
        write(ada, "alpha beta gamma delta", title=f"Another {number}", kind="markdown")
    assert "One" not in titles(ada, "alpha beta gamma delta")


def test_where_nothing_has_the_words_those_with_some_of_them_are_shown(ada: User, write: Write) -> None:
    write(ada, "alpha", title="Alpha", kind="markdown")
    found = ask(ada, "alpha nowhere")
    assert ([card.title for card in found.items], found.strictness) == (["Alpha"], Strictness.SOME)


def test_a_slip_of_the_finger_is_forgiven_where_nothing_else_is_found(ada: User, write: Write) -> None:
    write(ada, "earthquake", title="Right", kind="markdown")
    for typed in ("earthqake", "eartquake", "aerthquake", "earthquakee"):
        found = ask(ada, typed)
        assert ([card.title for card in found.items], found.strictness) == (["Right"], Strictness.SIMILAR)


def test_small_words_do_not_decide(ada: User, write: Write, titles: Titles) -> None:
    write(ada, "earthquake", title="Right", kind="markdown")
    write(ada, "how do I find the", title="Wrong", kind="markdown")
    assert titles(ada, "How do I find the earthquake?")[0] == "Right"
    assert titles(ada, "how do I") == ["Wrong"]


@pytest.mark.parametrize("typed", ["!!!", '"', "-", "🦊", ":", '""', "- -"])
def test_what_has_no_letters_finds_nothing(ada: User, write: Write, titles: Titles, typed: str) -> None:
    write(ada)
    assert titles(ada, typed) == []


@pytest.mark.parametrize("typed", ["", "   ", "\0", "\n"])
def test_an_empty_question_lists_everything(ada: User, write: Write, titles: Titles, typed: str) -> None:
    write(ada, title="One")
    write(ada, title="Two")
    assert titles(ada, typed) == ["Two", "One"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("updated", "acb"),
        ("newest", "cba"),
        ("title", "abc"),
        ("stars", "bca"),
        ("nonsense", "acb"),
        ("relevance", "acb"),
    ],
)
def test_sorts(ada: User, write: Write, titles: Titles, sort: str, expected: str) -> None:
    a, b, _ = (write(ada, title=title) for title in "abc")
    actions.star(notebook=b, by=ada)
    actions.describe(notebook=a, by=ada, about=actions.Description(title="a"))
    expected = "bac" if sort == "stars" else expected
    assert "".join(titles(ada, sort=sort)) == expected
    if sort not in {"nonsense", "relevance"}:
        assert "".join(titles(ada, "1", sort=sort)) == expected


def test_pages_cut_one_list_into_parts(ada: User, write: Write) -> None:
    for number in range(7):
        write(ada, "common " * (number + 1), title=f"N{number}", kind="markdown")
    for text in ("common", ""):
        pages = [ask(ada, text, page=page, page_size=3) for page in (1, 2, 3, 4)]
        assert [len(page.items) for page in pages] == [3, 3, 1, 0]
        assert {page.total for page in pages} == {7}
        assert pages[0].pages == 3
        assert len({card.uuid for page in pages for card in page.items}) == 7


def test_facets_count_everything_that_was_found(ada: User, write: Write) -> None:
    for number in range(5):
        write(
            ada,
            "common",
            title=f"{number}",
            tags=["geo"] + ["odd"] * (number % 2),
            language="r" if number else "python",
        )
    write(ada, "rare", tags=["geo", "c#"])
    found = ask(ada, "common", page_size=2)
    assert {one.name: one.count for one in found.facets.tags} == {"geo": 5, "odd": 2}
    assert {one.name: one.count for one in found.facets.languages} == {"r": 4, "python": 1}
    assert {one.name: one.count for one in ask(ada, tag="odd").facets.tags} == {"geo": 2, "odd": 2}
    assert "/tags/c%23" in {one.url for one in ask(ada).facets.tags}


def test_an_edit_shows_at_once(ada: User, write: Write, titles: Titles, cleaned: Callable[..., object]) -> None:
    notebook = write(ada, "before_word", title="T")
    assert titles(ada, "before_word") == ["T"]
    actions.save_revision(notebook=notebook, by=ada, cleaned=cleaned("after_word"), base=1)  # type: ignore[arg-type]
    assert (titles(ada, '"before word"'), titles(ada, "after_word")) == ([], ["T"])
    actions.describe(notebook=notebook, by=ada, about=actions.Description(title="Zebra"))
    assert titles(ada, "zebra") == ["Zebra"]
