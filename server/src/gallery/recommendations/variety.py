"""How each recommendation is told: every reason is true, and a shelf should not say the same of everything.

    the kind told = the one with the greatest  added / (1 + 2 · how often it was told before)

So seats are allotted to parties (Sainte-Laguë): the kind that adds most speaks first and most often, and what adds
little only after the others have spoken much. Of what it may be about, that which was named least often is named.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from gallery.recommendations.models import Kind


def told_kinds(added: Iterable[Mapping[Kind, float]]) -> list[Kind]:
    """The kind of each notebook, the best notebook first, from what each kind added to its score.

    >>> [kind.value for kind in told_kinds([{Kind.FIELD: 0.4, Kind.LIKE: 0.15}] * 5)]
    ['field', 'like', 'field', 'field', 'field']
    """
    before: Counter[Kind] = Counter()
    chosen = []
    for parts in added:
        kind = max(parts, key=lambda each: parts[each] / (1 + 2 * before[each]))
        before[kind] += 1
        chosen.append(kind)
    return chosen


def told_abouts(abouts: Iterable[Sequence[int]]) -> list[int | None]:
    """What each is about, of what it may be about; None where that is nothing.

    >>> told_abouts([(7, 8, 9), (7, 8, 9), (), (7,), (7, 8, 9)])
    [7, 8, None, 7, 9]
    """
    before: Counter[int] = Counter()
    chosen: list[int | None] = []
    for about in abouts:
        one = min(about, key=lambda each: before[each], default=None)
        before.update([] if one is None else [one])
        chosen.append(one)
    return chosen
