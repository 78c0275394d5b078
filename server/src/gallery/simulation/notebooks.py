"""The rows of simulated notebooks: each with one version, its cells and its tags."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from gallery.notebooks.actions import fingerprint
from gallery.notebooks.changes import next_change
from gallery.notebooks.content import cell_digest, cell_row, places
from gallery.notebooks.models import Cell, Notebook, Revision, RevisionCell, Tag, Visibility
from gallery.simulation.people import AT_ONCE
from gallery.simulation.words import Writing, topic_name, writing
from gallery.simulation.world import World

PORTION = 1_000
PRIVATE_EVERY = 10  # notebooks
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
Progress = Callable[[int, int], None]


def add_notebooks(world: World, people: list[int], begun: datetime, progress: Progress) -> list[int]:
    """Their keys, by number."""
    tags = _tags(world)
    changed, keys = next_change(), list[int]()
    for start in range(0, world.plan.notebooks, PORTION):
        progress(start, world.plan.notebooks)
        numbers = range(start, min(start + PORTION, world.plan.notebooks))
        keys += [row.pk for row in _portion(world, numbers, people, tags, changed)]
    Notebook.objects.update(created_at=begun)
    progress(world.plan.notebooks, world.plan.notebooks)
    return keys


def _tags(world: World) -> list[list[Tag]]:
    """The tags of each topic: the words of its name."""
    names = [topic_name(topic).split() for topic in range(world.plan.topics)]
    rows = {name: Tag.objects.get_or_create(name=name)[0] for some in names for name in some}
    return [[rows[name] for name in some] for some in names]


def _portion(world: World, numbers: range, people: list[int], tags: list[list[Tag]], changed: int) -> list[Notebook]:
    written = [_written(world, number) for number in numbers]
    documents = [_document(one) for one in written]
    prints = [fingerprint(one) for one in documents]
    rows = Notebook.objects.bulk_create(
        (
            _row(world, number, people, changed, about, mark)
            for number, about, mark in zip(numbers, written, prints, strict=True)
        ),
        batch_size=100,
    )
    Notebook.tags.through.objects.bulk_create(
        (
            Notebook.tags.through(notebook_id=row.pk, tag_id=tag.pk)
            for row, number in zip(rows, numbers, strict=True)
            for tag in tags[world.notebooks.topic[number]]
        ),
        batch_size=AT_ONCE,
    )
    _contents(rows, documents, prints)
    return rows


def _written(world: World, number: int) -> Writing:
    books = world.notebooks
    return writing(int(books.topic[number]), number, introduction=bool(books.introduction[number]))


def _document(about: Writing) -> dict[str, Any]:
    cells = [
        {"cell_type": kind, "id": f"c{place}", "metadata": {}, "source": source}
        for place, (kind, source) in enumerate(about.cells)
    ]
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def _row(world: World, number: int, people: list[int], changed: int, about: Writing, mark: str) -> Notebook:
    return Notebook(
        owner_id=people[world.notebooks.author[number]],
        title=about.title,
        description=about.description,
        visibility=Visibility.PRIVATE if is_private(world, number) else Visibility.PUBLIC,
        language="python",
        fingerprint=mark,
        updated_at=timezone.now(),
        changed=changed,
    )


def is_private(world: World, number: int) -> bool:
    """Every so many, but not what others use a lot."""
    unusual = world.notebooks.introduction[number] or world.notebooks.sudden[number]
    return not unusual and number % PRIVATE_EVERY == 0


def _contents(rows: list[Notebook], documents: list[dict[str, Any]], prints: list[str]) -> None:
    """The first revision of each."""
    revisions = Revision.objects.bulk_create(
        (
            Revision(notebook=row, number=1, author_id=row.owner_id, metadata=METADATA, fingerprint=mark)
            for row, mark in zip(rows, prints, strict=True)
        ),
        batch_size=100,
    )
    for row, revision in zip(rows, revisions, strict=True):
        row.head = revision
    Notebook.objects.bulk_update(rows, ["head"], batch_size=AT_ONCE)
    standing = list(_standing(revisions, documents))
    cells = {place.cell_id: cell_row(place.cell_id, cell) for place, cell in standing}
    Cell.objects.bulk_create(cells.values(), ignore_conflicts=True, batch_size=100)
    RevisionCell.objects.bulk_create((place for place, _ in standing), batch_size=100)


def _standing(
    revisions: list[Revision], documents: list[dict[str, Any]]
) -> Iterator[tuple[RevisionCell, dict[str, Any]]]:
    """The place of each cell, with the cell."""
    for revision, document in zip(revisions, documents, strict=True):
        cells = document["cells"]
        digests = [cell_digest(cell["cell_type"], cell["source"]) for cell in cells]
        yield from zip(places(revision, digests, cells), cells, strict=True)
