"""What is stored of a notebook: cells once by content, revisions as ordered lists of cells."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gallery.lib.text import slug

# Pages below a notebook's address; one that is called "History" must not answer there.
RESERVED = frozenset({"download", "edit", "history", "restore", "star", "trash", "unstar", "untrash"})


class Visibility(models.TextChoices):
    """Who may see a notebook beside its owner."""

    PRIVATE = "private", _("Only me")
    PUBLIC = "public", _("Everybody")


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


class Tag(models.Model):
    """A word that groups notebooks."""

    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        """The word."""
        return self.name


class Notebook(models.Model):
    """A notebook as people know it: its address, owner, description and current revision."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notebooks")
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    tags = models.ManyToManyField(Tag, related_name="notebooks", blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    language = models.CharField(max_length=40, blank=True, db_index=True)
    head = models.ForeignKey("Revision", null=True, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, db_index=True)  # of the first content: makes imports idempotent
    stars = models.PositiveIntegerField(default=0)
    runs = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(db_index=True)
    trashed_at = models.DateTimeField(null=True, blank=True)
    changed = models.BigIntegerField(default=0, db_index=True)  # place in the sequence of changes, for replicas

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(visibility__in=["private", "public"]), name="visibility_is_known"),
            models.CheckConstraint(condition=~Q(title=""), name="notebook_has_a_title"),
        ]

    def __str__(self) -> str:
        """Its address, since a title may be private."""
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/notebooks/{self.uuid}/{self.slug}"

    @property
    def slug(self) -> str:
        """The readable end of its address; never a word that stands there for a page of its own."""
        plain = slug(self.title)
        return f"{plain}-notebook" if plain in RESERVED else plain


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


class Star(models.Model):
    """Somebody keeps this notebook at hand."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stars")
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="starred")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "notebook"], name="one_star_per_person")]

    def __str__(self) -> str:
        """Who and what, by number."""
        return f"{self.person_id} {self.notebook_id}"


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
