"""Rendered cells: from the process, else from the database, else made now. Rights are checked before this is asked."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe

from gallery.lib.rendering import (
    RENDERER_VERSION,
    CellSource,
    OutlineEntry,
    is_for_now,
    outline_of,
    place,
    render_cells,
    sections_of,
)
from gallery.notebooks.content import packed, unpacked
from gallery.notebooks.headings import levelled
from gallery.notebooks.margins import Mark
from gallery.notebooks.models import RenderedCell, Revision
from gallery.notebooks.parameters import Asked, forms_in

BODIES_KEPT = 256


@dataclass(frozen=True)
class CellView:
    """A cell as its page shows it; `html` is inert by construction."""

    number: int
    anchor: str
    kind: str
    html: SafeString
    folded: bool
    tags: tuple[str, ...]
    source_hash: str = ""  # of code: its name in addresses
    mark: Mark | None = None


@dataclass(frozen=True)
class Body:
    """Everything of a revision that is the same for each reader."""

    cells: tuple[CellView, ...]
    outline: tuple[OutlineEntry, ...]
    forms: tuple[Asked, ...] = ()


class _Kept:
    """A small least-recently-used store that threads share."""

    def __init__(self, most: int) -> None:
        self._most, self._lock, self._items = most, threading.Lock(), OrderedDict[tuple[int, str], Body]()

    def get(self, key: tuple[int, str]) -> Body | None:
        with self._lock:
            if (body := self._items.get(key)) is not None:
                self._items.move_to_end(key)
            return body

    def put(self, key: tuple[int, str], body: Body) -> None:
        with self._lock:
            self._items[key] = body
            while len(self._items) > self._most:
                self._items.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._items.clear()


_bodies = _Kept(BODIES_KEPT)


def forget_bodies() -> None:
    """Empty the process's part of the cache."""
    _bodies.clear()


def fragment_key(cell: CellSource) -> str:
    """The cache key of a rendered cell."""
    text = "\0".join((RENDERER_VERSION, cell.kind, cell.language, cell.source))
    return hashlib.sha256(text.encode()).hexdigest()


def fragments(cells: Sequence[CellSource]) -> list[str]:
    """HTML of each cell, rendering only what nobody has rendered before."""
    keys = [fragment_key(cell) for cell in cells]
    found = RenderedCell.objects.in_bulk(list(set(keys)))
    html = {key: unpacked(row.html) for key, row in found.items()}
    missing = {key: cell for key, cell in zip(keys, cells, strict=True) if key not in html}
    if missing:
        html |= _rendered_now(missing)
    return [html[key] for key in keys]


def _rendered_now(missing: dict[str, CellSource]) -> dict[str, str]:
    html = dict(zip(missing, render_cells(list(missing.values())), strict=True))
    rows = [RenderedCell(key=key, html=packed(html[key])) for key in sorted(html) if not is_for_now(html[key])]
    RenderedCell.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
    return html


def prose(markdown: str) -> SafeString:
    """A description as inert HTML, without ids."""
    if not markdown:
        return inert("")
    return inert(place(fragments([CellSource(kind="markdown", source=markdown, language="")])[0], 0))


def inert(html: str) -> SafeString:
    """Trusted by templates: whatever comes here was built by `gallery.lib.rendering`, which lets nothing act."""
    return mark_safe(html)  # noqa: S308 — the one place


def body_of(revision: Revision, language: str) -> Body:
    """The rendered body of a revision."""
    key = (revision.pk, f"{RENDERER_VERSION} {language}")
    if (body := _bodies.get(key)) is None:
        body = _made(revision, language)
        if not any(is_for_now(cell.html) for cell in body.cells):
            _bodies.put(key, body)
    return body


def with_marks(cells: tuple[CellView, ...], marks: Mapping[int, Mark]) -> tuple[CellView, ...]:
    """The cells with what is said in their margin: outside of the cache, as health changes and content does not."""
    if not marks:
        return cells
    return tuple(replace(cell, mark=marks.get(cell.number)) for cell in cells)


def _made(revision: Revision, language: str) -> Body:
    places = list(revision.cells.select_related("cell"))
    sources = [CellSource(kind=at.cell.kind, source=unpacked(at.cell.body), language=language) for at in places]
    html = levelled(fragments(sources))
    entries = outline_of(html)
    sections = sections_of(entries)
    cells = tuple(
        CellView(
            number=number,
            anchor=f"cell-{number}",
            kind=at.cell.kind,
            html=inert(place(html[number - 1], number, sections)),
            folded=bool(at.metadata.get("jupyter", {}).get("source_hidden")),
            tags=tuple(at.metadata.get("tags", ())),
            source_hash=at.cell.source_hash if at.cell.kind == "code" else "",
        )
        for number, at in enumerate(places, start=1)
    )
    code = ((number, cell.source) for number, cell in enumerate(sources, start=1) if cell.kind == "code")
    return Body(cells=cells, outline=tuple(entries), forms=forms_in(code, language))
