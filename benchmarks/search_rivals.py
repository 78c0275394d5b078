"""The same answers from SQLite's FTS5 and PostgreSQL's full text: rights, total, facets, the best twenty with snippets.

Both get a table of texts with the index that they are known for, and one statement that reads the matches once: what a
developer would write who knows them. The reading rule is the gallery's own, compiled for each.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import psycopg

from benchmarks.search_world import CHUNK
from tools.postgres import running_cluster

PAGE = 20
Row = tuple[int, str, str, str, str, str]  # key, title, description, tags, prose, code
WHOLE = "concat_ws(E'\\n', title, description, tags, prose, code)"
VECTOR = (
    "setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', tags), 'B')"
    " || setweight(to_tsvector('english', description), 'C')"
    " || to_tsvector('english', prose) || to_tsvector('english', code)"
)
ASKED = "plainto_tsquery('english', %s) AS asked"
COPIED = {
    "accounts.User", "directory.Organisation", "directory.Lineage", "directory.Belonging", "directory.Group",
    "directory.Membership", "directory.Attribute", "directory.Holding", "notebooks.Tag", "notebooks.Notebook",
    "notebooks.Notebook_tags", "notebooks.Demand", "notebooks.Share", "notebooks.Star",
}  # fmt: skip
HEAD = 'FROM "notebooks_notebook"'
PARTS = """
SELECT 'total' AS part, '' AS name, count(*) AS n, 0.0 AS score FROM found
UNION ALL SELECT * FROM (SELECT 'hit', '', id, score FROM found ORDER BY score DESC, id DESC LIMIT 20) AS hits
UNION ALL SELECT * FROM (SELECT 'language', language, count(*) AS n, 0.0 FROM found
    WHERE language <> '' GROUP BY language ORDER BY n DESC LIMIT 12) AS languages
UNION ALL SELECT * FROM (SELECT 'health', health, count(*) AS n, 0.0 FROM found GROUP BY health) AS healths
UNION ALL SELECT * FROM (SELECT 'group', g.slug, count(*) AS n, 0.0 FROM found
    JOIN directory_group g ON g.id = found.group_id GROUP BY g.slug ORDER BY n DESC LIMIT 12) AS groups
UNION ALL SELECT * FROM (SELECT 'tag', t.name, count(*) AS n, 0.0 FROM found
    JOIN notebooks_notebook_tags nt ON nt.notebook_id = found.id JOIN notebooks_tag t ON t.id = nt.tag_id
    GROUP BY t.name ORDER BY n DESC LIMIT 12) AS tags"""


@dataclass(frozen=True)
class Answer:
    """What every engine has to give."""

    total: int
    cards: tuple[Any, ...]
    facets: dict[str, dict[str, int]]
    bare: float | None = None  # seconds without the cards: what an engine is asked for; None where that is all


class Rival(Protocol):
    """A search engine beside ours."""

    name: str

    def ask(self, user: Any, text: str) -> Answer:
        """What this person may see of the answers."""

    def change(self, row: Row) -> None:
        """Take in what a notebook says now."""


def rows(keys: Sequence[int]) -> Iterator[Row]:
    """What there is to index, with the signs of code as spaces, so that all engines see the same words."""
    from gallery.notebooks.models import Notebook  # noqa: PLC0415
    from gallery.search.documents import cells_of  # noqa: PLC0415

    for at in range(0, len(keys), CHUNK):
        some = list(Notebook.objects.filter(pk__in=keys[at : at + CHUNK]).prefetch_related("tags"))
        cells = cells_of(one.head_id for one in some if one.head_id)
        for one in some:
            mine = cells.get(one.head_id or 0, [])
            prose, code = ("\n\n".join(cell.source for cell in mine if cell.code == kind) for kind in (False, True))
            tags = " ".join(tag.name for tag in one.tags.all())
            yield one.pk, one.title, one.description, tags, prose, re.sub(r"[^A-Za-z0-9\s]", " ", code)


def _rule(user: Any, database: str) -> tuple[str, str, list[Any]]:
    """Everything that this person may find, as SQL: what comes before the notebooks' table, what after, and values."""
    from gallery.notebooks.permissions import listed_to  # noqa: PLC0415

    asked = listed_to(user).using(database).values("pk", "language", "group_id", "health")
    sql, values = asked.query.get_compiler(database).as_sql()
    before, _, after = sql.partition(HEAD)
    return before, after, list(values)


