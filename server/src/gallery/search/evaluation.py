"""How well search finds a notebook that somebody has in mind: ours beside plain BM25 on the same text."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from gallery.lib.errors import Invalid
from gallery.notebooks.models import Notebook
from gallery.search.candidates import matched
from gallery.search.documents import documents
from gallery.search.index import FIELDS
from gallery.search.question import Question
from gallery.search.replica import settled, snapshot

DEPTH = 10
AT_A_TIME = 500
Ranking = Callable[[str], Sequence[int]]  # the best keys for a question, best first


@dataclass(frozen=True)
class KnownItem:
    """A question, and the title of the notebook that answers it."""

    question: str
    title: str


def read_questions(path: Path) -> list[KnownItem]:
    """Read a file with `{"question": …, "title": …}` on each line. Raises `Invalid` with the line that is wrong."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return [_known_item(f"{path.name}, line {number}", line) for number, line in enumerate(lines, 1) if line.strip()]


def _known_item(where: str, line: str) -> KnownItem:
    try:
        found = json.loads(line)
    except ValueError:
        raise Invalid(f'{where}: this is no JSON; write {{"question": "…", "title": "…"}}.') from None
    said = [found.get(key) if isinstance(found, dict) else None for key in ("question", "title")]
    if not all(isinstance(one, str) and one.strip() for one in said):
        raise Invalid(f"{where}: question and title must both be texts.")
    return KnownItem(*map(str, said))


def evaluate_search(questions: Sequence[KnownItem]) -> dict[str, Any]:
    """MRR@10 and recall@10 of both ways over every notebook there is, ready for JSON.

    Rights play no part, and nothing of a notebook is told: this is for whoever runs the gallery. Questions whose title
    no notebook has are counted and left out.
    """
    by_title: dict[str, set[int]] = {}
    for key, title in Notebook.objects.filter(trashed_at=None).values_list("pk", "title"):
        by_title.setdefault(title, set()).add(key)
    asked = [one for one in questions if one.title in by_title]
    if not asked:
        raise Invalid("No notebook here has any of these titles: import them first.")
    _wait_for_index()
    plain = PlainBM25(sorted(key for keys in by_title.values() for key in keys))
    ways: dict[str, Ranking] = {"ours": _ours, "bm25": plain.best}
    figures = {name: _figures(asked, by_title, way) for name, way in ways.items()}
    return {
        "questions": len(asked),
        "left out": len(questions) - len(asked),
        **figures,
        "ours / bm25": round(figures["ours"][f"MRR@{DEPTH}"] / max(figures["bm25"][f"MRR@{DEPTH}"], 1e-9), 3),
    }


def _wait_for_index() -> None:
    """What is behind is searched less well, and that is not what is measured here. Each look waits for a while."""
    settled()


def _ours(text: str) -> Sequence[int]:
    now = snapshot()
    return [int(key) for key in matched(Question(text=text).asked, now, now.columns.alive).keys[:DEPTH]]


def _figures(asked: Iterable[KnownItem], by_title: dict[str, set[int]], way: Ranking) -> dict[str, float]:
    ranks = [_rank(way(one.question), by_title[one.title]) for one in asked]
    found = [rank for rank in ranks if rank is not None]
    mrr = sum(1 / rank for rank in found) / len(ranks)
    return {f"MRR@{DEPTH}": round(mrr, 4), f"recall@{DEPTH}": round(len(found) / len(ranks), 4)}


def _rank(keys: Sequence[int], wanted: set[int]) -> int | None:
    return next((place for place, key in enumerate(keys[:DEPTH], 1) if key in wanted), None)


class PlainBM25:
    """One field with all the text of a notebook, words as they are, any of them: what one gets without thought."""

    def __init__(self, keys: Sequence[int]) -> None:
        """Index these notebooks in memory."""
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("key", fast=True)
        builder.add_text_field("text")
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer()
        for at in range(0, len(keys), AT_A_TIME):
            for key, text in _whole_texts(keys[at : at + AT_A_TIME]):
                document = tantivy.Document()
                document.add_integer("key", key)
                document.add_text("text", text)
                writer.add_document(document)
        writer.commit()
        self._index.reload()

    def best(self, text: str) -> Sequence[int]:
        """The keys of the best notebooks for a question."""
        words = " ".join("".join(c if c.isalnum() else " " for c in text).split())
        if not words:
            return ()
        searcher = self._index.searcher()
        hits = searcher.search(self._index.parse_query(words.lower(), ["text"]), limit=DEPTH).hits
        return [int(key or 0) for key in searcher.fast_field_values("key", [place for _, place in hits])]


def _whole_texts(keys: Sequence[int]) -> Iterable[tuple[int, str]]:
    for key, document in documents(keys).items():
        yield key, "\n".join(document.texts[name] for name in FIELDS)
