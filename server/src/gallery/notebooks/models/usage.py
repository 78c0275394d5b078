"""Who used what on which day, and what is in demand of late: nothing older than 90 days."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from gallery.notebooks.models.notebook import Notebook


class Use(models.Model):
    """What one person did with one notebook on one day, in UTC."""

    # The two indexes begin with the foreign keys, so these need none of their own.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="uses", db_index=False)
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)  # its page opened
    runs = models.PositiveIntegerField(default=0)  # opened in Jupyter

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "notebook", "day"], name="one_use_per_person_and_day"),
            models.CheckConstraint(condition=Q(views__gt=0) | Q(runs__gt=0), name="a_use_is_of_something"),
        ]
        indexes = [models.Index(fields=["notebook", "day", "person"], name="uses_by_day")]

    def __str__(self) -> str:
        """Where it belongs, by number."""
        return f"{self.notebook_id} on {self.day}"


class Trend(models.Model):
    """How much a notebook is in demand of late; see `gallery.notebooks.trends`. No row: not at all."""

    notebook = models.OneToOneField(Notebook, primary_key=True, on_delete=models.CASCADE, related_name="trend")
    value = models.FloatField(db_index=True)  # above zero; about the number of people a day in a lively month
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        """Which and how much."""
        return f"{self.notebook_id}: {self.value:.2f}"
