"""What is computed from content and use, and can be emptied at any time; and what people dismissed, which can not."""

from django.conf import settings
from django.db import models

from gallery.directory.models import Organisation
from gallery.notebooks.models import Notebook


def _person() -> "models.ForeignKey[models.Model, models.Model]":
    # No index of its own: it begins the constraint of each table.
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)


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


class AlsoViewed(models.Model):
    """Another notebook that the same people used: written for both directions, the best of each notebook kept."""

    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()  # the Jaccard index of their readers, from 0 to 1

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notebook", "other"], name="one_also_viewed_per_pair")]
        indexes = [models.Index(fields=["notebook", "-score"], name="also_viewed_best_first")]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.notebook_id} with {self.other_id}"


class UsedWith(models.Model):
    """How much the use of one notebook speaks for another one, or below zero against it: the most telling kept."""

    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField()  # as EASE learns it from what everybody used

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notebook", "other"], name="one_weight_per_pair")]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.other_id} given {self.notebook_id}"


class SimilarPerson(models.Model):
    """Another person who uses what this one uses: the most similar of each person kept. Never shown."""

    person = _person()
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()  # the cosine of their usage vectors, from 0 to 1

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "other"], name="one_similarity_per_two_people")]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.person_id} ~ {self.other_id}"


class FieldShare(models.Model):
    """A notebook in a field of work, which is nothing but notebooks that people use together. Never shown."""

    learning = models.PositiveSmallIntegerField()  # fields are learned a few times, each time somewhat other ones
    field = models.PositiveSmallIntegerField()
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    share = models.FloatField()  # of the field's use

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learning", "field", "notebook"], name="one_share_per_notebook_of_a_field")
        ]

    def __str__(self) -> str:
        """All three by number."""
        return f"{self.notebook_id} in field {self.learning}.{self.field}"


class UsedIn(models.Model):
    """How many people of an organisation used a notebook: the most used of each organisation kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "notebook"], name="one_use_per_organisation")]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.notebook_id} in {self.organisation_id}"


class Kind(models.TextChoices):
    """Why a notebook is recommended: what weighed most. The sentence is made when it is read."""

    PEOPLE = "people"
    LIKE = "like"
    ALSO = "also"
    FIELD = "field"
    GROUP = "group"
    ORGANISATION = "organisation"
    TREND = "trend"
    NEWCOMER = "newcomer"
    CHANCE = "chance"


class Recommended(models.Model):
    """A notebook for a person, as last computed. Who may find it is asked again whenever it is read."""

    person = _person()
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()  # from 0 to 1
    kind = models.CharField(max_length=12, choices=Kind)
    about = models.ForeignKey(Notebook, null=True, on_delete=models.CASCADE, related_name="+")  # what it is like
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "notebook"], name="one_recommendation_per_notebook")]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.notebook_id} for {self.person_id}"


class Dismissal(models.Model):
    """Not for me: this person does not want to be shown this notebook again."""

    person = _person()
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "notebook"], name="one_dismissal_per_notebook")]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.notebook_id} not for {self.person_id}"


class StalePerson(models.Model):
    """Somebody did something: what is recommended to them has to be computed anew."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    mark = models.UUIDField()  # another one for each change: what changes during the computing stays marked

    def __str__(self) -> str:
        """Who, by number."""
        return str(self.person_id)
