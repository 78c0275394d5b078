"""The index on disk: a folder of one process, written by it alone. It may be deleted at any time."""

import fcntl
import json
import os
import secrets
import shutil
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from operator import itemgetter
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import DocAddress, Occur, Query, Searcher

from gallery.search.documents import CellText, Document
from gallery.search.words import EXACT, STEMS, VERSION

# Another number whenever the fields change: the index is then built anew.
LAYOUT = f"6 {VERSION} {version('tantivy')}"
FIELDS = ("title", "question", "tags", "description", "owner", "prose", "code")
TEXTS = (*FIELDS, "all", "headings")  # "all" holds the fields together: what is rare in all of a notebook tells most
SETS = ("imports", "heading")
WRITER_BYTES = 60_000_000
MOST_PROCESSES = 64
Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]
_READY = "layout"  # written last: a folder without it was left half made


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Integer, never unsigned: an integer put into an unsigned field ends the thread that writes.
    builder.add_integer_field("key", indexed=True, fast=True)
    builder.add_integer_field("changed", fast=True)
    builder.add_integer_field("since", indexed=True)  # the number of the last mark when it was written
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="stems")
    builder.add_text_field("names", tokenizer_name="exact")
    for name in SETS:
        builder.add_text_field(name, tokenizer_name="exact", index_option="basic")
    builder.add_bytes_field("cells", stored=True, indexed=False)  # what passages are taken from
    return builder.build()


SCHEMA = _schema()


class Gone(Exception):
    """Somebody deleted the folder, or what is in it cannot be used."""


class Place:
    """A folder that this process alone uses, as long as it lives: the first that no other one has locked."""

    def __init__(self, root: Path) -> None:
        """Take the first free folder under `root`."""
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number in range(MOST_PROCESSES):
            if self._take(root / f"{number}.lock"):
                self.folder = root / str(number)
                return
        raise Gone(f"{MOST_PROCESSES} processes search already; there is no folder left under {root}.")

    def _take(self, path: Path) -> bool:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._path, self._handle = path, handle
        return True

    def ours(self) -> bool:
        """Whether the lock that we hold is still the one that others would meet."""
        try:
            return self._path.stat().st_ino == os.fstat(self._handle).st_ino
        except FileNotFoundError:
            return False

    def leave(self) -> None:
        """Let another process have the folder."""
        os.close(self._handle)


@dataclass
class Mark:
    """A moment of the index, and what was written to it since."""

    searcher: Searcher
    number: int  # what is written later carries it
    largest: int  # key of a document
    written: frozenset[int] = frozenset()  # keys; another set after each commit


class Index:
    """Documents in, keys out. Knows nothing of people and rights."""

    def __init__(self, root: Path) -> None:
        """Open the folder's index, or make an empty one where there is none that can be used."""
        self._place, self._writing = Place(root), threading.Lock()
        self._mark: Mark | None = None
        try:
            self._open()
        except Exception:
            self._place.leave()
            raise

    def _open(self) -> None:
        folder = self._place.folder
        if not _usable(folder):
            _empty(folder)
        try:
            self._connect(folder)
        except ValueError:  # what tantivy raises for files that it cannot read
            _empty(folder)
            self._connect(folder)
        (folder / _READY).write_text(LAYOUT)

    def _connect(self, folder: Path) -> None:
        self._index = tantivy.Index(SCHEMA, path=str(folder))
        self._index.register_tokenizer("stems", STEMS)
        self._index.register_tokenizer("exact", EXACT)
        self._writer = self._index.writer(heap_size=WRITER_BYTES, num_threads=1)
        self._index.reload()

    def there(self) -> bool:
        """Whether the folder is still there and ours."""
        return self._place.ours() and _usable(self._place.folder)

    def close(self) -> None:
        """Let go of the folder, after what is being written."""
        with self._writing:
            del self._writer, self._index  # what was not committed is made again from the database
        self._place.leave()

    def searcher(self) -> Searcher:
        """What has been committed, as one unchanging whole."""
        return self._index.searcher()

    def mark(self) -> Mark:
        """Remember this moment; what was remembered before no longer learns what is written."""
        with self._writing:
            searcher = self.searcher()
            last = searcher.search(Query.all_query(), limit=1, count=False, order_by_field="key").hits
            # By chance, so that no document of an earlier process carries it.
            self._mark = Mark(searcher, secrets.randbits(60), largest=last[0][0] if last else 0)
            return self._mark

    def replace(self, fresh: Iterable[Document], gone: Iterable[int] = ()) -> None:
        """Put these documents in place of those with the same keys, and take others away, in one commit."""
        with self._writing:
            written, since = list(gone), self._mark.number if self._mark is not None else 0
            try:
                for key in written:
                    self._writer.delete_documents_by_term("key", key)
                for document in fresh:
                    self._writer.delete_documents_by_term("key", document.key)
                    self._writer.add_document(_row(document, since))
                    written.append(document.key)
                self._writer.commit()
                self._index.reload()
                if self._mark is not None:
                    self._mark.written |= set(written)
            except (AttributeError, ValueError) as error:  # closed meanwhile, or what tantivy raises
                raise Gone(str(error)) from None

    def held(self) -> dict[int, int]:
        """Every key with the change at which its document was made."""
        searcher = self.searcher()
        hits = searcher.search(Query.all_query(), limit=max(1, searcher.num_docs)).hits
        places = [place for _, place in hits]
        keys, changes = (searcher.fast_field_values(name, places) for name in ("key", "changed"))
        return {int(key or 0): int(changed or 0) for key, changed in zip(keys, changes, strict=True)}


