"""Notebooks, people and executions in bulk, written by the database itself: the same ones each time."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from gallery.accounts.models import User
from gallery.notebooks.content import cell_digest, packed
from gallery.notebooks.models import Cell, Notebook, Revision, RevisionCell, Visibility

PEOPLE, CELLS, DAYS = 6_000, 20, 30
PORTION = 200_000  # executions in one statement

_NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {last})",
    "postgresql": "WITH n AS (SELECT generate_series({first}::bigint, {last}::bigint - 1) AS i)",
}
_KEY = {"sqlite": "printf('%032x', i)", "postgresql": "lpad(to_hex(i), 32, '0')::uuid"}
_MOMENT = {"sqlite": "strftime('%Y-%m-%d %H:%M:%S', second, 'unixepoch')", "postgresql": "to_timestamp(second)"}
_DAY = {"sqlite": "date(second, 'unixepoch')", "postgresql": "(to_timestamp(second) AT TIME ZONE 'UTC')::date"}
# i: the number of the record; k: its notebook; r: its number there; s: the run that it belongs to
_INSERT = """
INSERT INTO executions_execution (person_id, key, notebook_id, revision, source_hash, success, cause, runtime_ms,
                                  started_at, day, received_at, excused, summed)
{numbers},
     runs AS (SELECT i, {notebook} AS k, {within} AS r, {within} / {cells} AS s FROM n),
     placed AS (SELECT i, k, r, {person} AS person, {begin} + ({day}) * 86400 + r % 36000 AS second FROM runs)
SELECT {first_person} + person, {key}, {first_notebook} + k, 1, c.source_hash, (i * 7919) % 101 > 4, '', 5 + i % 4000,
       {moment}, {date}, {moment}, FALSE, FALSE
FROM placed JOIN notebooks_revisioncell p ON p.revision_id = {first_revision} + k AND p.position = r % {cells}
            JOIN notebooks_cell c ON c.digest = p.cell_id
ORDER BY i
"""


@dataclass(frozen=True)
class World:
    """The first rows of what was made; the others follow without a gap."""

    notebook: int
    revision: int
    person: int
    notebooks: int


def make_notebooks(count: int) -> World:
    """Public notebooks of twenty cells each, all of them different, and the people who run them."""
    with transaction.atomic():
        people = [User(username=f"person{n}", password="!") for n in range(PEOPLE)]  # noqa: S106
        first_person = User.objects.bulk_create(people, batch_size=500)[0]
        numbers = range(count)
        rows = [_notebook(first_person, n) for n in numbers]
        notebooks = Notebook.objects.bulk_create(rows, batch_size=500)
        versions = [Revision(notebook=one, number=1, author=first_person, fingerprint="") for one in notebooks]
        revisions = Revision.objects.bulk_create(versions, batch_size=500)
        for start in range(0, count, 500):
            _make_cells(revisions[start : start + 500])
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE notebooks_notebook SET head_id ="
                " (SELECT id FROM notebooks_revision WHERE notebook_id = notebooks_notebook.id)"
            )
    return World(notebooks[0].pk, revisions[0].pk, first_person.pk, count)


def _notebook(owner: User, number: int) -> Notebook:
    return Notebook(
        owner=owner,
        title=f"Notebook {number}",
        description="Measured for its speed.",
        visibility=Visibility.PUBLIC,
        language="python",
        fingerprint="",
        updated_at=timezone.now() - timedelta(minutes=number),
    )


def _make_cells(revisions: list[Revision]) -> None:
    cells, places = [], []
    for revision in revisions:
        for position in range(CELLS):
            source = f"import pandas\nframe_{position} = pandas.DataFrame([{revision.pk}, {position}])"
            digest = cell_digest("code", source)
            hash_ = hashlib.sha256(source.encode()).hexdigest()
            body = packed(source)
            cells.append(Cell(digest=digest, kind="code", source_hash=hash_, body=body, size=len(source)))
            places.append(RevisionCell(revision=revision, position=position, cell_id=digest, name=f"cell-{position}"))
    Cell.objects.bulk_create(cells, batch_size=1000)
    RevisionCell.objects.bulk_create(places, batch_size=1000)


def make_executions(world: World, count: int) -> None:
    """So many records, spread over the notebooks and the window: whole runs by somebody, one in twenty cells fails."""
    each = count // world.notebooks
    spread = {
        "notebook": f"i / {each}",
        "within": f"(i % {each})",
        "person": f"(k * 7919 + s * 104729) % {PEOPLE}",
        "day": f"(s * 7 + k) % {DAYS}",
    }
    for first in range(0, count, PORTION):
        _insert(world, first, min(first + PORTION, count), **spread)


def make_hot_notebook(world: World, people: int) -> None:
    """So many people run the first notebook twice today: a sum for each person and cell."""
    begin = 10**12  # their keys are of another range
    within = f"((i - {begin}) % {people * CELLS})"
    _insert(world, begin, begin + people * CELLS * 2, notebook="0", within=within, person="s", day=str(DAYS - 1))


def _insert(world: World, first: int, last: int, **spread: str) -> None:
    vendor = connection.vendor
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    statement = _INSERT.format(
        numbers=_NUMBERS[vendor].format(first=first, last=last),
        key=_KEY[vendor],
        moment=_MOMENT[vendor],
        date=_DAY[vendor],
        begin=int((today - timedelta(days=DAYS - 1)).timestamp()),
        cells=CELLS,
        first_person=world.person,
        first_notebook=world.notebook,
        first_revision=world.revision,
        **spread,
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
