"""Which notebook imports which package, in memory: pairs side by side, since most notebooks import few."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from gallery.notebooks.models import Notebook, Package
from gallery.search.index import Numbers


class Packages:
    """Two arrays of equal length: the key of a notebook, the key of a package that it imports."""

    def __init__(self) -> None:
        """Empty: `read` fills it."""
        self._pairs = np.zeros((2, 0), np.int64)
        self._names: dict[int, str] = {}  # a package never changes its name

    def read(self, keys: Collection[int] | None = None) -> None:
        """Read those of these notebooks from the database (None: of all)."""
        links: Any = Notebook.packages.through
        rows = links.objects.all() if keys is None else links.objects.filter(notebook__in=keys)
        found = np.array(list(rows.values_list("notebook_id", "package_id")), np.int64).reshape(-1, 2).T
        if keys is None:
            self._pairs, self._names = found, dict(Package.objects.values_list("pk", "name"))
            return
        others = self._pairs[:, ~np.isin(self._pairs[0], list(keys))]
        self._pairs = np.concatenate((others, found), axis=1)

    def of(self, keys: Numbers) -> Numbers:
        """The packages of these notebooks, one for each import."""
        notebooks, packages = self._pairs
        chosen = np.zeros(int(max(notebooks.max(initial=0), keys.max(initial=0))) + 1, bool)
        chosen[keys] = True
        return np.asarray(packages[chosen[notebooks]])

    def named(self, numbers: Collection[int]) -> Mapping[int, str]:
        """The names of these packages."""
        if unknown := [number for number in numbers if number not in self._names]:
            self._names.update(Package.objects.filter(pk__in=unknown).values_list("pk", "name"))
        return {number: self._names[number] for number in numbers if number in self._names}