def _usable(folder: Path) -> bool:
    try:
        return (folder / _READY).read_text() == LAYOUT and (folder / "meta.json").exists()
    except (OSError, UnicodeDecodeError):
        return False


def _empty(folder: Path) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)
    folder.mkdir(mode=0o700)


def _row(document: Document, since: int) -> tantivy.Document:
    row = tantivy.Document()
    row.add_integer("key", document.key)
    row.add_integer("changed", document.changed)
    row.add_integer("since", since)
    for name, text in document.texts.items():
        row.add_text(name, text)
    for name, words in document.sets.items():
        row.add_text(name, " ".join(sorted(words)))
    row.add_bytes("cells", json.dumps(document.cells).encode())
    return row


def these(keys: Sequence[int]) -> Query:
    """The documents with these keys."""
    # one query for each key: a set of terms takes tantivy seven times as long
    return Query.boolean_query([(Occur.Should, Query.term_query(SCHEMA, "key", key)) for key in keys])


def among(keys: Sequence[int], query: Query) -> Query:
    """The documents with these keys, each with the score that a query gives it, which may be none."""
    return Query.boolean_query([(Occur.Must, Query.const_score_query(these(keys), 0.0)), (Occur.Should, query)])


def written_since(mark: Mark, query: Query) -> Query:
    """The documents of a query that were written after a mark, the last one that was made."""
    later = Query.const_score_query(Query.term_query(SCHEMA, "since", mark.number), 0.0)
    return Query.boolean_query([(Occur.Must, later), (Occur.Must, query)])


def hits(searcher: Searcher | None, query: Query, most: int | None = None) -> tuple[Numbers, Scores]:
    """The keys and scores of the documents that match, best first, all or so many; none without an index."""
    if searcher is None:
        return np.zeros(0, np.int64), np.zeros(0)
    limit = searcher.num_docs if most is None else most
    found = searcher.search(query, limit=max(1, limit), count=False).hits
    keys = searcher.fast_field_values("key", list(map(itemgetter(1), found)))
    scores = np.fromiter(map(itemgetter(0), found), float, len(found))
    return np.array(keys, np.int64), scores


def cells_in(searcher: Searcher, keys: Sequence[int]) -> dict[int, list[CellText]]:
    """The cells from which passages of these notebooks are taken, by key: far quicker than asking the database."""
    places = [place for _, place in searcher.search(these(keys), limit=max(1, len(keys)), count=False).hits]
    found = searcher.fast_field_values("key", places)
    return {int(key or 0): _cells(searcher, place) for key, place in zip(found, places, strict=True)}


def _cells(searcher: Searcher, place: DocAddress) -> list[CellText]:
    return [CellText(*cell) for cell in json.loads(searcher.doc(place).get_first("cells") or b"[]")]
