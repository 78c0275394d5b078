"""Which packages each notebook imports: written in the transaction of the save, for earlier ones by and by."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from gallery.lib.imports import comes_with, imported_packages
from gallery.notebooks.changes import next_change
from gallery.notebooks.content import unpacked
from gallery.notebooks.models import Notebook, Package, RevisionCell

LONGEST = 100  # characters of a name: what is longer is no package
MOST = 100  # of one notebook: the list of a generated file must not fill the table
AT_ONCE = 100  # notebooks of earlier times in one go
_done_to = 0  # the last notebook that this process looked at: once after each start is often enough


def keep_packages(notebook: Notebook, cells: Sequence[dict[str, Any]], language: str) -> None:
    """Note what this code imports as what the notebook imports."""
    _keep(notebook, (cell["source"] for cell in cells if cell["cell_type"] == "code"), language)


def _keep(notebook: Notebook, sources: Iterable[str], language: str) -> bool:
    """Whether there is anything to keep."""
    found = (name for name in imported_packages(sources, language) if not comes_with(language, name))
    names = sorted(name for name in found if len(name) <= LONGEST)[:MOST]
    # Sorted: two people saving at once take the rows in the same order.
    Package.objects.bulk_create([Package(name=name) for name in names], ignore_conflicts=True)
    notebook.packages.set(Package.objects.filter(name__in=names))
    return bool(names)


def read_earlier_packages() -> int:
    """Note what notebooks import that were saved before this was kept. A chore; answers how many it looked at."""
    global _done_to  # noqa: PLW0603 — how far this process has come
    left = Notebook.objects.filter(pk__gt=_done_to, packages=None).exclude(head=None).order_by("pk")
    with transaction.atomic():
        rows = list(left.select_for_update(of=("self",))[:AT_ONCE])  # nobody saves another version meanwhile
        if kept := [row.pk for row in rows if _keep(row, _sources(row), row.language)]:
            Notebook.objects.filter(pk__in=kept).update(changed=next_change())  # so that searches count them
    if rows:
        _done_to = rows[-1].pk
    return len(rows)


def _sources(notebook: Notebook) -> list[str]:
    places = RevisionCell.objects.filter(revision=notebook.head_id, cell__kind="code")
    return [unpacked(body) for body in places.values_list("cell__body", flat=True)]
