"""Which notebooks match a question, best first, whoever may see them. Their readers come in at `queries`."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from gallery.notebooks.models import Notebook
from gallery.search.among import Among
from gallery.search.index import hits
from gallery.search.matching import Strictness, enough, query_of
from gallery.search.narrowing import spoken_of
from gallery.search.question import Asked
from gallery.search.replica import Snapshot, snapshot


@dataclass(frozen=True)
class Matched:
    """Visible notebooks that match, best first, and how strictly they were matched."""

    keys: tuple[int, ...]
    strictness: Strictness


def matched(asked: Asked, visible: QuerySet[Notebook]) -> Matched:
    """The keys of those of the visible notebooks that match; less strictly where too little is there."""
    now = snapshot()
    levels = list(Strictness) if asked.words else [Strictness.MOST]
    for strictness in levels:
        keys = _visible(_candidates(now, asked, strictness), visible)
        behind = _behind(now, asked, strictness, visible)
        if len(keys) + len(behind) >= enough(len(asked.words), strictness):
            return Matched((*keys, *behind), strictness)
    return Matched((), Strictness.MOST)


def _candidates(now: Snapshot, asked: Asked, strictness: Strictness) -> Iterator[int]:
    return (key for key in hits(now.searcher, query_of(asked, strictness)) if key not in now.behind)


def _visible(keys: Iterator[int], visible: QuerySet[Notebook]) -> list[int]:
    """Asked even where nothing matches: the time of an answer must not tell that a hidden notebook has these words."""
    ordered = list(keys)
    allowed = set(visible.filter(Among(ordered)).values_list("pk", flat=True))
    return [key for key in ordered if key in allowed]


def _behind(now: Snapshot, asked: Asked, strictness: Strictness, visible: QuerySet[Notebook]) -> list[int]:
    """Matches among what the index has not taken in yet, as well as the database alone can tell."""
    if not now.behind or asked.unreadable or asked.conditions_on("imports"):
        return []
    rows = visible.filter(Among(now.behind)).filter(spoken_of(asked, strictness))
    return list(rows.order_by("-updated_at", "-pk").values_list("pk", flat=True))
