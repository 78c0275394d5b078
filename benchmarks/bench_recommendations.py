"""What the nightly matrices cost, beside the same in SQL on DuckDB: who shares readers, and who shares notebooks.

50,000 notebooks, 20,000 people in 200 teams, 10 million events: nine in ten of what people read is read by their team,
a few notebooks by very many. Both sides begin with the same events in memory, use one core, keep the 50 (30) best of
each row, and take turns; each turn is a process of its own, so that its peak memory is its own. DuckDB, too, works
through portions of rows: all pairs at once do not fit into memory. `small` as an argument: a hundredth of it.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from scipy import sparse

KEPT = {"notebooks": 50, "people": 30}
TEAMS = 200
ROUNDS = 2
PORTION = 1_000  # rows of one question to DuckDB
SCALES = {"full": (50_000, 20_000, 10_000_000), "small": (5_000, 2_000, 100_000)}

USED = """CREATE TABLE used AS
    SELECT row, col, ln(1 + count(*))::FLOAT AS weight FROM events GROUP BY ALL"""
JACCARD = """SELECT a.row, b.row AS other, count(*) / (any_value(m.n) + any_value(o.n) - count(*)) AS score
    FROM used a JOIN used b ON a.col = b.col AND a.row <> b.row
    JOIN counted m ON m.row = a.row JOIN counted o ON o.row = b.row
    WHERE a.row >= ? AND a.row < ? GROUP BY a.row, b.row
    QUALIFY row_number() OVER (PARTITION BY a.row ORDER BY score DESC, other) <= ?"""
COSINE = """SELECT a.row, b.row AS other, sum(a.weight * b.weight) / any_value(m.length * o.length) AS score
    FROM used a JOIN used b ON a.col = b.col AND a.row <> b.row
    JOIN counted m ON m.row = a.row JOIN counted o ON o.row = b.row
    WHERE a.row >= ? AND a.row < ? GROUP BY a.row, b.row
    QUALIFY row_number() OVER (PARTITION BY a.row ORDER BY score DESC, other) <= ?"""
COUNTED = """CREATE TABLE counted AS
    SELECT row, count(*) AS n, sqrt(sum(weight * weight)) AS length FROM used GROUP BY row"""


def main() -> None:
    """Print processor time, peak memory and ratios."""
    scale = "small" if "small" in sys.argv[1:] else "full"
    with tempfile.TemporaryDirectory(prefix="commonplace-bench-") as folder:
        path = Path(folder) / "events.npz"
        notebooks, people, events = SCALES[scale]
        made(path, notebooks, people, events)
        print(f"  {events:,} events, {notebooks:,} notebooks, {people:,} people")
        for what, words in (("notebooks", "notebooks that share readers"), ("people", "people who share notebooks")):
            report(words, {who: [] for who in ("ours", "DuckDB")}, what, path)


def report(words: str, turns: dict[str, list[dict[str, float]]], what: str, path: Path) -> None:
    """Take turns, see that both say the same, and print the quickest turn of each."""
    for _ in range(ROUNDS):
        for who, found in turns.items():
            found.append(turn(who, what, path))
    ours, theirs = (min(found, key=lambda one: one["cpu"]) for found in turns.values())
    assert ours["rows"] == theirs["rows"], (ours, theirs)
    assert abs(ours["sum"] - theirs["sum"]) < 1e-4 * theirs["sum"], (ours, theirs)
    print(f"  {words}: {ours['rows']:,.0f} pairs kept")
    for who, one in (("ours", ours), ("DuckDB", theirs)):
        print(f"    {who}: {one['cpu']:.1f} s of a processor, peak {one['peak']:.0f} MB")
    print(
        f"    {theirs['cpu'] / ours['cpu']:.1f} times less time, {theirs['peak'] / ours['peak']:.1f} times less memory"
    )


def turn(who: str, what: str, path: Path) -> dict[str, float]:
    """One side, in a process of its own."""
    words = (sys.executable, "-m", "benchmarks.bench_recommendations", "turn", who, what, str(path))
    answer: dict[str, float] = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)
    return answer


def made(path: Path, notebooks: int, people: int, events: int) -> None:
    """The events, the same every time."""
    rng = np.random.default_rng(5)
    person = rng.integers(people, size=events, dtype=np.int32)
    own, shelf = rng.random(events) < 0.9, notebooks // TEAMS
    team = np.where(own, person % TEAMS, rng.integers(TEAMS, size=events))
    place = np.minimum((shelf * rng.random(events) ** 2).astype(np.int64), shelf - 1)  # the first ones more often
    np.savez(path, person=person, notebook=(place * TEAMS + team).astype(np.int32))


def take_turn(who: str, what: str, path: str) -> dict[str, float]:
    """Compute, and say what it cost and what came out."""
    with np.load(path) as events:
        person, notebook = events["person"], events["notebook"]
    row, col = (notebook, person) if what == "notebooks" else (person, notebook)
    compute: Callable[..., tuple[int, float]] = _ours if who == "ours" else _duckdb
    began = time.process_time()
    rows, total = compute(what, row, col)
    cpu = time.process_time() - began
    return {"cpu": cpu, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "rows": rows, "sum": total}


def _ours(what: str, row: Any, col: Any) -> tuple[int, float]:
    from gallery.recommendations.algorithms.item_item import also_used  # noqa: PLC0415 — DuckDB's turn needs it not
    from gallery.recommendations.algorithms.similar_users import similar_users  # noqa: PLC0415

    shape = (int(row.max()) + 1, int(col.max()) + 1)
    usage = sparse.csr_array((np.ones(len(row), np.float32), (row, col)), shape=shape)
    usage.data = np.log1p(usage.data)
    if what == "notebooks":
        found = also_used(sparse.csr_array(usage.T), KEPT[what])
    else:
        found = similar_users(usage, KEPT[what]).neighbours
    return int(found.nnz), float(found.data.sum(dtype=np.float64))


def _duckdb(what: str, row: Any, col: Any) -> tuple[int, float]:
    database = duckdb.connect(config={"threads": 1})
    database.register("events", {"row": row, "col": col})
    database.execute(USED)
    database.execute(COUNTED)
    rows, total = 0, 0.0
    for at in range(0, int(row.max()) + 1, PORTION):
        values = (at, at + PORTION, KEPT[what])
        found = database.execute(JACCARD if what == "notebooks" else COSINE, values).fetchnumpy()
        rows, total = rows + len(found["score"]), total + float(found["score"].sum())
    return rows, total


if __name__ == "__main__":
    if sys.argv[1:2] == ["turn"]:
        print(json.dumps(take_turn(*sys.argv[2:])))
    else:
        main()
