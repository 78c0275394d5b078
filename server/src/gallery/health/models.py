"""What was computed of a notebook's health, so that a page reads it in one query; and outages that many share."""

from uuid import uuid4

from django.db import models

from gallery.notebooks.models import Notebook


class NotebookHealth(models.Model):
    """The health of a notebook as last computed: a function of the sums, made anew at will."""

    notebook = models.OneToOneField(Notebook, on_delete=models.CASCADE, related_name="measured", primary_key=True)
    computed_at = models.DateTimeField(db_index=True)
    revision = models.PositiveIntegerField()  # whose cells are meant
    revised_at = models.DateTimeField()
    # The metrics by their published names; ratios from 0 to 1
    osr = models.FloatField(default=0)
    gcr = models.FloatField(default=0)
    bcr = models.FloatField(default=0)
    fbc = models.FloatField(default=1)
    lgc = models.FloatField(default=0)
    ffd = models.FloatField(default=1)
    ned = models.FloatField(default=0)
    ue = models.FloatField(default=1)  # the one figure that is no ratio
    uf = models.FloatField(default=0.75)
    score = models.FloatField(null=True)  # None without executions
    status = models.CharField(max_length=12)
    # What lists show: the same, except in the seven days after a new revision that is still undetermined
    shown_score = models.FloatField(null=True)
    note = models.CharField(max_length=20, blank=True)
    previous_score = models.FloatField(null=True)  # just before this revision
    previous_status = models.CharField(max_length=12, blank=True)
    executions = models.PositiveIntegerField(default=0)
    users = models.PositiveIntegerField(default=0)
    users_with_failures = models.PositiveIntegerField(default=0)
    sessions = models.PositiveIntegerField(default=0)
    last_run = models.DateTimeField(null=True)
    last_failure = models.DateTimeField(null=True)
    unhealthy_since = models.DateTimeField(null=True)
    cells = models.JSONField(default=list)  # one object for each code cell, as health.computing.CellHealth writes it
    days = models.JSONField(default=list)  # one object for each day with runs, as health.computing.DayCount writes it
    owner_told = models.CharField(max_length=12, blank=True)  # the status of which the owner was told last
    owner_told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Which notebook, by number."""
        return str(self.notebook_id)


class Stale(models.Model):
    """The health of a notebook has to be computed anew: written with what changed, removed with what was computed."""

    notebook = models.OneToOneField(Notebook, on_delete=models.CASCADE, related_name="+", primary_key=True)
    mark = models.UUIDField(default=uuid4)  # a new one for each change: what changes meanwhile is not forgotten

    def __str__(self) -> str:
        """Which notebook, by number."""
        return str(self.notebook_id)


class NotebookImport(models.Model):
    """A package that the current revision of a notebook imports, or a source of data that it names."""

    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="imports")
    name = models.CharField(max_length=100, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notebook", "name"], name="one_line_per_import")]

    def __str__(self) -> str:
        """The package or source."""
        return self.name


class Outage(models.Model):
    """Many notebooks that share a package or a source started to fail within the same hours."""

    name = models.CharField(max_length=100)  # what they share
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    notebooks = models.ManyToManyField(Notebook, related_name="outages")

    class Meta:
        indexes = [models.Index(fields=["ended_at"])]

    def __str__(self) -> str:
        """What they share."""
        return self.name
