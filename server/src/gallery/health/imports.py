"""Which packages and sources the current version of each notebook uses, kept so that notebooks can be found by them."""

from collections import defaultdict
from collections.abc import Sequence

from gallery.health.models import NotebookImport
from gallery.lib.imports import names_used
from gallery.notebooks.content import unpacked
from gallery.notebooks.models import Notebook, RevisionCell

LONGEST = 100  # characters of a name


def keep_imports(notebooks: Sequence[int]) -> None:
    """Write what these notebooks import now, where it differs from what is kept."""
    before: dict[int, set[str]] = defaultdict(set)
    for key, name in NotebookImport.objects.filter(notebook__in=notebooks).values_list("notebook_id", "name"):
        before[key].add(name)
    now = _used_by(notebooks)
    for key in notebooks:
        NotebookImport.objects.filter(notebook=key, name__in=before[key] - now[key]).delete()
        added = [NotebookImport(notebook_id=key, name=name) for name in sorted(now[key] - before[key])]
        NotebookImport.objects.bulk_create(added, batch_size=200)


def _used_by(notebooks: Sequence[int]) -> dict[int, set[str]]:
    """The packages that each of these notebooks imports, and the hosts and buckets that it names."""
    found: dict[int, set[str]] = defaultdict(set)
    heads = Notebook.objects.filter(pk__in=notebooks).exclude(head=None)
    for key, language, head in heads.values_list("pk", "language", "head_id"):
        cells = RevisionCell.objects.filter(revision=head, cell__kind="code").values_list("cell__body", flat=True)
        sources = [unpacked(body) for body in cells]
        found[key] = {name for name in names_used(sources, language) if len(name) <= LONGEST}
    return found
