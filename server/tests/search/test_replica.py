"""The index is a replica: it can be deleted, half made, late or wrong, and searches are right all the same."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from commonplace_clean import Cleaned
from django.db import connection
from django.test.utils import CaptureQueriesContext
from gallery.accounts.actions import describe_person
from gallery.accounts.administrators import change_person
from gallery.accounts.models import User
from gallery.notebooks import actions
from gallery.notebooks.changes import last_change
from gallery.notebooks.models import ChangeCounter, Notebook
from gallery.search import replica
from gallery.search.documents import Document, cells_of, documents, quotable
from gallery.search.index import cells_in, hits
from gallery.search.matching import Strictness, query_of
from gallery.search.queries import suggest
from gallery.search.question import Question
from gallery.search.replica import Replica, let_go, settled

from server.tests.search.conftest import ask

Write = Callable[..., Notebook]
Titles = Callable[..., list[str]]
QUESTIONS = [
    "alpha",
    "beta",
    "alpha beta",
    '"alpha beta"',
    "-alpha",
    "import:pandas",
    "gamma",
    "read_csv",
    "T1",
    "brandt",
]


def found_by(one: Replica) -> list[set[int]]:
    one.settle()
    now = one.snapshot()
    assert now.searcher is not None
    assert not now.behind
    heads = dict(Notebook.objects.filter(trashed_at=None).values_list("pk", "head_id"))
    cells = cells_of(heads.values())
    assert cells_in(now.searcher, list(heads)) == {key: list(quotable(cells[head])) for key, head in heads.items()}
    return [set(hits(now.searcher, query_of(Question(text).asked, Strictness.MOST))[0].tolist()) for text in QUESTIONS]


def test_filled_step_by_step_is_as_good_as_built_at_once(
    ada: User, write: Write, cleaned: Callable[..., Cleaned], own: Callable[..., Replica]
) -> None:
    slowly = own()
    notebooks = []
    for number, text in enumerate(["alpha", "beta", "alpha beta", "beta alpha", "import pandas", "read_csv(gamma)"]):
        notebooks.append(write(ada, text, title=f"T{number}"))
        found_by(slowly)
    actions.save_revision(notebook=notebooks[0], by=ada, cleaned=cleaned("beta"), base=1)
    found_by(slowly)
    actions.describe(notebook=notebooks[1], by=ada, about=actions.Description(title="gamma"))
    actions.trash(notebook=notebooks[2], by=ada)
    found_by(slowly)
    actions.untrash(notebook=notebooks[2], by=ada)
    actions.trash(notebook=notebooks[3], by=ada)
    step_by_step, at_once = found_by(slowly), found_by(own())
    assert step_by_step == at_once
    assert at_once[0] == {notebooks[2].pk}


def test_opened_again_it_takes_in_only_what_changed(
    ada: User, write: Write, titles: Titles, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (write(ada, "findme", title=title) for title in ("A", "B", "C"))
    settled()
    assert len(titles(ada, "findme")) == 3
    let_go()
    actions.trash(notebook=first, by=ada)
    actions.describe(notebook=second, by=ada, about=actions.Description(title="B2"))
    taken: list[int] = []

    def noted(keys: list[int]) -> dict[int, Document]:
        taken.extend(keys)
        return documents(keys)

    monkeypatch.setattr(replica, "documents", noted)
    assert sorted(titles(ada, "findme")) == ["B2", "C"]
    assert taken == [second.pk]
    assert third.pk not in taken


def test_people_are_found_by_their_new_name(ada: User, admin: User, grace: User, write: Write, titles: Titles) -> None:
    write(ada, title="By ada")
    write(grace, title="By grace")
    assert titles(None, "brandt") == titles(ada, "dorn") == []
    assert titles(ada, "brandt") == ["By ada"]
    describe_person(person=ada, full_name="Ada Dorn", about="")
    assert (titles(ada, "brandt"), titles(ada, "dorn")) == ([], ["By ada"])
    change_person(person=ada, full_name="Ada Engel", email="", by="admin")
    assert (titles(ada, "dorn"), titles(ada, "engel")) == ([], ["By ada"])
    before = last_change()
    change_person(person=ada, full_name="Ada Engel", email="ada@example.org", by="admin")
    assert last_change() == before  # nothing to read once more


def test_a_search_without_changes_asks_the_sequence_and_nothing_else(ada: User, write: Write) -> None:
    write(ada, "findme")
    ask(ada, "findme")
    with CaptureQueriesContext(connection) as asked:
        replica.snapshot()
    assert len(asked) == 1


def test_a_page_of_results_needs_eight_queries_at_most_however_long_it_is(ada: User, write: Write) -> None:
    for size in (1, 20):
        for _ in range(size):
            write(ada, "findme", tags=["a", "b"])
        ask(ada, "findme")
        with CaptureQueriesContext(connection) as asked:
            ask(ada, "findme")
        assert len(asked) <= 8, [one["sql"] for one in asked.captured_queries]


@pytest.mark.parametrize("what", ["everything", "the folder", "one file", "the mark", "the lock"])
def test_deleted_while_running_it_heals_itself(
    ada: User, write: Write, titles: Titles, index_folder: Path, what: str
) -> None:
    write(ada, "findme", title="A")
    assert titles(ada, "findme") == ["A"]
    if what == "everything":
        shutil.rmtree(index_folder)
    elif what == "the folder":
        shutil.rmtree(index_folder / "0")
    else:
        name = {"one file": "0/meta.json", "the mark": "0/layout", "the lock": "0.lock"}[what]
        (index_folder / name).unlink()
    assert titles(ada, "findme") == ["A"]
    write(ada, "findme", title="B")
    assert sorted(titles(ada, "findme")) == ["A", "B"]
    assert taken_by_another_process(index_folder) == "1"
    assert {one.title for one in suggest(ada, "b")} == {"B", "Ada Brandt"}


@pytest.mark.parametrize("how", ["torn", "emptied", "of another layout", "a file in its place"])
def test_an_unusable_folder_is_built_anew(
    ada: User, write: Write, titles: Titles, index_folder: Path, how: str
) -> None:
    write(ada, "findme", title="A")
    assert titles(ada, "findme") == ["A"]
    let_go()
    folder = index_folder / "0"
    if how == "torn":
        (folder / "meta.json").write_text("{")
    elif how == "emptied":
        shutil.rmtree(folder)
        folder.mkdir()
    elif how == "of another layout":
        (folder / "layout").write_text("0")
    else:
        shutil.rmtree(folder)
        folder.write_text("")
    assert titles(ada, "findme") == ["A"]


def test_an_older_state_of_the_database_is_noticed(ada: User, write: Write, titles: Titles) -> None:
    kept, lost = write(ada, "findme", title="A"), write(ada, "findme", title="B")
    assert len(titles(ada, "findme")) == 2
    before = kept.changed
    Notebook.objects.filter(pk=lost.pk).update(head=None)
    lost.revisions.all().delete()
    lost.delete()
    ChangeCounter.objects.update(value=before)
    assert titles(ada, "findme") == ["A"]
    write(ada, "findme", title="C")
    assert sorted(titles(ada, "findme")) == ["A", "C"]


def test_where_the_index_cannot_be_written_the_database_answers(
    ada: User, otto: User, write: Write, titles: Titles, index_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(ada, title="Hidden findme")
    write(ada, title="Findme", public=True)
    index_folder.write_text("a file where the folder belongs")
    try:
        assert titles(otto, "findme") == ["Findme"]
        assert [one.title for one in suggest(otto, "findme")] == ["Findme"]
    finally:
        index_folder.unlink()
    assert "cannot be used" in caplog.text
    assert titles(ada, "1") != []


def test_an_old_state_in_the_index_does_not_count(
    ada: User, write: Write, titles: Titles, own: Callable[..., Replica], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = own(at_once=1, patience=0)
    monkeypatch.setattr(one, "_start_thread", lambda: None)  # the thread never gets its turn
    notebooks = []
    for _ in range(3):
        notebooks.append(write(ada, title="Before"))
        assert len(titles(ada, "before")) == len(notebooks)
    for notebook in notebooks:
        actions.describe(notebook=notebook, by=ada, about=actions.Description(title="After"))
    assert titles(ada, "before") == []
    assert one.snapshot().behind
    assert titles(ada, "after") == ["After"] * 3


SECOND = """
import sys
from pathlib import Path
from gallery.search.index import Place
print(Place(Path(sys.argv[1])).folder.name)
"""


def taken_by_another_process(index_folder: Path) -> str:
    """The folder that a second process gets while this one lives."""
    words = (sys.executable, "-c", "import django; django.setup()\n" + SECOND, str(index_folder))
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "gallery.site.settings_test"}
    return subprocess.run(words, capture_output=True, text=True, check=True, env=environ).stdout.strip()


def test_each_process_has_a_folder_of_its_own(ada: User, write: Write, titles: Titles, index_folder: Path) -> None:
    write(ada, "findme", title="A")
    assert titles(ada, "findme") == ["A"]
    assert taken_by_another_process(index_folder) == "1"
    let_go()
    assert taken_by_another_process(index_folder) == "0"


def test_what_the_index_has_not_taken_in_yet_is_found_by_the_database(
    ada: User, otto: User, write: Write, titles: Titles, own: Callable[..., Replica], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = own(at_once=1, patience=0)
    monkeypatch.setattr(one, "_start_thread", lambda: None)  # the thread never gets its turn
    write(ada, title="Hidden earthquake")
    write(ada, title="Shown earthquake", public=True)
    write(ada, title="Tagged", tags=["earthquake"], public=True)
    write(ada, title="Described", description="Earthquakes of Europe", public=True)
    write(ada, title="Other", public=True)
    write(ada, "earthquake", title="Newest, by its code", public=True)
    assert titles(otto, "earthquake") == ["Newest, by its code", "Described", "Tagged", "Shown earthquake"]
    assert len(one.snapshot().pending) == 1
    assert titles(ada, "hidden earthquake") == ["Hidden earthquake"]
    assert titles(otto, "earthquake -europe", sort="title") == ["Newest, by its code", "Shown earthquake", "Tagged"]


@pytest.mark.django_db(transaction=True)
def test_very_many_changes_are_worked_off_by_a_thread(
    ada: User, write: Write, titles: Titles, own: Callable[..., Replica]
) -> None:
    for number in range(7):
        write(ada, "findme", title=f"{number}")
    one = own(at_once=1, patience=60)
    assert sorted(titles(ada, "findme")) == list("0123456")
    assert not one.snapshot().behind


@pytest.mark.django_db(transaction=True)
def test_while_it_gathers_changes_the_thread_reads_them_for_the_next_search(
    ada: User, write: Write, own: Callable[..., Replica], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(ada, "first")
    monkeypatch.setattr(replica, "SETTLING", 3600.0)  # until the end of the test
    one = own()
    one.snapshot()
    later = write(ada, "findme")
    arrived = threading.Event()
    for _ in range(1200):
        if later.pk in one._pending or arrived.wait(0.05):
            break
    with monkeypatch.context() as patched:
        patched.setattr(replica, "documents", lambda keys: pytest.fail(f"{keys} had to be read by the search"))
        assert [card.title for card in ask(ada, "findme").items] == [later.title]


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_failed_is_started_again(
    ada: User,
    write: Write,
    titles: Titles,
    own: Callable[..., Replica],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    one, inner = own(at_once=1, patience=60), Replica._step

    def fail(self: Replica) -> bool:
        raise OSError("disk full")

    for number in range(4):
        write(ada, "findme", title=f"{number}")
    monkeypatch.setattr(Replica, "_step", fail)
    assert len(titles(ada, "findme")) == 1
    assert "could not catch up" in caplog.text
    monkeypatch.setattr(Replica, "_step", inner)
    assert len(titles(ada, "findme")) == 4
    assert not one.snapshot().behind


@pytest.mark.django_db(transaction=True)
def test_threads_that_write_and_search_at_once(ada: User, write: Write, titles: Titles) -> None:
    write(ada, "findme", title="first")
    start, problems = threading.Barrier(4), list[object]()

    def write_some(name: str) -> None:
        for title in (f"{name}{number}" for number in range(6)):
            write(ada, f"findme {title}", title=title)
            # What this thread has been told is saved is found by its next question.
            problems.extend({title} - set(titles(ada, f"findme {title}", page_size=100)))

    def search(name: str) -> None:
        for _ in range(12):
            found = ask(ada, "findme", page_size=100)
            problems.extend([] if len(found.items) == found.total > 0 else [(name, found.total)])

    def run(work: Callable[[str], None], name: str) -> None:
        try:
            start.wait(30)
            work(name)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    works = [(write_some, "a"), (write_some, "b"), (search, "c"), (search, "d")]
    threads = [threading.Thread(target=run, args=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert ask(ada, "findme").total == 13
