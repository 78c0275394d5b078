"""How long `cp.spark.start()` takes until a session answers: on this machine, and on a cluster over the loopback.

Figures to look at, without a goal: they are the time of Java and Spark, hardly any of it ours. Each start is a first
one, with everything ended in between.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import commonplace as cp

from kit.python.tests.spark.cluster import StandaloneCluster, offered

ROUNDS = 3


def _seconds(where: str, size: str) -> tuple[float, float]:
    """Until the session is there, and until its first answer."""
    began = time.perf_counter()
    spark = cp.spark.start(where, size=size)
    there = time.perf_counter() - began
    assert spark.range(10).count() == 10
    answered = time.perf_counter() - began
    cp.spark.stop()
    return there, answered


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        cluster = StandaloneCluster(Path(folder))
        try:
            listed = Path(folder) / "spark.toml"
            listed.write_text(offered(cluster.master, cluster.web))
            os.environ |= {"COMMONPLACE_SPARK": str(listed), "COMMONPLACE_GROUPS": "analysts"}
            for where, size in (("local", "tiny"), ("cluster", "tiny"), ("cluster", "small")):
                rounds = [_seconds(where, size) for _round in range(ROUNDS)]
                there, answered = (statistics.median(one[at] for one in rounds) for at in (0, 1))
                print(f"{where}, size {size}: session after {there:.1f} s, first answer after {answered:.1f} s")
        finally:
            cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
