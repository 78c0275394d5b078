"""Which notebooks match a question, best first, whoever may see them. Their readers come in at `queries`."""

from dataclasses import dataclass

import numpy as np

from gallery.notebooks.models import Notebook
from gallery.search.among import Among
from gallery.search.columns import Mask
from gallery.search.index import Numbers, Scores, hits
from gallery.search.matching import Strictness, enough, query_of
from gallery.search.narrowing import spoken_of
from gallery.search.pending import scores_of
from gallery.search.question import Asked
from gallery.search.replica import Snapshot


@dataclass(frozen=True)
class Matched:
    """Those of the allowed notebooks that match, best first, with their scores, and how strictly they were matched."""

    keys: Numbers
    scores: Scores
    strictness: Strictness


def matched(asked: Asked, now: Snapshot, allowed: Mask) -> Matched:
    """Those of the allowed notebooks that match; less strictly where too little is there.

    All levels but the last are counted after what is not allowed was left out, so that it does not show.
    """
    levels = list(Strictness) if asked.words else [Strictness.MOST]
    in_index = allowed.copy()
    in_index[_places(now.behind, allowed)] = False
    unread = now.behind - now.pending.keys()
    for strictness in levels:
        keys, scores = hits(now.searcher, query_of(asked, strictness))
        chosen = in_index[np.where(keys < len(in_index), keys, 0)]
        late, late_scores = _late(asked, strictness, now, allowed)
        keys, scores = _merged(keys[chosen], scores[chosen], late, late_scores)
        if unread:
            keys, scores = _followed_by(keys, scores, _unread(unread, asked, strictness, allowed))
        if len(keys) >= enough(len(asked.words), strictness):
            return Matched(keys, scores, strictness)
    return Matched(np.zeros(0, np.int64), np.zeros(0), Strictness.MOST)


def _places(keys: frozenset[int], allowed: Mask) -> Numbers:
    found = np.fromiter(keys, np.int64, len(keys))
    return found[found < len(allowed)]


def _late(asked: Asked, strictness: Strictness, now: Snapshot, allowed: Mask) -> tuple[Numbers, Scores]:
    """What changed a moment ago and matches."""
    if not now.pending:
        return np.zeros(0, np.int64), np.zeros(0)
    scores = scores_of(now.pending, asked, strictness, now.searcher)
    seen = {key: score for key, score in scores.items() if key < len(allowed) and allowed[key]}
    return np.fromiter(seen, np.int64, len(seen)), np.fromiter(seen.values(), float, len(seen))


def _merged(keys: Numbers, scores: Scores, late: Numbers, late_scores: Scores) -> tuple[Numbers, Scores]:
    """Both, best first."""
    if not len(late):
        return keys, scores
    keys, scores = np.concatenate((keys, late)), np.concatenate((scores, late_scores))
    order = np.argsort(-scores, kind="stable")
    return keys[order], scores[order]


def _followed_by(keys: Numbers, scores: Scores, more: Numbers) -> tuple[Numbers, Scores]:
    return np.concatenate((keys, more)), np.concatenate((scores, np.zeros(len(more))))


def _unread(unread: frozenset[int], asked: Asked, strictness: Strictness, allowed: Mask) -> Numbers:
    """Matches among what nobody has read yet, as well as the database alone can tell."""
    if asked.unreadable or asked.conditions_on("imports"):
        return np.zeros(0, np.int64)
    rows = Notebook.objects.filter(Among(unread)).filter(spoken_of(asked, strictness)).order_by("-updated_at", "-pk")
    found = np.fromiter(rows.values_list("pk", flat=True), np.int64)
    found = found[found < len(allowed)]
    return found[allowed[found]]
