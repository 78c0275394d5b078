"""What is known of every notebook, in memory, by its primary key: whatever counts over ten thousand answers need.

A copy like the index: made from the database, and brought up to date along the sequence of changes. Health and demand
move without changing a notebook; they are read again when their own sequence says that they moved.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from gallery.lib.prepared import Later, Prepared
from gallery.notebooks.changes import HEALTH as HEALTH_MOVED
from gallery.notebooks.changes import NOTEBOOKS
from gallery.notebooks.models import Health, Notebook, Package, Tag, Trend, Visibility
from gallery.notebooks.models.notebook import Demand
from gallery.search.among import Among, written
from gallery.search.lists import Lists, Mask, Numbers

__all__ = ["HEALTH", "Columns", "Mask", "State", "opened", "state", "stirred"]

HEALTH = (Health.UNDETERMINED, Health.HEALTHY, Health.UNHEALTHY)  # a notebook's health is kept as its place here
_FACTS = ("pk", "trashed_at", "visibility", "language", "group_id", "owner_id", "deprecated_at", "updated_at")
_APART = 1_000_003  # so that the sum over demands tells which attribute belongs to which notebook
_ROOM = 1_024  # rows of the arrays beyond the largest key, so that they need not grow with each new notebook

_SEQUENCES = "SELECT id, value FROM notebooks_changecounter WHERE id IN (%s, %s)"
# Sums that tell whether what is open to all is still the same.
_OPENED = f"""SELECT public.*, demand.* FROM
    (SELECT COUNT(*), SUM(id) FROM notebooks_notebook WHERE visibility = 'public' AND trashed_at IS NULL) AS public,
    (SELECT COUNT(*), SUM(notebook_id + {_APART} * attribute_id) FROM notebooks_demand) AS demand"""  # noqa: S608


@dataclass(frozen=True)
class State:
    """Where the database stands: the last change of a notebook, and of how one fares."""

    change: int
    fares: int


def state() -> State:
    """Where the database stands now: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SEQUENCES, [NOTEBOOKS, HEALTH_MOVED])
        values = dict(cursor.fetchall())
    return State(values.get(NOTEBOOKS, 0), values.get(HEALTH_MOVED, 0))


def stirred() -> int:
    """Another number once anybody wrote: anything where that costs next to nothing to know, else a notebook."""
    if connection.vendor != "sqlite":
        return state().change
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


def opened() -> tuple[int, ...]:
    """The sums over what is open to all, in the database."""
    with connection.cursor() as cursor:
        cursor.execute(_OPENED)
        return tuple(int(one or 0) for one in cursor.fetchone())


