"""Samples of a large Parquet file: what the kit reads for them, beside reading all with pandas and DuckDB's samples.

    python benchmarks/bench_sampling.py [--rows 50000000] [--rounds 3]

Each way runs in a process of its own, in turns, so that no memory and no busy minute of the machine is shared by one of
them alone. Told are the bytes that the process asked the system for (whether the disk or its cache had them), the
seconds of the work without imports, by the clock and of the processor, and the most memory; medians over the rounds.
On a busy machine only the processor's are worth comparing.

They are not the same thing, and a number alone would hide it:
- a sample of blocks takes whole row groups by chance and draws its rows from them: rows that lie together come
  together. DuckDB's `system` does the same with pieces of 2,048 rows; its `reservoir`, like our sample of rows, draws
  from everywhere and so has to read everything;
- ours are the same again for the same seed. DuckDB's are with REPEATABLE and one thread, and so they are asked here;
- our sample by key takes the same keys in every engine; DuckDB's `hash` takes the same ones in DuckDB only;
- ours answer with a pandas DataFrame that says of what it is a sample; DuckDB's with a plain one.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROWS, GROUP, TAKEN = 5_000_000, 250_000, 100_000
SHARE_GOAL = 0.2  # of the bytes of a full scan, which a sample of blocks may read
CATALOGUE = """
[sources.plays]
description = "Very many plays"
owner = "Nobody"
driver = "parquet"
location = "{location}"
groups = "everybody"
large = true
"""


def _write(path: Path, rows: int) -> None:
    """Very many plays, a row group at a time, so that writing takes little memory."""
    import numpy as np  # noqa: PLC0415 - the processes that are measured import what they use, and no more
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    chance = np.random.default_rng(1)
    names = pa.array(["DE", "FR", "IT", "PL", "MT"])
    columns = [("viewer", pa.int64()), ("title", pa.int32()), ("country", pa.string()), ("minutes", pa.float64())]
    schema = pa.schema(columns)
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, rows, GROUP):
            number = min(GROUP, rows - start)
            land = pa.array(chance.choice(5, number, p=[0.4, 0.3, 0.2, 0.09, 0.01]))
            viewer, title = chance.integers(0, max(1, rows // 20), number), chance.integers(0, 20_000, number)
            minutes = chance.lognormal(3, 0.6, number)
            arrays = [viewer, pa.array(title, pa.int32()), names.take(land), minutes]
            writer.write_table(pa.table(arrays, schema=schema), row_group_size=GROUP)


def _kit(**how: Any) -> Callable[[str], Callable[[], Any]]:
    def prepared(_: str) -> Callable[[], Any]:
        import commonplace as cp  # noqa: PLC0415
        import pandas as pd  # noqa: F401, PLC0415 - not part of the work, as with the others
        import pyarrow.dataset  # noqa: F401, PLC0415

        return lambda: cp.source("plays").sample(**how)

    return prepared


def _duckdb(statement: str) -> Callable[[str], Callable[[], Any]]:
    def prepared(path: str) -> Callable[[], Any]:
        import duckdb  # noqa: PLC0415
        import pandas as pd  # noqa: F401, PLC0415

        connection = duckdb.connect()
        return lambda: connection.execute(statement.replace("FILE", f"'{path}'")).df()

    return prepared


def _pandas(path: str) -> Callable[[], Any]:
    import pandas as pd  # noqa: PLC0415
    import pyarrow.parquet  # noqa: F401, PLC0415

    return lambda: pd.read_parquet(path).sample(TAKEN, random_state=1)


ALL, BLOCKS = "pandas: everything, then 100,000 rows", "kit: 100,000 rows from blocks (the default)"
SYSTEM, ANYWHERE = "DuckDB: system sample, as many rows", "kit: 100,000 rows from anywhere"
RESERVOIR, KEYS = "DuckDB: reservoir of 100,000 rows", "kit: 1 % of all viewers, two columns"
HASHES, STRATA = "DuckDB: 1 % of all viewers by hash, two columns", "kit: 1,000 rows of each country, two columns"


def _ways(rows: int) -> dict[str, Callable[[str], Callable[[], Any]]]:
    alone = "SET threads = 1; "  # REPEATABLE holds with one thread only
    share = 100 * TAKEN / rows
    return {
        ALL: _pandas,
        BLOCKS: _kit(rows=TAKEN, method="blocks"),
        SYSTEM: _duckdb(f"{alone}SELECT * FROM FILE TABLESAMPLE system({share:.4f} PERCENT) REPEATABLE (1)"),  # noqa: S608
        ANYWHERE: _kit(rows=TAKEN),
        RESERVOIR: _duckdb(f"{alone}SELECT * FROM FILE TABLESAMPLE reservoir({TAKEN} ROWS) REPEATABLE (1)"),  # noqa: S608
        KEYS: _kit(fraction=0.01, key="viewer", columns=["viewer", "minutes"]),
        HASHES: _duckdb("SELECT viewer, minutes FROM FILE WHERE hash(viewer) % 100 = 0"),
        STRATA: _kit(rows=1000, strata="country", columns=["country", "minutes"]),
    }


def _told_by_the_system(about: str) -> dict[str, str]:
    lines = Path("/proc/self", about).read_text().splitlines()
    return dict(line.split(":", 1) for line in lines if ":" in line)


def _asked_for() -> int:
    return int(_told_by_the_system("io")["rchar"])


def _measure(way: str, path: str, rows: int) -> None:
    """In a process of its own: do it once, and print what it took."""
    work = _ways(rows)[way](path)
    before, clock, processor = _asked_for(), time.perf_counter(), time.process_time()
    found = work()
    seconds, used, read = time.perf_counter() - clock, time.process_time() - processor, _asked_for() - before
    memory = int(_told_by_the_system("status")["VmHWM"].split()[0]) * 1024
    print(json.dumps({"seconds": seconds, "processor": used, "read": read, "memory": memory, "rows": len(found)}))


def _medians(path: Path, rows: int, rounds: int) -> dict[str, dict[str, float]]:
    measured: dict[str, list[dict[str, float]]] = {}
    for turn in range(rounds):
        ways = list(_ways(rows))
        for way in ways if turn % 2 == 0 else reversed(ways):
            asked = (sys.executable, __file__, "--way", way, "--path", path, "--rows", str(rows))
            ended = subprocess.run(asked, capture_output=True, text=True, check=True)
            measured.setdefault(way, []).append(json.loads(ended.stdout))
    return {
        way: {word: statistics.median(one[word] for one in found) for word in found[0]}
        for way, found in measured.items()
    }


def _told(medians: dict[str, dict[str, float]], rows: int, size: int) -> bool:
    whole = medians[ALL]
    print(f"{rows:,} rows in {size / 1e6:,.0f} MB of Parquet")
    print(f"{'':<50}{'rows':>10}{'MB read':>10}{'of all':>8}{'seconds':>9}{'processor':>10}{'MB memory':>11}")
    for way, one in medians.items():
        took = f"{one['read'] / whole['read']:>8.1%}{one['seconds']:>9.2f}{one['processor']:>10.2f}"
        print(f"{way:<50}{one['rows']:>10,.0f}{one['read'] / 1e6:>10,.1f}{took}{one['memory'] / 1e6:>11,.0f}")
    for ours, theirs in ((BLOCKS, ALL), (BLOCKS, SYSTEM), (ANYWHERE, RESERVOIR), (KEYS, HASHES)):
        ratio = {word: medians[ours][word] / medians[theirs][word] for word in ("processor", "read")}
        print(
            f"{ours}: {ratio['processor']:.2f} of the processor's time and {ratio['read']:.3f} of the bytes of {theirs}"
        )
    return medians[BLOCKS]["read"] / whole["read"] < SHARE_GOAL


def main() -> int:
    """Measure, print, and say by the exit code whether a sample of blocks reads a fraction of the bytes only."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the file (50000000 takes some minutes)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help="keep the file here, and use it again")
    asked = parser.parse_args()
    if asked.way:
        _measure(asked.way, str(asked.path), asked.rows)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = asked.path or Path(folder) / "plays.parquet"
        if not path.exists():
            _write(path, asked.rows)
        os.environ["COMMONPLACE_SOURCES"] = f"{folder}/sources.toml"
        Path(folder, "sources.toml").write_text(CATALOGUE.format(location=path))
        met = _told(_medians(path, asked.rows, asked.rounds), asked.rows, path.stat().st_size)
    print("goal met" if met else f"goal missed: a sample of blocks reads below {SHARE_GOAL:.0%} of all bytes")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
