"""Which notebooks match a question, best first, whoever may see them. Their readers come in at `queries`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from gallery.notebooks.models import Notebook
from gallery.search.among import Among
from gallery.search.columns import Mask
from gallery.search.index import Numbers, Scores, among, hits, written_since
from gallery.search.matching import Strictness, any_of, at_second_sight, by_words, enough, least, query_of
from gallery.search.narrowing import spoken_of
from gallery.search.pending import scores_of
from gallery.search.question import Asked
from gallery.search.replica import Snapshot

Hits = tuple[Numbers, Scores]
LOOKED_AT_AGAIN = 50  # so many of the best are looked at more closely: two pages of answers


@dataclass(frozen=True)
class Matched:
    """Those of the allowed notebooks that match, with their scores, the best few first; and how strictly."""

    keys: Numbers
    scores: Scores
    strictness: Strictness
    looked_at_again: frozenset[int] = frozenset()

    def only(self, chosen: Mask) -> "Matched":
        """Those of them that are chosen, by their place."""
        return replace(self, keys=self.keys[chosen], scores=self.scores[chosen])


def matched(asked: Asked, now: Snapshot, allowed: Mask) -> Matched:
    """Those of the allowed notebooks that match; less strictly where too little is there.

    All levels but the last are counted after what is not allowed was left out, so that it does not show.
    """
    levels = list(Strictness) if asked.words else [Strictness.MOST]
    unread = now.behind - now.pending.keys()
    for strictness in levels:
        found = *_indexed(asked, strictness, now, allowed), _late(asked, strictness, now, allowed)
        keys, scores = _in_front(*(np.concatenate(some) for some in zip(*found, strict=True)))
        if unread:
            keys, scores = _followed_by(keys, scores, _unread(unread, asked, strictness, allowed))
        if len(keys) >= enough(len(asked.words), strictness):
            return _second_sight(asked, now, Matched(keys, scores, strictness))
    return Matched(np.zeros(0, np.int64), np.zeros(0), Strictness.MOST)


def _second_sight(asked: Asked, now: Snapshot, first: Matched) -> Matched:
    """The same, with the best in the order that a closer look gives them. Their scores rise, so they stay in front.

    What changed a moment ago got what is its due already; the index holds an older text of it.
    """
    if not asked.words:
        return first
    best, rest = np.split(first.keys, [LOOKED_AT_AGAIN])
    settled = [int(key) for key in best if key not in now.behind]
    closer = any_of([query for _kind, query in at_second_sight(asked)])
    risen = dict.fromkeys(best.tolist(), 0.0)
    risen |= zip(*(found.tolist() for found in hits(now.searcher, among(settled, closer), len(settled))), strict=True)
    better = first.scores[: len(best)] + np.fromiter(risen.values(), float, len(best))
    order = np.argsort(-better, kind="stable")
    scores = np.concatenate((better[order], first.scores[len(best) :]))
    return Matched(np.concatenate((best[order], rest)), scores, first.strictness, frozenset(settled))


def _indexed(asked: Asked, strictness: Strictness, now: Snapshot, allowed: Mask) -> Iterator[Hits]:
    """What the index holds and matches: of common words what was read once, and then what was written since."""
    here = _without(now.behind, allowed)
    if now.postings is None or not by_words(asked, strictness):
        yield _chosen(hits(now.searcher, query_of(asked, strictness)), here)
        return
    scored = now.postings.scored(asked.words, least(len(asked.words), strictness))
    yield _chosen(scored, _without(now.written, here))
    if now.written:
        later = written_since(now.postings.mark, query_of(asked, strictness))
        yield _chosen(hits(now.searcher, later), here)


def _without(keys: frozenset[int], allowed: Mask) -> Mask:
    """The allowed ones but these."""
    found, others = np.fromiter(keys, np.int64, len(keys)), allowed.copy()
    others[found[found < len(allowed)]] = False
    return others


def _chosen(found: Hits, allowed: Mask) -> Hits:
    keys, scores = found
    chosen = allowed[np.where(keys < len(allowed), keys, 0)]  # 0 is nobody's key
    return keys[chosen], scores[chosen]


def foremost(scores: Scores, most: int) -> Numbers:
    """The places of the best, best first; what is equally good as before."""
    places = np.arange(len(scores))
    if 0 < most < len(scores):
        places = np.flatnonzero(scores >= np.partition(scores, len(scores) - most)[len(scores) - most])
    return places[np.argsort(-scores[places], kind="stable")][:most]


def _in_front(keys: Numbers, scores: Scores) -> Hits:
    """The best few first, best first; the others as they come."""
    first = foremost(scores, LOOKED_AT_AGAIN)
    others = np.ones(len(keys), bool)
    others[first] = False
    return np.concatenate((keys[first], keys[others])), np.concatenate((scores[first], scores[others]))


def _late(asked: Asked, strictness: Strictness, now: Snapshot, allowed: Mask) -> Hits:
    """What changed a moment ago and matches."""
    if not now.pending:
        return np.zeros(0, np.int64), np.zeros(0)
    scores = scores_of(now.pending, asked, strictness, now.searcher)
    seen = {key: score for key, score in scores.items() if key < len(allowed) and allowed[key]}
    return np.fromiter(seen, np.int64, len(seen)), np.fromiter(seen.values(), float, len(seen))


def _followed_by(keys: Numbers, scores: Scores, more: Numbers) -> Hits:
    return np.concatenate((keys, more)), np.concatenate((scores, np.zeros(len(more))))


def _unread(unread: frozenset[int], asked: Asked, strictness: Strictness, allowed: Mask) -> Numbers:
    """Matches among what nobody has read yet, as well as the database alone can tell."""
    if asked.unreadable or asked.conditions_on("imports"):
        return np.zeros(0, np.int64)
    rows = Notebook.objects.filter(Among(unread)).filter(spoken_of(asked, strictness)).order_by("-updated_at", "-pk")
    found = np.fromiter(rows.values_list("pk", flat=True), np.int64)
    found = found[found < len(allowed)]
    return found[allowed[found]]
