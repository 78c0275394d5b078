"""What the index takes in of a notebook: its words by field, read from the current version."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from gallery.lib.imports import imported_modules
from gallery.lib.prepared import Later, Prepared
from gallery.lib.question_card import QuestionCard
from gallery.notebooks.content import unpacked
from gallery.notebooks.models import Notebook, RevisionCell
from gallery.search.among import Among, written
from gallery.search.words import exact_words, joined, names, spread

MOST_CHARACTERS = 400_000  # of one notebook's prose and code each; data pasted into cells is not worth more
MOST_QUOTED = 200_000  # characters of one notebook from which passages are taken
LONGEST_QUOTED = 20_000  # of one cell
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")


class CellText(NamedTuple):
    """A cell's source."""

    code: bool
    source: str


@dataclass(frozen=True)
class Document:
    """A notebook as the index holds it; `changed` says which state of it this is."""

    key: int
    changed: int
    texts: dict[str, str]  # by field, taken apart by `spread`; "names" holds words and identifiers as a whole
    sets: dict[str, frozenset[str]]  # by field, each word once and as it is
    cells: tuple[CellText, ...]  # from which passages are taken


def _places() -> QuerySet[RevisionCell, Any]:
    places = RevisionCell.objects.filter(Among(Later("heads"), "revision_id")).order_by("revision_id", "position")
    return places.values_list("revision_id", "cell__kind", "cell__body")


_PLACES = Prepared(_places)


def cells_of(heads: Iterable[int]) -> dict[int, list[CellText]]:
    """The cells of these versions, by version, in order: one query."""
    found: dict[int, list[CellText]] = defaultdict(list)
    for version, kind, body in _PLACES.rows(heads=written(heads)):
        found[version].append(CellText(kind == "code", unpacked(body)))
    return found


class _Row(NamedTuple):
    """What a notebook says of itself, as `_NOTEBOOKS` reads it; last come the answers of its question card."""

    pk: int
    changed: int
    head_id: int | None
    language: str
    title: str
    description: str
    owner__username: str
    owner__full_name: str
    question: str
    inputs: str
    rights: str
    duration: str
    result: str
    contact: str

    @property
    def card(self) -> QuestionCard:
        return QuestionCard(self.question, self.inputs, self.rights, self.duration, self.result, self.contact)


def _tags() -> QuerySet[Any, Any]:
    tagged: Any = Notebook.tags.through
    rows: QuerySet[Any, Any] = tagged.objects.filter(Among(Later("keys"), "notebook_id"))
    return rows.order_by("tag__name").values_list("notebook_id", "tag__name")


_LIVING = Notebook.objects.filter(trashed_at=None)
_NOTEBOOKS = Prepared(lambda: _LIVING.filter(Among(Later("keys"))).values_list(*_Row._fields))
_TAGS = Prepared(_tags)


def documents(keys: Sequence[int]) -> dict[int, Document]:
    """The documents of those of these notebooks that exist and are not in the trash, by key: three queries."""
    rows, tags = [_Row(*row) for row in _NOTEBOOKS.rows(keys=written(keys))], defaultdict[int, list[str]](list)
    for key, tag in _TAGS.rows(keys=written(keys)):
        tags[key].append(tag)
    cells = cells_of(row.head_id for row in rows if row.head_id is not None)
    return {row.pk: _document(row, tags[row.pk], cells.get(row.head_id or 0, [])) for row in rows}


def _document(row: _Row, tags: Sequence[str], cells: Sequence[CellText]) -> Document:
    sources = [cell.source for cell in cells if cell.code]
    prose = _bounded(cell.source for cell in cells if not cell.code)
    owner, said = f"{row.owner__username} {row.owner__full_name}", f"{row.description}\n{row.card.text()}"
    spoken = {"title": row.title, "question": row.question, "tags": " ".join(tags), "description": said}
    texts = spoken | {"owner": owner, "prose": prose, "code": _bounded(sources)}
    taken_apart = {name: spread(text) for name, text in texts.items()}
    return Document(
        key=row.pk,
        changed=row.changed,
        texts={
            **taken_apart,
            "headings": spread("\n".join(_headings(prose))),
            "all": "\n".join(taken_apart.values()),
            "names": " ".join(names(" ".join(texts.values()))),
        },
        sets={
            "imports": frozenset(map(joined, imported_modules(sources, row.language))),
            "heading": frozenset(exact_words(row.title)),
        },
        cells=tuple(quotable(cells)),
    )


def quotable(cells: Iterable[CellText]) -> Iterator[CellText]:
    """The cells from which passages are taken: as far as a reader would look, and of each its beginning."""
    read = 0
    for cell in cells:
        read += len(cell.source)
        if read > MOST_QUOTED:
            return
        yield CellText(cell.code, cell.source[:LONGEST_QUOTED])


def _headings(prose: str) -> Iterator[str]:
    """What stands above the sections of a text in Markdown; a comment in a block of code is no heading."""
    fenced = False
    for line in prose.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced and (found := _HEADING.match(line)):
            yield found[1]


def _bounded(pieces: Iterable[str]) -> str:
    return "\n\n".join(pieces)[:MOST_CHARACTERS]
