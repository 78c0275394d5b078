"""The kit beside the bare libraries: what reading by name costs, importing, and how much a sample saves.

Both sides take turns, so that a busy machine disturbs both alike; ratios are medians. Reading is held to its goal by
the processor's time of all threads, which neighbours on the machine disturb less than the clock's; both are printed.
- reading: `cp.source(…).read()` of a million rows of Parquet against `pandas.read_parquet` with the same columns and
  the same condition;
- importing: a fresh Python with `import commonplace as cp` against one with `import pandas`;
- sampling: bytes that a sample of blocks makes the process read, against a full scan.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import commonplace as cp
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

ROWS, GROUP = 1_000_000, 20_000
ROUNDS = 15
OVERHEAD_GOAL, SHARE_GOAL = 1.05, 0.25
CATALOGUE = """
[sources.plays]
description = "A million plays"
owner = "Nobody"
driver = "parquet"
location = "{location}"
groups = "everybody"
"""


def _world(folder: Path) -> Path:
    chance = np.random.default_rng(1)
    countries = np.array(["DE", "FR", "IT", "PL"])[chance.integers(0, 4, ROWS)]
    numbers = {"title": chance.integers(0, 50_000, ROWS), "plays": chance.poisson(20, ROWS)}
    path = folder / "plays.parquet"
    table = pa.table({**numbers, "country": countries, "share": chance.random(ROWS)})
    pq.write_table(table, path, row_group_size=GROUP)
    (folder / "sources.toml").write_text(CATALOGUE.format(location=path))
    os.environ["COMMONPLACE_SOURCES"] = str(folder / "sources.toml")
    return path


def _times(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def _ratios(name: str, ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """How many times as long ours takes by the clock and by the processor, in turns of changing order."""
    ours()
    theirs()
    pairs = []
    for turn in range(rounds):
        first, second = (ours, theirs) if turn % 2 else (theirs, ours)
        one, two = _times(first), _times(second)
        pairs.append((one, two) if turn % 2 else (two, one))
    clock, processor = (statistics.median(mine[at] / yours[at] for mine, yours in pairs) for at in (0, 1))
    mine, yours = (statistics.median(side[at][0] for side in pairs) * 1000 for at in (0, 1))
    print(f"{name}: {mine:.0f} ms against {yours:.0f} ms, ratio {clock:.3f}; our own processor time {processor:.3f}")
    return clock, processor


def _fresh(statement: str) -> Callable[[], object]:
    return lambda: subprocess.run((sys.executable, "-c", statement), check=True)


def _bytes_read(work: Callable[[], object]) -> int:
    """What the process asked the system to read meanwhile, whether from the disk or from its cache."""
    before = _asked_for()
    work()
    return _asked_for() - before


def _asked_for() -> int:
    counters = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(counters["rchar"])


def main() -> int:
    """Measure, print, and say by the exit code whether the goals are met."""
    with tempfile.TemporaryDirectory() as folder:
        path = _world(Path(folder))
        source = cp.source("plays")
        pd.testing.assert_frame_equal(source.read(), pd.read_parquet(path))
        whole = _ratios("a million rows", source.read, lambda: pd.read_parquet(path), ROUNDS)
        columns, bare = ["title", "plays"], [("country", "==", "FR")]
        some = _ratios(
            "two columns, a quarter of the rows",
            lambda: source.read(columns, where={"country": "FR"}),
            lambda: pd.read_parquet(path, columns=columns, filters=bare),
            ROUNDS,
        )
        importing = _ratios("importing", _fresh("import commonplace as cp"), _fresh("import pandas"), 7)
        sampled = _bytes_read(lambda: source.sample(rows=10_000, method="blocks"))
        share = sampled / _bytes_read(source.read)
        print(f"a sample of 10,000 rows in blocks reads {share:.1%} of the bytes of a full scan")
    met = max(whole[1], some[1]) < OVERHEAD_GOAL and importing[0] < 1 and share < SHARE_GOAL
    print("goals met" if met else f"goals missed: overhead below {OVERHEAD_GOAL}, share below {SHARE_GOAL:.0%}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
