"""What somebody may have meant: the same question with a slip of the finger put right.

A word is put right to one that stands in a notebook which this person may find, and in no other way.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from django.utils.html import strip_tags

from gallery.accounts.models import User
from gallery.search.matching import Strictness
from gallery.search.queries import Found, find
from gallery.search.question import Question
from gallery.search.snippets import Highlighter
from gallery.search.spelling import SHORTEST_FUZZY, alike
from gallery.search.words import joined

MOST_WORDS = 3  # that are looked into: each is a search of its own
LOOKED_INTO = 10  # notebooks for each of them
_WORD = re.compile(r'"[^"]*"|[^\s"]+')
_PLAIN = re.compile(r"[^\W\d_]\w*")
_MARKED = re.compile(r"<mark>(\w+)</mark>")


def corrected(user: User | None, question: Question, found: Found) -> str:
    """The text with words that are nowhere put right, for a question that few notebooks answer; "" for none."""
    if question.page != 1 or (found.total and found.strictness is Strictness.MOST):
        return ""
    seen = " ".join(strip_tags(f"{card.title} {card.question} {card.snippet}") for card in found.items)
    doubtful = [word for word in _words(question) if found.strictness is Strictness.SIMILAR or not _stands(word, seen)]
    right = {word: better for word in doubtful[:MOST_WORDS] if (better := _meant(user, question, word))}
    text = _WORD.sub(lambda match: _replaced(match[0], right), question.text) if right else ""
    return text if text != question.text else ""


def _words(question: Question) -> Iterator[str]:
    """The words that tell something and stand by themselves: no phrases, no filters, nothing unwanted."""
    telling = {word.name for word in question.asked.words}
    for typed in _WORD.findall(question.text):
        word = _bare(typed)
        if len(word) >= SHORTEST_FUZZY and joined(word) in telling:
            yield word


def _bare(typed: str) -> str:
    """The word without what stands around it; "" where it is none."""
    word = typed.strip("?!.,;()'")
    return word if _PLAIN.fullmatch(word) else ""


def _stands(word: str, text: str) -> bool:
    return bool(Highlighter(Question(text=word).asked, thorough=True).marks(text))


def _meant(user: User | None, question: Question, word: str) -> str:
    """The word that is nearest to it in what it finds, the commonest first; "" where it is known as it is."""
    found = find(user, replace(question, text=word, sort="", page_size=LOOKED_INTO))
    if found.strictness is not Strictness.SIMILAR:
        return ""
    texts = (token for card in found.items for token in (*_MARKED.findall(card.snippet), *card.title.split()))
    near = Counter(token.lower() for token in map(_bare, texts) if token and alike(joined(word), joined(token)))
    # nobody mistypes how a word begins as easily as the rest of it
    return max(near, key=lambda token: (token[0] == word[0].lower(), near[token]), default="")


def _replaced(typed: str, right: dict[str, str]) -> str:
    word = _bare(typed)
    return typed.replace(word, right[word]) if word in right else typed
