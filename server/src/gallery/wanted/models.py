"""A request for a notebook, who else needs it, what answers it; and questions that found nothing."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from gallery.directory.models import Group
from gallery.notebooks.models import Notebook
from gallery.wanted.states import State


class Wanted(models.Model):
    """Somebody asks for a notebook that does not exist yet, of everybody or of one group."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    question = models.CharField(max_length=200)
    explanation = models.CharField(max_length=1000, blank=True)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Only members of this group know of it; None is everybody who is signed in.
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    needed = models.PositiveIntegerField(default=1)  # people, the asker included
    removed_because = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-needed", "-created_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="wanted_state_is_known"),
            models.CheckConstraint(condition=~Q(question=""), name="wanted_has_a_question"),
        ]

    def __str__(self) -> str:
        """Its address, since the question may be for a few alone."""
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/wanted/{self.uuid}"


class Seconding(models.Model):
    """Somebody else needs it, too."""

    wanted = models.ForeignKey(Wanted, on_delete=models.CASCADE, related_name="seconded")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wanted", "person"], name="one_seconding_per_person")]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.person_id} needs {self.wanted_id}"


class Answer(models.Model):
    """A notebook that somebody gives as an answer. Each reader sees it only while they may find the notebook."""

    wanted = models.ForeignKey(Wanted, on_delete=models.CASCADE, related_name="answers")
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wanted", "notebook"], name="one_answer_per_notebook")]

    def __str__(self) -> str:
        """Both by number."""
        return f"{self.notebook_id} answers {self.wanted_id}"


class Miss(models.Model):
    """That a question found nothing for one more person. Neither can be read from it: see `collecting`."""

    season = models.PositiveIntegerField()
    question = models.CharField(max_length=64)  # HMAC of the words with the secret of the season
    person = models.CharField(max_length=64)  # HMAC of words and person with the same

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="one_miss_per_person")]
        indexes = [models.Index(fields=["season"])]

    def __str__(self) -> str:
        """The start of its mark."""
        return self.question[:12]


class Term(models.Model):
    """The words of a question that found nothing for so many different people that they are nobody's secret."""

    key = models.CharField(max_length=200, unique=True)  # its stems in order
    words = models.CharField(max_length=200)
    dismissed = models.BooleanField(default=False)  # by an administrator: stays collected, and is shown to nobody

    def __str__(self) -> str:
        """The words."""
        return self.words


class TermDay(models.Model):
    """How many more people asked in vain on a day."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(db_index=True)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "day"], name="one_line_per_term_and_day")]

    def __str__(self) -> str:
        """The day."""
        return str(self.day)
