"""What a notebook holds: cells once by content, revisions as ordered lists of cells, the cache of rendered cells."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gallery.notebooks.models.notebook import Notebook


class Cell(models.Model):
    """A piece of source, stored once however many notebooks hold it."""

    digest = models.CharField(primary_key=True, max_length=64)  # SHA-256 of kind, NUL, source
    kind = models.CharField(max_length=8)
    source_hash = models.CharField(max_length=64, db_index=True)  # SHA-256 of the source: what executions report
    body = models.BinaryField()  # zstd of the source in UTF-8
    size = models.PositiveIntegerField()  # characters of source

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["code", "markdown", "raw"]), name="cell_kind_is_known")
        ]

    def __str__(self) -> str:
        """Kind and the start of its digest."""
        return f"{self.kind} {self.digest[:12]}"


class CellShape(models.Model):
    """What a code cell shares with others that are almost the same. Can be thrown away, and fills itself again."""

    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, related_name="shapes")
    style = models.CharField(max_length=8)  # how comments begin: the same text may stand in two languages
    shape = models.CharField(max_length=32, db_index=True)
    size = models.PositiveIntegerField()  # tokens

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cell", "style"], name="one_shape_per_style")]

    def __str__(self) -> str:
        """The start of its hash."""
        return self.shape[:12]


class Revision(models.Model):
    """One saved state of a notebook. Never changed, never removed on its own."""

    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message = models.CharField(max_length=500, blank=True)
    metadata = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of the whole clean document
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["notebook", "number"], name="one_revision_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revisions_start_at_one"),
            models.CheckConstraint(condition=Q(base=None) | Q(base__lt=F("number")), name="base_is_earlier"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return f"revision {self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Insert only: a revision is immutable."""
        if not self._state.adding:
            raise TypeError("revisions are immutable")
        super().save(force_insert=True)


class RevisionCell(models.Model):
    """The place of a cell in a revision."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="cells")
    position = models.PositiveIntegerField()
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(max_length=64)  # the cell's id in the notebook file
    metadata = models.JSONField(default=dict)
    attachments = models.JSONField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["revision", "position"], name="one_cell_per_position")]

    def __str__(self) -> str:
        """Where it stands."""
        return f"cell {self.position}"


class RenderedCell(models.Model):
    """The cache of rendered cells: can be emptied at any time and fills itself again."""

    key = models.CharField(primary_key=True, max_length=64)  # SHA-256 of renderer version, kind, language, source
    html = models.BinaryField()  # zstd of the fragment

    def __str__(self) -> str:
        """The start of its key."""
        return self.key[:12]


class ChangeCounter(models.Model):
    """One row: the last number given to a change. Its lock makes numbers follow the order of commits."""

    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """The number."""
        return str(self.value)
