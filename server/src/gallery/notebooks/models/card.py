"""The question card as columns: what a reader looks at first, kept with the notebook as its title is."""

from django.db import models

from gallery.lib.question_card import ALL, MORE, QUESTION, Asked, QuestionCard, card_of


def _answer(asked: Asked) -> "models.CharField[str, str]":
    # With a default of the database: a version of the gallery that does not know it yet can go on writing notebooks.
    return models.CharField(asked.heading, max_length=asked.longest, blank=True, default="", db_default="")


class Answers(models.Model):
    """The six answers; see `gallery.lib.question_card`."""

    question = _answer(QUESTION)
    inputs, rights, duration, result, contact = map(_answer, MORE)

    class Meta:
        abstract = True

    @property
    def question_card(self) -> QuestionCard:
        """All of them."""
        return card_of({one.name: getattr(self, one.name) for one in ALL})
