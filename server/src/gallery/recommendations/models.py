"""Which notebooks are alike, as last computed: can be emptied at any time, and is computed anew."""

from django.db import models

from gallery.notebooks.models import Notebook


class Similar(models.Model):
    """Another notebook that is like this one: written for both directions, the best of each notebook kept."""

    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()  # cosine, from 0 to 1
    shared = models.JSONField(default=list)  # the words that make them alike, at most three

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notebook", "other"], name="one_similarity_per_pair")]
        indexes = [models.Index(fields=["notebook", "-score"])]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.notebook_id} ~ {self.other_id}"
