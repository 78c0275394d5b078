"""Where common words stand, in memory as arrays: a word of ten thousand notebooks then costs as little as a rare one.

The index gives one Python object for each document that it finds, and these took most of the time of a search among a
hundred thousand notebooks. Common words are few, so the index is asked for them once, and then only for rare ones and
for what was written since. It belongs to one moment of the index (`Mark`) and is made anew when much has changed.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from tantivy import Query, Searcher

from gallery.search.index import Mark, Numbers, Scores, hits
from gallery.search.matching import anywhere, named
from gallery.search.question import Word

COMMON = 1_000  # a word is common that so many documents have; asking the index for fewer takes less than 0.3 ms
MOST_WORDS = 20_000
MOST_PLACES = 20_000_000  # of all words together, eight bytes each
_QUERIES: Mapping[str, Callable[[str], Query]] = {"all": anywhere, "names": named}

Part = tuple[str, str]  # a stem in "all", or a whole word in "names"
Found = tuple[NDArray[np.int32], NDArray[np.float32]]  # keys and scores, in no order


class Postings:
    """The documents of the index at one moment by the words that they have. It never changes."""

    def __init__(self, mark: Mark, common: Mapping[Part, Found]) -> None:
        """What `kept` found; an empty one asks the index for every word."""
        self.mark, self._common = mark, common
        self._size = mark.largest + 1

    def scored(self, words: Sequence[Word], least: int) -> tuple[Numbers, Scores]:
        """The documents that have so many of these words, by key, with the scores that the index would give."""
        total, had = np.zeros(self._size, np.float32), np.zeros(self._size, np.uint8)
        for word in words:
            scores = self._word(word)
            total += scores
            had += scores > 0
        keys = np.flatnonzero(had >= least)
        return keys, total[keys].astype(float)

    def _word(self, word: Word) -> NDArray[np.float32]:
        """The scores of one word: of all its parts, or its whole name, or both."""
        scores = self._together([self._found("all", part) for part in word.parts])
        keys, more = self._found("names", word.name)
        scores[keys] += more
        return scores

    def _together(self, parts: Sequence[Found]) -> NDArray[np.float32]:
        """The sums of the scores of those that have every part."""
        scores = np.zeros(self._size, np.float32)
        for keys, more in parts:
            scores[keys] += more
        for keys, _ in parts if len(parts) > 1 else ():
            others = np.ones(self._size, bool)
            others[keys] = False
            scores[others] = 0.0
        return scores

    def _found(self, where: str, word: str) -> Found:
        known = self._common.get((where, word))
        return _read(self.mark.searcher, where, word) if known is None else known


def kept(mark: Mark, *, common: int = COMMON, wanted: Callable[[], bool] = lambda: True) -> Postings | None:
    """The postings of the words that are common at this moment; None as soon as nobody wants them any more.

    It rests as long as it works, since searches go on meanwhile.
    """
    found: dict[Part, Found] = {}
    for part in _common(mark.searcher, common):
        began = time.thread_time()
        found[part] = _read(mark.searcher, *part)
        if not wanted():
            return None
        time.sleep(time.thread_time() - began)
    return Postings(mark, found)


def _common(searcher: Searcher, least: int) -> Iterator[Part]:
    """Common words, the commonest first, as long as there is room."""
    counted = [
        (count, where, word)
        for where in _QUERIES
        for word, count in searcher.terms_with_prefix(where, "", limit=MOST_WORDS)
        if count >= least
    ]
    room = MOST_PLACES
    for count, where, word in sorted(counted, reverse=True):
        room -= count
        if room < 0:
            return
        yield where, word


def _read(searcher: Searcher, where: str, word: str) -> Found:
    keys, scores = hits(searcher, _QUERIES[where](word))
    return keys.astype(np.int32), scores.astype(np.float32)
