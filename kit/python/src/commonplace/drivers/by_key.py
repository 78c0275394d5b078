"""Samples by key of pieces: all rows of a key or none, and the same keys in every engine.

DuckDB hashes the keys where it is installed, in less time than Python needs for those that are not the same. Without it
the pieces are looked at twice: first for the keys, each of which is then hashed once, and again for their rows.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonplace.asking import Sampling
from commonplace.drivers.keys import DIGITS, hashed, takes_all, threshold
from commonplace.drivers.pieces import Piece, Positions, looked_through
from commonplace.errors import MissingLibrary, WrongRequest
from commonplace.lazily import library
from commonplace.translation import _

TOGETHER = 5_000_000  # keys that are held until those that came twice are dropped
AT_ONCE = 500_000  # keys that are hashed before the next ones become Python's


def by_key(parts: Sequence[Piece], sampling: Sampling) -> list[Positions]:
    """The positions within each piece. Rows without a key are in no sample."""
    column = sampling.key or ""
    if takes_all(sampling.fraction or 0.0):
        return [_positions(part, column, None) for part in parts]
    try:
        duckdb = library("duckdb", _("hashing many keys"))
    except MissingLibrary:
        chosen = _chosen(_keys(parts, column), sampling)
        return [_positions(part, column, chosen) for part in looked_through(parts)]
    with duckdb.connect(":memory:") as connection:
        return [_hashed(part, column, sampling, connection) for part in looked_through(parts)]


def _hashed(part: Piece, column: str, sampling: Sampling, connection: Any) -> Positions:
    batches = list(part.batches([column]))
    if not batches:
        return np.zeros(0, dtype=np.int64)
    need_key(batches[0].column(0).type)
    connection.register("keys", pa.table({"key": pa.chunked_array([batch.column(0) for batch in batches])}))
    values = [f"{sampling.seed}:", DIGITS, threshold(sampling.fraction or 0.0)]
    answer = connection.sql(
        "SELECT coalesce(substr(md5(? || key), 1, ?) < ?, false) AS chosen FROM keys", params=values
    )
    return np.flatnonzero(answer.to_arrow_table().column(0).to_numpy()).astype(np.int64)


def _keys(parts: Sequence[Piece], column: str) -> Any:
    """Each key once; raises WrongRequest for what is no key."""
    held: list[Any] = []
    for part in looked_through(parts):
        for batch in part.batches([column]):
            need_key(batch.column(0).type)
            held.append(_plain(pc.unique(batch.column(0))))
        if sum(map(len, held)) > TOGETHER:
            held = [_unique(held)]
    return _unique(held)


def _plain(values: Any) -> Any:
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def _unique(held: Sequence[Any]) -> Any:
    return pc.unique(pa.chunked_array(held)) if held else pa.array([])


def _chosen(keys: Any, sampling: Sampling) -> Any:
    """Those whose hash is below the threshold."""
    limit = threshold(sampling.fraction or 0.0)
    found: list[Any] = []
    for start in range(0, len(keys), AT_ONCE):
        some = keys.slice(start, AT_ONCE).drop_null().to_pylist()
        found += [key for key in some if hashed(sampling.seed, key) < limit]
    return pa.array(found, keys.type)


def _positions(part: Piece, column: str, chosen: Any) -> Positions:
    found, start = [np.zeros(0, dtype=np.int64)], 0
    for batch in part.batches([column]):
        need_key(batch.column(0).type)
        values = _plain(batch.column(0))
        mask = pc.is_valid(values) if chosen is None else pc.is_in(values, value_set=chosen)
        found.append(np.flatnonzero(mask.to_numpy(zero_copy_only=False)) + start)
        start += len(batch)
    return np.concatenate(found)


def need_key(kind: Any) -> None:
    """Raise WrongRequest for a type whose values are written differently from engine to engine."""
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    texts = pa.types.is_string(plain) or pa.types.is_large_string(plain) or pa.types.is_string_view(plain)
    if not (texts or pa.types.is_integer(plain) or pa.types.is_date(plain)):
        raise WrongRequest(
            _("A key is a whole number, a text or a date; a column of {kind} is none.").format(kind=kind)
        )
