"""Of a notebook that nobody ran yet: whether every static sign speaks for it."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gallery.health.places import MEANT_TO_FAIL, tags_of
from gallery.health.signs import Source, canonical, signs_of
from gallery.notebooks.content import unpacked
from gallery.notebooks.models import Notebook, Revision, RevisionCell


def looks_good(notebook: Notebook, head: Revision) -> bool:
    """Whether it can be called "unknown, but looks good"."""
    signs = signs_of(_cells(head), notebook.language, approved_packages(settings.CONFIG.approved_packages))
    return signs is not None and signs.good


def _cells(head: Revision) -> list[Source]:
    rows = RevisionCell.objects.filter(revision=head).order_by("position")
    found = []
    for kind, metadata, body in rows.values_list("cell__kind", "metadata", "cell__body"):
        text = unpacked(body)
        if text.strip() and kind != "raw":
            found.append(Source(kind == "code", text, MEANT_TO_FAIL in tags_of(metadata)))
    return found


def approved_packages(path: Path | None) -> frozenset[str] | None:
    """The names in the file, as they can be compared; None where no file is named or it cannot be read."""
    try:
        return None if path is None else _read(path, path.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=1)
def _read(path: Path, changed: int) -> frozenset[str]:
    """Each line names a package, and after it where it differs the names by which it is imported."""
    lines = (line.partition("#")[0] for line in path.read_text("utf-8", "replace").splitlines())
    return frozenset(canonical(word) for line in lines for word in line.split())