def _answer(user: Any, found: Sequence[Sequence[Any]], snippets: dict[int, str], began: float) -> Answer:
    """The rows of `PARTS` and the snippets, with the cards that a page shows, made as the gallery makes its own."""
    from gallery.notebooks.cards import card_from  # noqa: PLC0415
    from gallery.search.shown import shown  # noqa: PLC0415

    facets: dict[str, dict[str, int]] = {"language": {}, "health": {}, "group": {}, "tag": {}}
    for part, name, count, _ in found:
        if part in facets:
            facets[part][name] = count
    keys, total = [row[2] for row in found if row[0] == "hit"], next(row[2] for row in found if row[0] == "total")
    bare = time.perf_counter() - began
    known = [(key, row) for key, row in shown(user, keys).items()]
    cards = (card_from(row.facts, tags=row.tags, starred=row.starred, snippet=snippets[key]) for key, row in known)
    return Answer(total, tuple(cards), facets, bare)


class Fts5:
    """A table of FTS5 in a file of its own beside the database."""

    name = "SQLite FTS5"

    def __init__(self, file: Path) -> None:
        """Attach it to the database's connection, made where it is missing."""
        from django.db import connection  # noqa: PLC0415

        self.file, self._connection = file, connection
        connection.ensure_connection()
        connection.connection.execute("ATTACH DATABASE ? AS beside", (str(file),))
        connection.connection.execute("PRAGMA beside.journal_mode=WAL")
        connection.connection.execute("PRAGMA beside.cache_size=-200000")
        connection.connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS beside.words USING"
            " fts5(title, description, tags, prose, code, tokenize='porter unicode61')"
        )

    def fill(self, keys: Sequence[int]) -> float:
        """Index everything; seconds, without reading the texts."""
        from django.db import transaction  # noqa: PLC0415

        texts = list(rows(keys))
        start = time.perf_counter()
        with transaction.atomic():
            sql = "INSERT INTO beside.words (rowid, title, description, tags, prose, code) VALUES (?, ?, ?, ?, ?, ?)"
            self._connection.connection.executemany(sql, texts)
        self._connection.connection.execute("INSERT INTO beside.words (words) VALUES ('optimize')")
        return time.perf_counter() - start

    def change(self, row: Row) -> None:
        """Replace one text."""
        columns = "rowid, title, description, tags, prose, code"
        sql = f"INSERT OR REPLACE INTO beside.words ({columns}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
        self._connection.connection.execute(sql, row)

    def ask(self, user: Any, text: str) -> Answer:
        """One statement for everything but snippets, one for these."""
        began = time.perf_counter()
        before, after, values = _rule(user, "default")
        match = " ".join(f'"{word}"' for word in text.split())
        joined = f'FROM beside.words JOIN "notebooks_notebook" ON "notebooks_notebook"."id" = words.rowid{after}'
        found = (f"{before}, -bm25(words, 4.0, 2.0, 3.0, 1.0, 1.0) AS score {joined} AND words MATCH %s").replace(
            '"notebooks_notebook"."id" AS "pk"', '"notebooks_notebook"."id" AS id'
        )
        with self._connection.cursor() as cursor:
            cursor.execute(f"WITH found AS MATERIALIZED ({found}) {PARTS}", [*values, match])
            parts = cursor.fetchall()
            keys = [row[2] for row in parts if row[0] == "hit"]
            marks = ", ".join(["%s"] * len(keys))
            cursor.execute(
                "SELECT rowid, snippet(words, -1, '<mark>', '</mark>', '…', 30) FROM beside.words"  # noqa: S608
                f" WHERE words MATCH %s AND rowid IN ({marks})",
                [match, *keys],
            )
            return _answer(user, parts, dict(cursor.fetchall()), began)

    def size(self) -> int:
        """Bytes on disk."""
        self._connection.connection.execute("PRAGMA beside.wal_checkpoint(TRUNCATE)")
        return self.file.stat().st_size


