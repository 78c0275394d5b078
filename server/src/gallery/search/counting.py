"""Counts beside the answers: tags, languages, owning groups, packages and health of everything that was found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from gallery.directory.models import Group
from gallery.lib.languages import shown_language
from gallery.lib.prepared import Later, Prepared
from gallery.notebooks.models import Health, Tag
from gallery.notebooks.queries import Counted
from gallery.search.among import Among, written
from gallery.search.columns import HEALTH, Columns
from gallery.search.index import Numbers

MOST_FACETS = 12
_GROUPS = Prepared(lambda: Group.objects.filter(Among(Later("keys"))).values_list("pk", "slug", "name"))
Named = Mapping[int, tuple[str, str]]  # by number: its name in addresses, and as it is shown


@dataclass(frozen=True)
class Facets:
    """Tags, languages, owning groups, packages and health of everything that was found, the commonest first."""

    tags: tuple[Counted, ...]
    languages: tuple[Counted, ...]
    groups: tuple[Counted, ...]
    packages: tuple[Counted, ...]
    health: tuple[Counted, ...]
    owners: Mapping[int, int]  # how many each person answers for, by the person's key


def facets(keys: Numbers, columns: Columns) -> Facets:
    """The facets of these notebooks, which the reader may find."""
    return Facets(
        tags=_facet("tags", columns.tags[keys].ravel(), lambda some: _tags(some, columns)),
        languages=_facet("languages", columns.language[keys], lambda some: _languages(some, columns)),
        groups=_facet("groups", columns.group[keys], _groups),
        packages=_facet("packages", columns.packages.of(keys), lambda some: _packages(some, columns)),
        health=_health(columns.health[keys]),
        owners=_owners(columns.owner[keys]),
    )


def _owners(numbers: Numbers) -> Mapping[int, int]:
    people, counts = np.unique(numbers, return_counts=True)
    return dict(zip(people.tolist(), counts.tolist(), strict=True))


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
    if unknown := [number for number in numbers if number not in columns.tag_names]:
        columns.tag_names.update(Tag.objects.filter(pk__in=unknown).values_list("pk", "name"))
    names = columns.tag_names
    return {number: (names[number], names[number]) for number in numbers if number in names}


def _packages(numbers: list[int], columns: Columns) -> Named:
    return {number: (name, name) for number, name in columns.packages.named(numbers).items()}


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
