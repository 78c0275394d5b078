"""What was kept of health, read for those who may read the notebook."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gallery.accounts.models import User
from gallery.health.models import NotebookHealth, Outage
from gallery.notebooks.models import Notebook, RevisionCell
from gallery.notebooks.permissions import listed_to


@dataclass(frozen=True)
class OutageNote:
    """Something that many notebooks share has failed since then; `others` are those that the reader may find."""

    name: str
    since: datetime
    others: int


def measured(notebook: Notebook) -> NotebookHealth | None:
    """The health of a notebook as last computed."""
    return NotebookHealth.objects.filter(notebook=notebook).first()


def outage_of(user: User | None, notebook: Notebook) -> OutageNote | None:
    """The outage that goes on and that this notebook is part of, in one query."""
    rows = Outage.objects.filter(notebooks=notebook, ended_at=None).annotate(others=_others(user, notebook))
    found = rows.order_by("began_at", "pk").first()
    return OutageNote(found.name, found.began_at, found.others) if found else None


def _others(user: User | None, notebook: Notebook) -> Coalesce:
    """How many other notebooks of an outage the reader may find: those that are hidden are not counted for them."""
    found: QuerySet[Notebook] = listed_to(user).exclude(pk=notebook.pk).filter(outages=OuterRef("pk"))
    counted = found.order_by().values("outages").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def code_hashes(notebook: Notebook, newest: int) -> tuple[dict[int, str], frozenset[str]]:
    """Hashes of the code cells of the current version by their number on the page, and those of the version before."""
    rows = RevisionCell.objects.filter(
        revision__notebook=notebook, revision__number__in=(newest, newest - 1), cell__kind="code", cell__size__gt=0
    )
    current, before = {}, set()
    for number, position, source_hash in rows.values_list("revision__number", "position", "cell__source_hash"):
        if number == newest:
            current[position + 1] = source_hash
        else:
            before.add(source_hash)
    return current, frozenset(before)
