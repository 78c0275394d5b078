"""Records of executed cells, and what is summed up of them by day."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gallery.notebooks.models import Notebook

UNKNOWN = ""  # instead of a hash: a cell that the notebook does not hold, such as one that was edited first


class Cause(models.TextChoices):
    """Why a cell failed, coarsely; decided in the person's own server from the type of the exception."""

    NONE = ""
    RIGHT = "right"
    PACKAGE = "package"
    SOURCE = "source"
    MEMORY = "memory"
    INPUT = "input"
    OTHER = "other"


class Execution(models.Model):
    """One cell that one person executed once: the truth from which everything else here is made."""

    # Every index costs each insert: the two of the foreign keys are beginnings of indexes below.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.UUIDField()  # made by the sender: the same record sent again is known by it
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+", db_index=False)
    revision = models.PositiveIntegerField(null=True)
    source_hash = models.CharField(max_length=64, blank=True)
    success = models.BooleanField()
    cause = models.CharField(max_length=8, choices=Cause, default=Cause.NONE, blank=True)
    runtime_ms = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    day = models.DateField()  # of started_at, in UTC
    received_at = models.DateTimeField()
    excused = models.BooleanField(default=False)  # a failure during an outage: marked, not counted
    summed = models.BooleanField(default=False)  # False: its sum is to be made anew

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="a_record_counts_once"),
            models.CheckConstraint(
                condition=Q(success=False) | Q(cause="", excused=False), name="only_failures_excuse"
            ),
        ]
        indexes = [
            models.Index(fields=["notebook", "day", "person"], name="executions_by_day"),
            models.Index(fields=["person", "notebook", "received_at"], name="executions_taken"),
            models.Index(fields=["id"], condition=Q(summed=False), name="executions_to_sum"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return str(self.key)


class CellDay(models.Model):
    """All executions of one cell by one person on one day: a function of the records, made anew from them at will."""

    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+", db_index=False)  # begins another
    day = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    source_hash = models.CharField(max_length=64, blank=True)
    executions = models.PositiveIntegerField()
    successes = models.PositiveIntegerField()
    excused = models.PositiveIntegerField(default=0)  # failures among the executions that are not counted
    runtimes = models.JSONField(default=list)  # of each execution, in milliseconds, in no order: for medians
    last_at = models.DateTimeField()
    last_failure_at = models.DateTimeField(null=True)  # the latest that is not excused

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notebook", "day", "person", "source_hash"], name="one_sum_per_person_cell_and_day"
            ),
            models.CheckConstraint(
                condition=Q(executions__gte=F("successes") + F("excused")), name="a_sum_is_no_more_than_its_records"
            ),
        ]

    def __str__(self) -> str:
        """Where it belongs, by number."""
        return f"{self.notebook_id} on {self.day}"


class Flood(models.Model):
    """A person sent more records of a notebook on one day than a human makes: until it is forgotten, they count little.

    Each cell and day of this person then counts as one execution with its success rate.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()  # on which the records came in, in UTC
    records = models.PositiveIntegerField(default=0)  # that were refused beyond the bound

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "notebook", "day"], name="one_flood_per_person_and_day")
        ]

    def __str__(self) -> str:
        """Who and what, by number."""
        return f"{self.person_id} {self.notebook_id}"
