"""Common words read once into memory: the same answers with the same scores as from the index, whatever changes."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from gallery.accounts.models import User
from gallery.notebooks import actions
from gallery.notebooks.models import Notebook
from gallery.search import replica
from gallery.search.index import hits
from gallery.search.matching import Strictness, by_words, least, query_of
from gallery.search.postings import Postings, kept
from gallery.search.question import Question
from gallery.search.replica import Replica

Write = Callable[..., Notebook]
Own = Callable[..., Replica]
Titles = Callable[..., list[str]]
TEXTS = [
    ("Reading tables", "read_csv(path) and then readCsv once more, to read them"),
    ("Plots of earthquakes", "plotting many plots of the same earthquake"),
    ("Read earthquakes", "# Tables\n\nread.csv, plot"),
    ("Something else", "nothing of it, but a table"),
]
ASKED = [
    "read",
    "tables",
    "plotting earthquakes",
    "read_csv",
    "readCsv plot",
    "earthquake read table",
    "read read_csv",
    "x",
]


@pytest.fixture
def some(ada: User, write: Write) -> list[Notebook]:
    """Notebooks with words in all their fields."""
    return [write(ada, text, title=title, tags=["table"], description=title[::-1]) for title, text in TEXTS]


def in_memory(one: Replica) -> Postings:
    one.settle()
    postings = one.snapshot().postings
    assert postings is not None
    return postings


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize("strictness", [Strictness.MOST, Strictness.SOME])
@pytest.mark.parametrize("common", [1, 3])
def test_documents_and_scores_are_those_of_the_index(own: Own, strictness: Strictness, common: int) -> None:
    one = own(common=common)
    postings, searcher = in_memory(one), one.snapshot().searcher
    found: set[int] = set()
    for text in ASKED:
        asked = Question(text).asked
        mine = postings.scored(asked.words, least(len(asked.words), strictness))
        expected = hits(searcher, query_of(asked, strictness))
        scores = dict(zip(*(some.tolist() for some in expected), strict=True))
        assert dict(zip(*(some.tolist() for some in mine), strict=True)) == pytest.approx(scores, rel=1e-5)
        found |= scores.keys()
    assert len(found) == len(TEXTS)


@pytest.mark.parametrize("text", ['"read csv"', "-read", "read -plot", "import:pandas", "???", '"read csv" plot', ""])
def test_what_more_than_words_decides_is_asked_of_the_index(text: str) -> None:
    assert not by_words(Question(text).asked, Strictness.MOST)


def test_slips_of_the_finger_are_asked_of_the_index() -> None:
    assert by_words(Question("erthquake").asked, Strictness.SOME)
    assert not by_words(Question("erthquake").asked, Strictness.SIMILAR)


def test_what_was_written_since_is_found_as_it_is_now(
    ada: User, write: Write, titles: Titles, own: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "MOVED", 0)  # nothing is read anew
    changed, trashed, gone, back = (write(ada, "findme", title=title) for title in ("Changed", "Trash", "Gone", "Back"))
    actions.trash(notebook=back, by=ada)
    one = own(common=1)
    before = in_memory(one)
    assert sorted(titles(ada, "findme")) == ["Changed", "Gone", "Trash"]
    for _ in ("while it is pending", "when it is in the index"):
        actions.describe(notebook=changed, by=ada, about=actions.Description(title="Otherwise"))
        actions.trash(notebook=trashed, by=ada)
        actions.trash(notebook=gone, by=ada)
        actions.untrash(notebook=gone, by=ada)
        actions.untrash(notebook=back, by=ada)
        fresh = write(ada, "findme", title="Fresh")
        assert sorted(titles(ada, "findme")) == ["Back", "Fresh", "Gone", "Otherwise"]
        assert titles(ada, "changed") == []
        assert in_memory(one) is before
        assert sorted(titles(ada, "findme")) == ["Back", "Fresh", "Gone", "Otherwise"]
        assert titles(ada, "changed") == []
        assert one.snapshot().written >= {changed.pk, trashed.pk, gone.pk, back.pk, fresh.pk}
        actions.untrash(notebook=trashed, by=ada)
        actions.describe(notebook=changed, by=ada, about=actions.Description(title="Changed"))
        for notebook in (back, fresh):
            actions.trash(notebook=notebook, by=ada)
    assert sorted(titles(ada, "findme")) == ["Changed", "Gone", "Trash"]


@pytest.mark.usefixtures("some")
def test_when_much_was_written_since_common_words_are_read_anew(
    ada: User, write: Write, titles: Titles, own: Own
) -> None:
    one = own(common=1)
    first = in_memory(one)
    write(ada, "earthquake", title="Another")
    second = in_memory(one)
    assert second is not first
    assert second.mark.number != first.mark.number
    assert not one.snapshot().written
    assert "Another" in titles(ada, "earthquake")


@pytest.mark.usefixtures("some")
def test_in_a_small_gallery_no_word_is_common(own: Own) -> None:
    one = own()
    one.settle()
    assert one.snapshot().postings is None


@pytest.mark.usefixtures("some")
def test_closing_does_not_wait_until_all_words_are_read(own: Own) -> None:
    one = own(common=1)
    postings = in_memory(one)
    read: list[bool] = []

    def wanted() -> bool:
        read.append(True)
        return len(read) < 2

    assert kept(postings.mark, common=1, wanted=wanted) is None
    assert len(read) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("some")
def test_while_they_are_read_and_where_they_cannot_be_the_index_answers(
    ada: User, titles: Titles, own: Own, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    going, stopped = threading.Event(), threading.Event()

    def fail(*_: object, **__: object) -> None:
        going.set()
        assert stopped.wait(60)
        raise MemoryError

    monkeypatch.setattr(replica, "kept", fail)

    def settle() -> None:
        one.settle()
        connection.close()

    one = own(common=1)
    settling = threading.Thread(target=settle)
    settling.start()
    try:
        assert going.wait(60)
        assert one.snapshot().postings is None
        assert titles(ada, "something") == ["Something else"]
    finally:
        monkeypatch.setattr(replica, "kept", kept)
        stopped.set()
        settling.join()
    assert in_memory(one)
    assert "slower" in caplog.text
