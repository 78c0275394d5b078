"""Counts beside the answers: tags, languages, owning groups, packages, health and last change of what was found."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from gallery.directory.models import Group
from gallery.lib.languages import shown_language
from gallery.lib.prepared import Later, Prepared
from gallery.notebooks.models import Health, Package, Tag
from gallery.notebooks.queries import Counted
from gallery.search.among import Among, written
from gallery.search.columns import HEALTH, Columns
from gallery.search.lists import Numbers
from gallery.search.periods import DAYS, period_in_words, since

MOST_FACETS = 12
_GROUPS = Prepared(lambda: Group.objects.filter(Among(Later("keys"))).values_list("pk", "slug", "name"))
Named = Mapping[int, tuple[str, str]]  # by number: its name in addresses, and as it is shown


class Facets:
    """Tags, languages, groups, packages, health and last change of everything that was found, the commonest first.

    Each is counted when it is asked for: a feed or a list of the API asks for none.
    """

    def __init__(self, keys: Numbers, columns: Columns) -> None:
        """Of these notebooks, which the reader may find."""
        self._keys, self._columns = keys, columns

    def __repr__(self) -> str:
        """Everything that it tells, so that a test can look for what must not be there."""
        counted = (self.tags, self.languages, self.groups, self.packages, self.health, self.changed, self.owners)
        return f"Facets{counted}"

    @cached_property
    def tags(self) -> tuple[Counted, ...]:
        """The commonest tags."""
        return _facet("tags", self._columns.tags.of(self._keys), lambda some: _tags(some, self._columns))

    @cached_property
    def languages(self) -> tuple[Counted, ...]:
        """The commonest languages."""
        numbers = self._columns.language[self._keys]
        return _facet("languages", numbers, lambda some: _languages(some, self._columns))

    @cached_property
    def groups(self) -> tuple[Counted, ...]:
        """The groups that own most of them."""
        return _facet("groups", self._columns.group[self._keys], _groups)

    @cached_property
    def packages(self) -> tuple[Counted, ...]:
        """The packages that most of them import."""
        return _facet("packages", self._columns.packages.of(self._keys), lambda some: _packages(some, self._columns))

    @cached_property
    def health(self) -> tuple[Counted, ...]:
        """How many fare how."""
        return _health(self._columns.health[self._keys])

    @cached_property
    def changed(self) -> tuple[Counted, ...]:
        """How many changed how lately, the shortest period first; a longer one counts what the shorter ones do."""
        return _changed(self._columns.updated[self._keys])

    @cached_property
    def owners(self) -> Mapping[int, int]:
        """How many each person answers for, by the person's key."""
        counts = np.bincount(self._columns.owner[self._keys])
        people = np.flatnonzero(counts)
        return dict(zip(people.tolist(), counts[people].tolist(), strict=True))


def _facet(room: str, numbers: NDArray[np.integer[Any]], named: Callable[[list[int]], Named]) -> tuple[Counted, ...]:
    """The commonest of these numbers, 0 aside; what is equally common, by name."""
    counts = np.bincount(numbers)
    counts[:1] = 0
    least = np.partition(counts, -MOST_FACETS)[-MOST_FACETS] if len(counts) > MOST_FACETS else 0
    names = named([int(number) for number in np.flatnonzero(counts >= max(1, least))])
    found = [(int(counts[number]), slug, shown) for number, (slug, shown) in names.items()]
    found.sort(key=lambda one: (-one[0], one[2], one[1]))
    return tuple(
        Counted(name=slug, shown_name=shown, url=f"/{room}/{quote(slug, safe='')}", count=count)
        for count, slug, shown in found[:MOST_FACETS]
    )


def _tags(numbers: list[int], columns: Columns) -> Named:
    return _called(numbers, columns.tag_names, Tag)


def _packages(numbers: list[int], columns: Columns) -> Named:
    return _called(numbers, columns.package_names, Package)


def _called(numbers: list[int], names: dict[int, str], model: type[Tag | Package]) -> Named:
    """The names that are known, and those that are not, read."""
    if unknown := [number for number in numbers if number not in names]:
        names.update(model.objects.filter(pk__in=unknown).values_list("pk", "name"))
    return {number: (names[number], names[number]) for number in numbers if number in names}


def _groups(numbers: list[int]) -> Named:
    return {key: (slug, name) for key, slug, name in _GROUPS.rows(keys=written(numbers))} if numbers else {}


def _languages(numbers: list[int], columns: Columns) -> Named:
    return {number: (columns.languages[number], shown_language(columns.languages[number])) for number in numbers}


def _health(codes: Numbers) -> tuple[Counted, ...]:
    counts = np.bincount(codes, minlength=len(HEALTH))
    return tuple(
        Counted(name=one, shown_name=str(one.label), url=f"/notebooks/?health={one}", count=int(counts[code]))
        for one, code in ((one, HEALTH.index(one)) for one in Health)
        if counts[code]
    )


def _changed(seconds: Numbers) -> tuple[Counted, ...]:
    now = timezone.now()
    counts = {one: int(np.count_nonzero(seconds >= int(since(one, now).timestamp()))) for one in DAYS}
    return tuple(
        Counted(name=one, shown_name=period_in_words(one), url=f"/notebooks/?changed={one}", count=count)
        for one, count in counts.items()
        if count
    )
