"""The Spark of this kernel: none or one, from its start to its end."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from commonplace.display import amount
from commonplace.errors import SparkFailed
from commonplace.spark.choosing import Choice
from commonplace.spark.cluster import need_cluster
from commonplace.spark.connecting import connect
from commonplace.spark.homes import home_of
from commonplace.spark.progress import Teller
from commonplace.spark.server import PATIENCE, Server, launch
from commonplace.spark.settings import app_name, tags
from commonplace.translation import _

TELLING = ("Exception", "Error", "ERROR", "WARN")  # what lines that say why look like


@dataclass
class Running:
    """A Spark that was started from this kernel."""

    chosen: Choice
    release: str
    server: Server
    session: Any = field(default=None, repr=False)
    since: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def executors(self) -> int:
        """How many of a cluster's processes work for this kernel now."""
        found = self.server.pages.ask("executors") or []
        return sum(one["isActive"] and one["id"] != "driver" for one in found)

    def end(self) -> None:
        """Close the session and end Spark; what does not answer any more is ended all the same."""
        if self.session is not None and self.server.runs:
            self.session.stop()
        self.server.end()


def begin(chosen: Choice) -> Running:
    """Start what was chosen and connect to it; raises SparkFailed, and leaves nothing behind, where that fails."""
    home = home_of(chosen.version)
    if chosen.cluster:
        need_cluster(chosen.cluster, home)
    running = Running(chosen, home.release, launch(chosen))
    try:
        _need_server(running)
        _need_executor(running)
        running.session = connect(running.server.port, running.server.token, tags(), app_name())
        running.session.registerProgressHandler(Teller())
    except BaseException:  # also where somebody interrupts the cell
        running.end()
        raise
    return running


def _need_server(running: Running) -> None:
    if not running.server.wait_until(lambda: running.server.listens, PATIENCE):
        raise SparkFailed(_why(running))


def _need_executor(running: Running) -> None:
    cluster, size = running.chosen.cluster, running.chosen.size
    if cluster is None or running.server.wait_until(lambda: running.executors > 0, cluster.patience):
        return
    if not running.server.runs:
        raise SparkFailed(_why(running))
    each = _("{cores} and {memory} each").format(cores=amount(size.cores, "core"), memory=size.memory)
    raise SparkFailed(
        _(
            "The cluster “{name}” is full: within {patience} it gave none of the {executors} of size "
            "{size} ({each}). Nothing of yours waits there; take a smaller size, come back later, "
            "or ask {owner}."
        ).format(
            name=cluster.name,
            patience=amount(cluster.patience, "second"),
            executors=amount(size.executors, "executor"),
            size=size.name,
            each=each,
            owner=cluster.owner,
        )
    )


def _why(running: Running) -> str:
    """Why it did not start, in a sentence."""
    log, cluster = running.server.log, running.chosen.cluster
    if cluster and ("All masters are unresponsive" in log or running.server.runs):
        return _(
            "The cluster “{name}” does not answer Spark {release}: it is busy, or runs another release. "
            "Nothing was started. Ask {owner}."
        ).format(name=cluster.name, release=running.release, owner=cluster.owner)
    return _("{chosen} did not start: {last_words}").format(
        chosen=running.chosen, last_words=last_words(log) or _("it gave no reason")
    )


def last_words(log: str) -> str:
    """The line of a log that says most about an end."""
    lines = [" ".join(line.split()) for line in log.splitlines()]
    telling = [line for line in lines if any(word in line for word in TELLING) and not line.startswith("at ")]
    return (telling or [line for line in lines if line] or [""])[-1][:300]
