"""Which cells of a version count for its health, and by which number."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, When

from gallery.notebooks.content import unpacked
from gallery.notebooks.models import RevisionCell

MEANT_TO_FAIL, OPTIONAL = "raises-exception", "optional"  # Jupyter's tag, and ours
SHORT = 80  # characters: a longer cell is not blank, so it need not be unpacked


@dataclass(frozen=True)
class PlacedCell:
    """A code cell of a version: its place on the page, its number among the cells that count."""

    position: int  # on the page, from 1
    number: int | None  # from 0; None for an optional cell
    hash: str
    meant_to_fail: bool = False

    @property
    def optional(self) -> bool:
        """Whether people may leave it out."""
        return self.number is None

    @property
    def tags(self) -> list[str]:
        """What the author said of it."""
        words = {"optional": self.optional, "meant-to-fail": self.meant_to_fail}
        return [word for word, said in words.items() if said]


@dataclass(frozen=True)
class Spot:
    """Where the records of one hash belong: equal cells at several places share theirs."""

    counts: bool  # at least one of the places is not optional
    first_failing: int | None  # the first number at which a failure is one
    last: int | None  # the last number
    last_forgiven: int | None  # the last number at which a failure counts as a success
    forgiven: bool  # it does at all places


def spots(places: Sequence[PlacedCell]) -> dict[str, Spot]:
    """The places by hash."""
    together: dict[str, list[PlacedCell]] = defaultdict(list)
    for place in places:
        together[place.hash].append(place)
    return {hash_: _spot(same) for hash_, same in together.items()}


def _spot(same: Sequence[PlacedCell]) -> Spot:
    numbers = [one.number for one in same if one.number is not None]
    failing = [one.number for one in same if one.number is not None and not one.meant_to_fail]
    forgiven = [one.number for one in same if one.number is not None and one.meant_to_fail]
    return Spot(
        counts=bool(numbers),
        first_failing=min(failing, default=None),
        last=max(numbers, default=None),
        last_forgiven=max(forgiven, default=None),
        forgiven=all(one.meant_to_fail for one in same),
    )


def places_of(revisions: Collection[int]) -> Mapping[int, list[PlacedCell]]:
    """The code cells of these versions that are not blank, by version, in order: one query."""
    short = Case(When(cell__size__lte=SHORT, then=F("cell__body")), default=None)
    rows = RevisionCell.objects.filter(revision__in=revisions, cell__kind="code").order_by("revision_id", "position")
    found: dict[int, list[PlacedCell]] = defaultdict(list)
    numbers: dict[int, int] = defaultdict(int)
    for version, position, metadata, hash_, body in rows.values_list(
        "revision_id", "position", "metadata", "cell__source_hash", short
    ):
        if body is not None and not unpacked(body).strip():
            continue
        tags = tags_of(metadata)
        number = None if OPTIONAL in tags else numbers[version]
        found[version].append(PlacedCell(position + 1, number, hash_, MEANT_TO_FAIL in tags))
        numbers[version] += number is not None
    return found


def tags_of(metadata: Any) -> Sequence[Any]:
    """The tags that the author gave a cell."""
    tags = metadata.get("tags", ()) if isinstance(metadata, dict) else ()
    return tags if isinstance(tags, list) else ()
