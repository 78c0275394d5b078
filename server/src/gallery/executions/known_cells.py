"""Which hashes are cells of a notebook. Versions never change, so what was found once is true for ever."""

from collections.abc import Mapping
from uuid import UUID

from gallery.notebooks.models import RevisionCell

Place = tuple[UUID, str]  # a notebook and the hash of a code cell that one of its versions holds

MOST_REMEMBERED = 50_000
_remembered: set[Place] = set()


def known_among(places: set[Place], keys: Mapping[UUID, int]) -> set[Place]:
    """Those of these that are code cells of any version of their notebook: late records may speak of an earlier one.

    `keys` answers the primary keys of the notebooks. No question to the database where all are remembered.
    """
    wanted = places - _remembered
    if not wanted:
        return places
    found = wanted & _looked_up(wanted, keys)
    if len(_remembered) + len(found) > MOST_REMEMBERED:
        _remembered.clear()
    _remembered.update(found)
    return (places - wanted) | found


def _looked_up(wanted: set[Place], keys: Mapping[UUID, int]) -> set[Place]:
    uuids = {keys[uuid]: uuid for uuid, _ in wanted}
    rows = RevisionCell.objects.filter(
        revision__notebook__in=uuids, cell__kind="code", cell__source_hash__in={hash_ for _, hash_ in wanted}
    )
    pairs = rows.order_by().values_list("revision__notebook_id", "cell__source_hash").distinct()
    return {(uuids[key], hash_) for key, hash_ in pairs}
