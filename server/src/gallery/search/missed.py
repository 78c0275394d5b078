"""Tells through a hook which plain questions found nothing: words alone, from somebody who is signed in."""

from gallery.accounts.models import User
from gallery.notebooks.missed import Missed, nothing_found
from gallery.search.question import Question
from gallery.search.words import exact_words, stems


def tell_if_missed(user: User | None, question: Question, total: int) -> None:
    """Pass a question on if it found nothing. In admin mode more is seen than the person would find, so not then."""
    if user is None or user.elevated or total or question.page != 1 or not _is_plain(question):
        return
    parts = frozenset(part for word in question.asked.words for part in word.parts)
    words = dict.fromkeys(word for word in exact_words(question.text) if parts.issuperset(stems(word)))
    nothing_found(Missed(user, question.text, tuple(words), parts))


def _is_plain(question: Question) -> bool:
    asked = question.asked
    return bool(asked.words) and not (asked.phrases or asked.without or asked.conditions)