class _Rows:
    """Rows about all notebooks, or about some: asked for at each change, and therefore kept as a statement."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]], notebook: str) -> None:
        self._all = build
        self._some = Prepared(lambda: build().filter(Among(Later("keys"), notebook)))

    def rows(self, keys: Collection[int] | None) -> Iterable[Any]:
        return self._all() if keys is None else self._some.rows(keys=written(keys))


def _linked(model: Any, name: str) -> _Rows:
    return _Rows(lambda: model.objects.values_list("notebook_id", name), "notebook_id")


_NOTEBOOKS = _Rows(lambda: Notebook.objects.values_list(*_FACTS), "pk")
_TAGGED = _linked(Notebook.tags.through, "tag_id")
_IMPORTED = _linked(Notebook.packages.through, "package_id")
_DEMANDED = _linked(Demand, "attribute_id")


class Columns:
    """One array for each fact; a notebook's place in it is its key. What is in the trash is not alive."""

    def __init__(self) -> None:
        """Empty: `read` fills it."""
        self.alive: Mask = np.zeros(0, bool)
        self.public: Mask = np.zeros(0, bool)
        self.deprecated: Mask = np.zeros(0, bool)
        self.language: Numbers = np.zeros(0, np.int64)
        self.group: Numbers = np.zeros(0, np.int64)  # 0: none
        self.owner: Numbers = np.zeros(0, np.int64)
        self.updated: Numbers = np.zeros(0, np.int64)  # when it last changed, in whole seconds since 1970
        self.demands: Numbers = np.zeros(0, np.int64)  # which of the sets of demanded attributes; 0: none
        self._demands_sum: Numbers = np.zeros(0, np.int64)
        self._demands_number: Numbers = np.zeros(0, np.int64)
        self.health: Numbers = np.zeros(0, np.int64)
        self.trend = np.zeros(0)
        self.tags = Lists.of_pairs(())
        self.packages = Lists.of_pairs(())  # that it imports
        self.languages: list[str] = [""]
        self.tag_names: dict[int, str] = {}  # neither a tag nor a package ever changes its name
        self.package_names: dict[int, str] = {}
        self.demanded: list[frozenset[int]] = [frozenset()]

    @property
    def size(self) -> int:
        """One more than the largest key that has a place."""
        return len(self.alive)

    def read(self, keys: Collection[int] | None = None) -> None:
        """Read these from the database (None: all), health and demand aside."""
        rows = list(_NOTEBOOKS.rows(keys))
        self._grow(max([row[0] for row in rows], default=0) + 1)
        known = [key for key in keys if key < self.size] if keys is not None else slice(None)
        for column in (self.alive, self.public, self.demands, self._demands_sum, self._demands_number):
            column[known] = 0
        self._facts(rows)
        self._lists(keys)
        self._demands(keys)

    def _grow(self, size: int) -> None:
        if size <= self.size:
            return
        more = size + _ROOM - self.size
        for name, column in list(vars(self).items()):
            if isinstance(column, np.ndarray):
                setattr(self, name, np.pad(column, (0, more)))

    def _facts(self, rows: Sequence[tuple[Any, ...]]) -> None:
        columns = zip(*rows, strict=True) if rows else ((),) * len(_FACTS)
        keys, trashed, visibility, language, group, owner, deprecated, updated = columns
        at = np.array(keys, np.int64)
        codes = {name: code for code, name in enumerate(self.languages)}
        numbers = [codes.setdefault(name, len(codes)) for name in language]
        self.languages = list(codes)
        self.alive[at] = [one is None for one in trashed]
        self.public[at] = self.alive[at] & np.array([one == Visibility.PUBLIC for one in visibility], bool)
        self.language[at], self.owner[at] = numbers, owner
        self.deprecated[at] = [one is not None for one in deprecated]
        self.group[at] = [one or 0 for one in group]
        self.updated[at] = [one.timestamp() // 1 for one in updated]

    def _lists(self, keys: Collection[int] | None) -> None:
        tagged, imported = _TAGGED.rows(keys), _IMPORTED.rows(keys)
        if keys is None:
            self.tags, self.packages = Lists.of_pairs(tagged), Lists.of_pairs(imported)
            self.tag_names = dict(Tag.objects.values_list("pk", "name"))
            self.package_names = dict(Package.objects.values_list("pk", "name"))
            return
        self.tags, self.packages = self.tags.replaced(tagged, keys), self.packages.replaced(imported, keys)

    def _demands(self, keys: Collection[int] | None) -> None:
        sets: dict[int, set[int]] = {}
        for key, attribute in _DEMANDED.rows(keys):
            sets.setdefault(key, set()).add(attribute)
        codes = {demanded: code for code, demanded in enumerate(self.demanded)}
        for key, attributes in sets.items():
            if key < self.size:
                self.demands[key] = codes.setdefault(frozenset(attributes), len(codes))
                self._demands_number[key] = len(attributes)
                self._demands_sum[key] = len(attributes) * key + _APART * sum(attributes)
        self.demanded = list(codes)

    def read_fares(self) -> None:
        """Read how notebooks fare, all of them: their health, and how much they are in demand."""
        health, trend = np.zeros(self.size, np.int64), np.zeros(self.size)
        for code, one in enumerate(HEALTH[1:], 1):
            keys = np.fromiter(Notebook.objects.filter(health=one).values_list("pk", flat=True), np.int64)
            health[keys[keys < self.size]] = code
        for key, value in Trend.objects.values_list("pk", "value"):
            if key < self.size:
                trend[key] = value
        self.health, self.trend = health, trend

    def opened(self) -> tuple[int, ...]:
        """The same sums as they are here."""
        public = np.flatnonzero(self.public)
        sums = len(public), public.sum(), self._demands_number.sum(), self._demands_sum.sum()
        return tuple(map(int, sums))

    def look(self) -> None:
        """Read how notebooks fare, and everything if what is open to all changed behind the sequence's back."""
        self.read_fares()
        if self.opened() != opened():
            self.read()
