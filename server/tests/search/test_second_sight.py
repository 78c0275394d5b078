"""The best answers are looked at more closely: headings, and words that follow each other as they were asked."""

from collections.abc import Callable

import pytest
from commonplace_clean import Cleaned
from gallery.accounts.models import User
from gallery.notebooks import actions
from gallery.notebooks.models import Notebook
from gallery.search import candidates
from gallery.search.question import Question
from gallery.search.replica import Replica, settled, snapshot

from server.tests.search.conftest import ask

Write = Callable[..., Notebook]
Titles = Callable[..., list[str]]


def _settle() -> None:
    settled()


@pytest.fixture(params=["in the index", "read a moment ago"])
def taken_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Leave what was written either in the index or pending: both must order alike."""
    if request.param == "in the index":
        return _settle
    monkeypatch.setattr(Replica, "_start_thread", lambda _: None)
    return lambda: None


# Each pair has the same words, equally often, in texts of one length: only where they stand differs.
def test_a_word_in_a_heading_counts_more(ada: User, write: Write, titles: Titles, taken_in: Callable[[], None]) -> None:
    write(ada, "# Harbour\n\nNotes on tides", title="One", kind="markdown")
    write(ada, "# Notes\n\nTides on harbour", title="Two", kind="markdown")
    write(ada, "```\n# harbour\n```\n\nTides on notes", title="Three", kind="markdown")
    taken_in()
    assert titles(ada, "harbour")[0] == "One"
    assert titles(ada, "notes")[0] == "Two"


def test_words_that_follow_each_other_as_asked_count_more(
    ada: User, write: Write, titles: Titles, taken_in: Callable[[], None]
) -> None:
    write(ada, "ice core drilled from old glacier", title="One", kind="markdown")
    write(ada, "core drilled from glacier old ice", title="Two", kind="markdown")
    write(ada, "glacier drilled old core from ice", title="Three", kind="markdown")
    taken_in()
    assert titles(ada, "ice core")[0] == "One"
    assert titles(ada, "glacier old")[0] == "Two"


def test_two_words_find_what_is_written_as_one(
    ada: User, write: Write, titles: Titles, taken_in: Callable[[], None]
) -> None:
    write(ada, "dataframe with data on base and frame", title="One", kind="markdown")
    write(ada, "database with data on base and frame", title="Two", kind="markdown")
    taken_in()
    assert titles(ada, "data frame")[0] == "One"
    assert titles(ada, "data base")[0] == "Two"


def test_only_the_best_are_looked_at_and_nothing_is_lost(
    ada: User, write: Write, monkeypatch: pytest.MonkeyPatch, titles: Titles
) -> None:
    for number in range(8):
        write(ada, "tides " * (8 - number) + "of the sea", title=f"{number}", kind="markdown")
    write(ada, "# Tides\n\nof the sea and much else that lies beside it", title="Headed", kind="markdown")
    settled()
    monkeypatch.setattr(candidates, "LOOKED_AT_AGAIN", 0)
    plain = titles(ada, "tides")
    assert plain[-1] == "Headed"
    monkeypatch.setattr(candidates, "LOOKED_AT_AGAIN", len(plain) - 1)
    assert titles(ada, "tides") == plain
    monkeypatch.setattr(candidates, "LOOKED_AT_AGAIN", len(plain))
    assert titles(ada, "tides") == ["Headed", *plain[:-1]]


def test_whoever_takes_the_order_of_the_text_alone_gets_the_best_first(ada: User, write: Write) -> None:
    write(ada, "tides tides of the sea", title="One", kind="markdown")
    headed = write(ada, "# Tides\n\nof the sea", title="Two", kind="markdown")
    now = settled()
    answer = candidates.matched(Question(text="tides").asked, now, now.columns.alive)
    assert answer.keys[0] == headed.pk
    assert answer.scores[0] > answer.scores[1]


def test_an_older_text_in_the_index_lifts_nothing(
    ada: User, write: Write, titles: Titles, monkeypatch: pytest.MonkeyPatch, cleaned: Callable[..., Cleaned]
) -> None:
    headed = write(ada, "# Tides\n\nof a sea", title="A", kind="markdown")
    write(ada, "sea of tides", title="B", kind="markdown")
    settled()
    assert titles(ada, "tides") == ["A", "B"]
    monkeypatch.setattr(Replica, "_start_thread", lambda _: None)
    saved = cleaned("tides = 1; sea = [0, 1, 2, 3, 4]; far = sea; out = sea; at = sea; low = sea; high = sea")
    actions.save_revision(notebook=headed, by=ada, cleaned=saved, base=1)
    assert headed.pk in snapshot().behind
    assert titles(ada, "tides") == ["B", "A"]


def test_administrators_see_what_the_closer_look_added(admin: User, write: Write) -> None:
    write(admin, "# Ice core\n\nof a glacier", title="A", kind="markdown", public=True)
    settled()
    (why,) = ask(admin, "ice core").why
    added = dict(why.additions)
    assert added["headings"] > 0
    assert added["neighbours"] > 0
    assert why.text > sum(added.values())
