"""Whether what was typed so far begins a word, perhaps with one slip of the finger."""

from collections.abc import Sequence
from itertools import takewhile

from gallery.search.words import exact_words

SHORTEST_FUZZY = 4  # shorter words have too many neighbours


def begins(typed: str, word: str, *, slips: bool) -> bool:
    """Whether the word begins as typed; with slips, one letter may be wrong, missing, too many or swapped."""
    return word.startswith(typed) or (slips and len(typed) >= SHORTEST_FUZZY and _one_slip(typed, word))


def _one_slip(typed: str, word: str) -> bool:
    rest, tail = _differing(typed, word)
    swapped = rest[:2] == tail[1::-1] and tail[2:].startswith(rest[2:])
    return swapped or tail.startswith(rest[1:]) or tail[1:].startswith((rest, rest[1:]))


def alike(one: str, other: str) -> bool:
    """Whether two words are the same, or from four letters on one slip apart."""
    rest, tail = _differing(one, other)
    swapped = rest[:2] == tail[1::-1] and rest[2:] == tail[2:]
    slip = swapped or rest[1:] == tail or rest == tail[1:] or rest[1:] == tail[1:]
    return one == other or (slip and len(one) >= SHORTEST_FUZZY)


def _differing(one: str, other: str) -> tuple[str, str]:
    """Two words without the beginning that they share."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one[same:], other[same:]


def begins_text(typed: Sequence[str], text: str, *, slips: bool) -> bool:
    """Whether each word typed begins some word of the text."""
    words = exact_words(text)
    return all(any(begins(part, word, slips=slips) for word in words) for part in typed)


def begins_title(typed: Sequence[str], title: str, *, slips: bool) -> bool:
    """Whether every word typed stands in the title, the last one perhaps unfinished."""
    words, (*whole, last) = exact_words(title), typed
    finished = all(any(part == word or (slips and alike(part, word)) for word in words) for part in whole)
    return finished and any(begins(last, word, slips=slips) for word in words)
