"""How well search finds a notebook that somebody has in mind: ours beside plain BM25 on the same text."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from gallery.lib.errors import Invalid
from gallery.notebooks.models import Notebook
from gallery.search.candidates import matched
from gallery.search.documents import cells_of
from gallery.search.index import Scores
from gallery.search.question import Question
from gallery.search.replica import settled, snapshot

DEPTH = 10
AT_A_TIME = 500
DRAWN = 10_000  # other sets of questions drawn from these, to tell how much the choice of questions matters
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
    ours, theirs = (_told(asked, by_title, way) for way in (_ours, plain.best))
    return {
        "questions": len(asked),
        "left out": len(questions) - len(asked),
        "ours": _figures(ours),
        "bm25": _figures(theirs),
        "ours / bm25": round(_ratio(ours.mean(), theirs.mean()), 3),
        "ours / bm25, 95 %": _interval(ours, theirs),
    }


def _wait_for_index() -> None:
    """What is behind is searched less well, and that is not what is measured here. Each look waits for a while."""
    settled()


def _ours(text: str) -> Sequence[int]:
    now = snapshot()
    return [int(key) for key in matched(Question(text=text).asked, now, now.columns.alive).keys[:DEPTH]]


def _told(asked: Iterable[KnownItem], by_title: dict[str, set[int]], way: Ranking) -> Scores:
    """One divided by the place of the right notebook, for each question; nothing where it is not among the best."""
    ranks = (_rank(way(one.question), by_title[one.title]) for one in asked)
    return np.array([0.0 if rank is None else 1 / rank for rank in ranks])


def _figures(told: Scores) -> dict[str, float]:
    found = np.count_nonzero(told) / len(told)
    return {f"MRR@{DEPTH}": round(float(told.mean()), 4), f"recall@{DEPTH}": round(found, 4)}


def _ratio(ours: float, theirs: float) -> float:
    return float(ours / max(theirs, 1e-9))


def _interval(ours: Scores, theirs: Scores) -> list[float]:
    """Between which ratios 95 of a hundred such sets of questions lie (bootstrap over questions)."""
    drawn = np.random.default_rng(1).integers(0, len(ours), (DRAWN, len(ours)))
    ratios = ours[drawn].mean(axis=1) / np.maximum(theirs[drawn].mean(axis=1), 1e-9)
    return [round(float(one), 3) for one in np.quantile(ratios, (0.025, 0.975))]


def _rank(keys: Sequence[int], wanted: set[int]) -> int | None:
    return next((place for place, key in enumerate(keys[:DEPTH], 1) if key in wanted), None)


class PlainBM25:
    """What one gets from a well-kept library without thought: one field, its usual words, any of those asked for.

    It reads the text as it was written. What our index makes of a text (identifiers taken apart, no accents) would
    help it as much as us, and hide what that is worth.
    """

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
    """What the author wrote: title, question, description, card, tags, prose and code."""
    notebooks = list(Notebook.objects.filter(pk__in=keys).prefetch_related("tags"))
    cells = cells_of(one.head_id for one in notebooks if one.head_id is not None)
    for one in notebooks:
        about = (one.title, one.question, one.description, one.question_card.text())
        tags = (tag.name for tag in one.tags.all())
        yield one.pk, "\n".join((*about, *tags, *(cell.source for cell in cells.get(one.head_id or 0, ()))))