class Postgres:
    """Weighted vectors with a GIN index, in a database that holds people, rights and notebooks too."""

    name = "PostgreSQL"

    def __init__(self, url: str) -> None:
        """Connect as the gallery would, with room for sorting and without compiling short queries."""
        from django.conf import settings  # noqa: PLC0415
        from django.db import connections  # noqa: PLC0415
        from gallery.site.config import database_settings  # noqa: PLC0415

        own = database_settings(replace(settings.CONFIG, database_url=url))
        connections.settings["postgres"] = {**connections.settings["default"], "OPTIONS": {}, **own}
        self._connection = connections["postgres"]
        with self._connection.cursor() as cursor:
            cursor.execute("SET work_mem = '128MB'; SET jit = off")

    def fill(self, keys: Sequence[int]) -> float:
        """Copy people, rights and notebooks, then index everything; seconds of the latter, without reading texts."""
        self._copy_world()
        texts = list(rows(keys))
        start = time.perf_counter()
        with self._connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE words (id bigint PRIMARY KEY, title text, description text, tags text, prose text,"
                " code text, vector tsvector)"
            )
            with cursor.copy("COPY words (id, title, description, tags, prose, code) FROM STDIN") as copy:
                for row in texts:
                    copy.write_row(row)
            cursor.execute(f"UPDATE words SET vector = {VECTOR}")  # noqa: S608
            cursor.execute("CREATE INDEX ON words USING gin (vector)")
            taken = time.perf_counter() - start
            cursor.execute("VACUUM FULL ANALYZE words")
            cursor.execute("VACUUM ANALYZE")
        return taken

    def _copy_world(self) -> None:
        from django.apps import apps  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label in COPIED]
        with self._connection.schema_editor() as editor:
            for model in models:
                if not model._meta.auto_created:
                    editor.create_model(model)
            editor.deferred_sql = [one for one in editor.deferred_sql if "FOREIGN KEY" not in str(one)]
        with connection.cursor() as source, self._connection.cursor() as target:
            for model in models:
                columns = ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields)
                source.execute(f"SELECT {columns} FROM {model._meta.db_table}")  # noqa: S608
                with target.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
                    while some := source.fetchmany(5_000):
                        for row in some:
                            copy.write_row(row)

    def change(self, row: Row) -> None:
        """Replace one text."""
        key, title, description, tags, prose, code = row
        with self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE words SET title = %s, description = %s, tags = %s, prose = %s, code = %s WHERE id = %s",
                [title, description, tags, prose, code, key],
            )
            cursor.execute(f"UPDATE words SET vector = {VECTOR} WHERE id = %s", [key])  # noqa: S608

    def ask(self, user: Any, text: str) -> Answer:
        """One statement for everything but snippets, one for these."""
        began = time.perf_counter()
        before, after, values = _rule(user, "postgres")
        score = "ts_rank('{0.1, 0.2, 0.6, 1.0}', words.vector, asked) AS score"
        joined = f'FROM words JOIN "notebooks_notebook" ON "notebooks_notebook"."id" = words.id, {ASKED} {after}'
        found = f"{before}, {score} {joined} AND words.vector @@ asked"
        found = found.replace('"notebooks_notebook"."id" AS "pk"', '"notebooks_notebook"."id" AS id')
        with self._connection.cursor() as cursor:
            cursor.execute(f"WITH found AS MATERIALIZED ({found}) {PARTS}", [text, *values])
            parts = cursor.fetchall()
            cursor.execute(
                f"SELECT id, ts_headline('english', {WHOLE}, asked, 'MaxFragments=1,MaxWords=30,MinWords=15')"  # noqa: S608
                f" FROM words, {ASKED} WHERE id = ANY(%s)",
                [text, [row[2] for row in parts if row[0] == "hit"]],
            )
            return _answer(user, parts, dict(cursor.fetchall()), began)

    def size(self) -> int:
        """Bytes of the table of texts with its index."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('words')")
            return int(cursor.fetchone()[0])


@contextmanager
def roomy_cluster() -> Iterator[str]:
    """A PostgreSQL whose cache holds everything; yields its address."""
    with running_cluster() as (cluster, url):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET shared_buffers = '2GB'")
        cluster.stop()
        cluster.start()
        yield url
