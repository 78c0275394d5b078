"""Notebooks that changed a moment ago: read already, not yet in the index, and searched one by one meanwhile.

Writing a few of them to the index takes as long as many; until that is done, the same question is put to each of them
here. `matching.query_of` says what matches; a test holds the two together.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from math import log

from tantivy import Searcher

from gallery.search.documents import Document
from gallery.search.index import FIELDS
from gallery.search.matching import (
    SHORTEST_FUZZY,
    WEIGHT_OF_HEADINGS,
    WEIGHT_OF_NAMES,
    WEIGHT_OF_NEIGHBOURS,
    WEIGHTS,
    Strictness,
    as_one,
    least,
    neighbours,
)
from gallery.search.question import Asked, Word
from gallery.search.spelling import alike
from gallery.search.words import EXACT, STEMS

SATURATION, LENGTH = 1.2, 0.75  # of BM25: how soon repeating a word tells no more, and how much length counts
FIELDS_SCORED = ("all", "names", "headings", *WEIGHTS)


class Measure:
    """How much a word tells, by how many documents have it, in the index and here; and what length is usual here."""

    def __init__(self, pending: Sequence["Pending"], searcher: Searcher | None) -> None:
        """Look nothing up yet."""
        self._pending, self._searcher = pending, searcher
        self._known: dict[tuple[str, str], float] = {}
        sizes = {name: [one.counts[name].total() for one in pending] for name in FIELDS_SCORED}
        self._usual = {name: sum(some) / max(1, len(some)) for name, some in sizes.items()}

    def score(self, counts: "Counter[str]", field: str, word: str) -> float:
        """What BM25 gives for a word of a field with these words."""
        return self._weighed(counts[word], counts, field, (word,))

    def together(self, times: int, counts: "Counter[str]", two: tuple[str, str]) -> float:
        """What BM25 gives for two words that follow each other so many times in a text with these words."""
        return self._weighed(times, counts, "all", two)

    def _weighed(self, times: int, counts: "Counter[str]", field: str, words: Sequence[str]) -> float:
        if not times:
            return 0.0
        length = 1 - LENGTH + LENGTH * counts.total() / (self._usual[field] or 1)
        rarity = sum(self._rarity(field, word) for word in words)
        return rarity * times * (SATURATION + 1) / (times + SATURATION * length)

    def _rarity(self, field: str, word: str) -> float:
        if (field, word) not in self._known:
            having, documents = sum(word in one.counts[field] for one in self._pending), len(self._pending)
            if self._searcher is not None:
                having += self._searcher.doc_freq(field, word)
                documents += self._searcher.num_docs
            self._known[field, word] = log(1 + (max(documents, having) - having + 0.5) / (having + 0.5))
        return self._known[field, word]


class Pending:
    """One document as the index would see it."""

    def __init__(self, document: Document) -> None:
        """Take its words apart."""
        self.document = document
        self._fields = {name: STEMS.analyze(document.texts[name]) for name in FIELDS}
        self.counts = {name: Counter(words) for name, words in self._fields.items() if name in WEIGHTS}
        self.counts["all"] = Counter(word for words in self._fields.values() for word in words)
        self.counts["names"] = Counter(EXACT.analyze(document.texts["names"]))
        self.counts["headings"] = Counter(STEMS.analyze(document.texts["headings"]))

    @cached_property
    def _neighbours(self) -> Counter[tuple[str, str]]:
        return Counter(two for words in self._fields.values() for two in pairwise(words))

    def score(self, asked: Asked, strictness: Strictness, measure: Measure) -> float | None:
        """How well it answers, about as the index would say; None where it does not."""
        if asked.unreadable or not self._fits(asked):
            return None
        similar = strictness is Strictness.SIMILAR
        found = [self._word(word, measure, similar=similar) for word in asked.words if self._has(word, similar=similar)]
        if asked.words and len(found) < least(len(asked.words), strictness):
            return None
        phrases = sum(self._part(part, measure) for phrase in asked.phrases for part in phrase)
        return sum(found) + phrases + self._second_sight(asked, measure)

    def _fits(self, asked: Asked) -> bool:
        imports = self.document.sets["imports"]
        packages = all((one.value in imports) == one.wanted for one in asked.conditions_on("imports"))
        return packages and all(map(self._together, asked.phrases)) and not any(map(self._unwanted, asked.without))

    def _together(self, parts: Sequence[str]) -> bool:
        size, first = len(parts), parts[0]
        for words in self._fields.values():
            if first in words and any(tuple(words[at : at + size]) == tuple(parts) for at in range(len(words))):
                return True
        return False

    def _unwanted(self, word: Word) -> bool:
        return self._together(word.parts) or word.name in self.counts["names"]

    def _has(self, word: Word, *, similar: bool) -> bool:
        names = self.counts["names"]
        if word.name in names or all(part in self.counts["all"] for part in word.parts):
            return True
        return similar and len(word.name) >= SHORTEST_FUZZY and any(alike(word.name, name) for name in names)

    def _word(self, word: Word, measure: Measure, *, similar: bool) -> float:
        whole = all(part in self.counts["all"] for part in word.parts)
        parts = sum(self._part(part, measure) for part in word.parts) if whole else 0.0
        return parts + WEIGHT_OF_NAMES * measure.score(self.counts["names"], "names", word.name) + similar

    def _second_sight(self, asked: Asked, measure: Measure) -> float:
        counts, parts = self.counts, [part for word in asked.words for part in word.parts]
        headings = sum(measure.score(counts["headings"], "headings", part) for part in parts)
        beside = sum(measure.together(self._neighbours[two], counts["all"], two) for two in neighbours(asked))
        beside += sum(measure.score(counts["names"], "names", name) for name in as_one(asked))
        return WEIGHT_OF_HEADINGS * headings + WEIGHT_OF_NEIGHBOURS * beside

    def _part(self, part: str, measure: Measure) -> float:
        above = (weight * measure.score(self.counts[name], name, part) for name, weight in WEIGHTS.items())
        return measure.score(self.counts["all"], "all", part) + sum(above)


def scores_of(
    pending: Mapping[int, Pending | None], asked: Asked, strictness: Strictness, searcher: Searcher | None
) -> dict[int, float]:
    """The scores of those that answer, by key. Those without a document are gone."""
    living = {key: one for key, one in pending.items() if one is not None}
    measure = Measure(list(living.values()), searcher)
    scores = {key: one.score(asked, strictness, measure) for key, one in living.items()}
    return {key: score for key, score in scores.items() if score is not None}
