"""Spark on a real cluster: seen by the person alone, tagged, living on when a worker dies, honest when it is full."""

import http.client
import os
import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import commonplace as cp
import pytest
from commonplace.errors import SourceDenied, SparkFailed, WrongRequest
from commonplace.spark import choosing, running
from commonplace.spark.connecting import connect

from kit.python.tests.spark.cluster import StandaloneCluster, children, gone, kill, offered, until
from kit.python.tests.spark.conftest import write
from kit.python.tests.spark.notebooks import START, WORK, fresh, shown
from kit.python.tests.world import ADA

# a journey, so that all of it runs in one process, with one cluster; the first test waits until that has started
pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(900)]

CELLS = (START, WORK, "cp.spark.monitor()", "cp.spark.status()", "cp.spark.stop()\ncp.spark.status()")
ANOTHER = 'spark = cp.spark.start(version="4.2", size="tiny")\nspark.version, spark.range(5).count()'


@pytest.fixture(scope="module")
def ours(cluster: StandaloneCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[running.Running]:
    """Ada's Spark on the cluster, one executor on each worker; started once for all tests here."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in ADA.items():
            patched.setenv(name, value)
        write(tmp_path_factory.mktemp("ours"), offered(cluster.master, cluster.web), patched)
        cp.spark.start("main", size="small")
    made = cp.spark._now[0]
    yield made
    made.end()


@pytest.fixture(autouse=True)
def _kept(ours: running.Running, on_cluster: Path, monkeypatch: pytest.MonkeyPatch, _stopped: None) -> Iterator[None]:
    """Each test finds it as this kernel's Spark, and leaves it running."""
    monkeypatch.setattr(cp.spark, "_now", [ours])
    yield
    cp.spark._now.clear()


def jobs(ours: running.Running) -> list[dict[str, Any]]:
    """What Spark knows of its jobs, the last one first."""
    found: list[dict[str, Any]] = ours.server.pages.ask("jobs")
    return found


def no_room(cluster: StandaloneCluster) -> bool:
    """True while no worker has a gigabyte left for somebody else."""
    free = [one["memoryfree"] for one in cluster.state()["workers"] if one["state"] == "ALIVE"]
    return len(free) == 2 and max(free) < 1024


def test_it_works_and_says_where(ours: running.Running, cluster: StandaloneCluster) -> None:
    spark = cp.spark.start("main", size="small")
    assert spark is ours.session
    assert spark.range(1000).selectExpr("sum(id)").first()[0] == 499_500
    until(lambda: ours.executors == 2, "the second executor")
    assert "Spark 4.0 on the cluster “main”, size small is running." in repr(cp.spark.status())
    assert "2 of 2 executors" in repr(cp.spark.status())
    assert "ada: First look.ipynb" in cluster.applications()


def test_another_choice_asks_to_end_this_one_first() -> None:
    with pytest.raises(WrongRequest, match=r"“main”, size small is running here. End it first: cp\.spark\.stop\(\)"):
        cp.spark.start("local")


def test_every_job_carries_person_and_notebook_from_every_thread(ours: running.Running) -> None:
    before = len(jobs(ours))
    other = threading.Thread(target=lambda: ours.session.range(10).selectExpr("sum(id)").collect())
    other.start()
    other.join()
    until(lambda: len(jobs(ours)) > before, "the job")
    tags = " ".join(jobs(ours)[0]["jobTags"])
    assert re.search(r"_Tag_person=ada\b", tags)
    assert re.search(r"_Tag_notebook=First%20look\.ipynb\b", tags)
    assert "_User_ada_" in tags
    assert jobs(ours)[0]["description"] == "ada: First look.ipynb"


def test_the_monitor_shows_jobs_and_is_safe_to_show(ours: running.Running) -> None:
    ours.session.range(10).collect()
    shown = cp.spark.monitor()
    assert shown.jobs is not None
    assert ("done", "ada: First look.ipynb") in [(row[1], row[4]) for row in shown.jobs.rows]
    for text in (repr(shown), shown._repr_html_(), repr(cp.spark.status()), repr(ours), repr(ours.server)):
        assert ours.server.token not in text
        assert ours.server.pages._header() not in text


def test_nobody_else_on_the_machine_sees_or_uses_it(ours: running.Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", ours.server.pages.port, timeout=60)
    for path in ("/jobs/", "/api/v1/applications", "/environment/"):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 403
    connection.close()
    with pytest.raises(Exception, match="UNAUTHENTICATED"):
        connect(ours.server.port, "guessed", (), "mine")
    assert (ours.server.folder.stat().st_mode & 0o077) == 0


@pytest.mark.usefixtures("some_plays")
def test_a_source_becomes_a_frame_of_spark(ours: running.Running, monkeypatch: pytest.MonkeyPatch) -> None:
    source = cp.source("plays.daily")
    found = source.spark().where("country = 'FR'").select("title", "plays").orderBy("title").toPandas()
    read = source.read(["title", "plays"], where={"country": "FR"})
    assert found["plays"].fillna(-1).tolist() == read["plays"].fillna(-1).tolist()
    assert [tuple(row) for row in cp.source("titles").spark().collect()] == [(0, "Ada"), (1, "Grace")]
    monkeypatch.setenv("COMMONPLACE_GROUPS", "pricing")
    with pytest.raises(SourceDenied, match=r"may not use the source “plays\.daily” yet"):
        source.spark()


def test_a_full_cluster_is_told_and_nothing_waits(ours: running.Running, cluster: StandaloneCluster) -> None:
    until(lambda: no_room(cluster), "an executor of ours on each worker")
    chosen = choosing.choice("main", None, "large")
    assert chosen.cluster is not None
    with pytest.raises(
        SparkFailed, match=r"The cluster “main” is full: within 2 seconds it gave none of the 2 executors"
    ):
        running.begin(replace(chosen, cluster=replace(chosen.cluster, patience=2)))
    until(lambda: cluster.applications() == ["ada: First look.ipynb"], "the other application to leave")


def test_a_cluster_of_another_release_is_told_before_anything_is_started(
    cluster: StandaloneCluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wrong = offered(cluster.master, cluster.web).replace('version = "4.0"\nmaster', 'version = "4.2"\nmaster')
    write(tmp_path, wrong, monkeypatch)
    monkeypatch.setattr(cp.spark, "_now", [])
    with pytest.raises(SparkFailed, match=r"“main” runs Spark 4\.0\.4, and Spark 4\.2\.0 cannot speak to it"):
        cp.spark.start("main")


def test_work_goes_on_when_a_worker_dies(ours: running.Running, cluster: StandaloneCluster) -> None:
    until(lambda: ours.executors == 2, "two executors")
    answers: list[Any] = []
    work = threading.Thread(target=lambda: answers.append(_slowly(ours.session)))
    work.start()
    until(lambda: any(job["numCompletedTasks"] for job in jobs(ours) if job["status"] == "RUNNING"), "its first tasks")
    lost = cluster.workers.pop()
    kill(lost)
    work.join()
    assert answers == [sum(range(40))]
    assert gone(lost.pid)
    cluster.workers.append(cluster.start_worker(memory="512m"))
    until(lambda: ours.executors == 2 and no_room(cluster), "another executor, and the new worker")


def _slowly(spark: Any) -> int:
    from pyspark.sql.functions import udf

    def slow(number: int) -> int:
        import threading

        threading.Event().wait(0.2)  # on the cluster: something must be running when the worker dies
        return number

    rows = spark.range(0, 40, 1, 20).select(udf(slow, "long")("id").alias("n")).groupBy().sum("n").collect()
    return int(rows[0][0])


def test_a_kernel_becomes_a_spark_kernel_and_back_and_takes_spark_along(
    cluster: StandaloneCluster, on_cluster: Path
) -> None:
    client = fresh()
    with client.setup_kernel():
        assert shown(client, CELLS[0])["outputs"] == []
        assert cluster.applications().count("ada: First look.ipynb") >= 1
        worked = shown(client, CELLS[1])
        assert worked["text/plain"] == "66"
        drawn = [one["data"] for one in worked["outputs"] if "Spark: " in one["data"].get("text/plain", "")]
        assert [one["text/plain"] for one in drawn] == ["Spark: done, 13 tasks in 2 stages"]
        assert drawn[0]["text/html"] == '<p role="status">Spark: done, 13 tasks in 2 stages</p>'
        assert "ada: First look.ipynb" in shown(client, CELLS[2])["text/html"]
        assert "is running" in shown(client, CELLS[3])["text/plain"]
        before = len(cluster.applications())
        assert "No Spark is running" in shown(client, CELLS[4])["text/plain"]
        until(lambda: len(cluster.applications()) == before - 1, "the application to leave the cluster")

        assert shown(client, ANOTHER)["text/plain"] == "('4.2.0', 5)"
        folder = shown(client, "str(cp.spark._now[0].server.folder)")["text/plain"].strip("'")
        kernel = int(shown(client, "import os; os.getpid()")["text/plain"])
        (watcher,) = [one for one in children(kernel) if children(one)]
        (spark,) = children(watcher)
        os.kill(kernel, signal.SIGKILL)
        until(lambda: gone(spark) and gone(watcher), "the end of Spark")
        assert not Path(folder).exists()
