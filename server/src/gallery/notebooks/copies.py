"""What is almost the same as a notebook that somebody is about to save: a word to the author, never a barrier."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from gallery.accounts.models import User
from gallery.lib.languages import language_of
from gallery.notebooks.cards import PersonLink, person_link
from gallery.notebooks.models import Notebook, RevisionCell
from gallery.notebooks.permissions import listed_to
from gallery.notebooks.shapes import LEAST, shape_of, style_of

ALIKE = 0.6  # of all that both notebooks say, so much is said by both
ENOUGH = 40  # tokens; what little notebooks share, many share
LOOKED_FOR = 20  # the longest cells: what is long is rare, and so quickly found
CANDIDATES, SHOWN = 20, 3


@dataclass(frozen=True)
class Copy:
    """A notebook that is almost the same. `percent` of what both say is said by both."""

    uuid: UUID
    title: str
    url: str
    owner: PersonLink
    percent: int


@dataclass(frozen=True)
class Copies:
    """The nearest of them, and how many there are that the author may find."""

    items: tuple[Copy, ...] = ()
    total: int = 0


NONE = Copies()


def copies_of(document: Mapping[str, Any], user: User) -> Copies:
    """Notebooks that this person may find and that say almost the same as a clean notebook."""
    style = style_of(language_of(dict(document)))
    mine = _sizes(document, style)
    if sum(mine.values()) < max(ENOUGH, LEAST):
        return NONE
    shares = _shares(user, mine)
    near = sorted(((share, pk) for pk, share in shares.items() if share >= ALIKE), reverse=True)
    rows = Notebook.objects.select_related("owner").in_bulk([pk for _, pk in near[:SHOWN]])
    return Copies(tuple(_copy(rows[pk], share) for share, pk in near[:SHOWN]), len(near))


def _sizes(document: Mapping[str, Any], style: str) -> dict[str, int]:
    code = [cell["source"] for cell in document["cells"] if cell["cell_type"] == "code"]
    shapes = [shape_of(source, style) for source in code]
    return {shape.digest: shape.size for shape in shapes if shape is not None}


def _shares(user: User, mine: Mapping[str, int]) -> dict[int, float]:
    """For each candidate, by primary key, how much of what both say is said by both."""
    longest = sorted(mine, key=lambda shape: -mine[shape])[:LOOKED_FOR]
    holding = listed_to(user).filter(head__cells__cell__shapes__shape__in=longest).values("pk", "head")
    best = holding.annotate(n=Sum("head__cells__cell__shapes__size")).order_by("-n", "-pk")[:CANDIDATES]
    heads = {row["head"]: row["pk"] for row in best}
    theirs: dict[int, dict[str, int]] = {head: {} for head in heads}
    kept = RevisionCell.objects.filter(~Q(cell__shapes=None), revision__in=list(heads))
    for head, shape, size in kept.values_list("revision", "cell__shapes__shape", "cell__shapes__size"):
        theirs[head][shape] = size
    return {heads[head]: _share(mine, other) for head, other in theirs.items()}


def _share(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Tokens in cells that both have, among all.

    >>> _share({"a": 30, "b": 10}, {"a": 30, "c": 20})
    0.5
    """
    both = sum(size for shape, size in one.items() if shape in other)
    return both / (sum(one.values()) + sum(other.values()) - both)


def _copy(notebook: Notebook, share: float) -> Copy:
    return Copy(
        uuid=notebook.uuid,
        title=notebook.title,
        url=notebook.get_absolute_url(),
        owner=person_link(notebook.owner),
        percent=round(100 * share),
    )
