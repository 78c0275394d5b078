"""Spark from any Python notebook: `cp.spark.start()`, `cp.spark.stop()`.

Which Sparks there are, where clusters stand and how much one may take is the operator's to say, in the file that
`COMMONPLACE_SPARK` names. Spark runs as a process of its own beside the kernel and ends with it.
"""

from typing import Any

from commonplace.display import Listing
from commonplace.errors import WrongRequest
from commonplace.spark import choosing, running
from commonplace.spark.monitoring import Monitor, Status
from commonplace.translation import _

__all__ = ["choices", "monitor", "start", "status", "stop"]

_now: list[running.Running] = []  # none or one: a kernel has one Spark


def choices() -> Listing:
    """What you may start: where, which versions, in which sizes.

    >>> len(cp.spark.choices())
    3
    """
    return choosing.listing()


def start(where: str = "local", *, version: str | None = None, size: str | None = None) -> Any:
    """Make this kernel a Spark kernel; answers the session, which notebooks call `spark`.

    `where` is "local" (on this machine), "cluster" (the one that you may use) or a cluster's name; `version` and
    `size` are names from `cp.spark.choices()`, of which the first is taken where you name none. What is running
    already is answered again. Every job carries your name and the notebook's. Spark ends with `cp.spark.stop()`, and
    with the kernel, however that ends. Raises WrongRequest for what there is not, SparkDenied with whom to ask, and
    SparkFailed where Java is missing or the cluster is away, full, or of another version.

    >>> cp.spark.start(version="2.4")
    Traceback (most recent call last):
    commonplace.errors.WrongRequest: There is no version “2.4” of Spark here; there is 4.0 or 4.2.
    """
    chosen = choosing.choice(where, version, size)
    if _now and not _now[0].server.runs:
        stop()
    if _now and _now[0].chosen != chosen:
        raise WrongRequest(_("{chosen} is running here. End it first: cp.spark.stop()").format(chosen=_now[0].chosen))
    if not _now:
        _now.append(running.begin(chosen))
    return _now[0].session


def stop() -> None:
    """Make it a plain kernel again; nothing happens where no Spark is running.

    >>> cp.spark.stop()
    """
    if _now:
        _now.pop().end()


def status() -> Status:
    """What is running: where, which version, how large, since when, and how many executors a cluster gave.

    >>> cp.spark.status()
    No Spark is running in this kernel. cp.spark.start() starts one.
    """
    return Status(_now[0] if _now else None)


def monitor() -> Monitor:
    """The jobs, the last one first, and a link to Spark's own pages, which opens for nobody else.

    >>> cp.spark.monitor()
    No Spark is running in this kernel. cp.spark.start() starts one.
    """
    return Monitor(_now[0] if _now else None)


def active() -> Any:
    """The session; raises WrongRequest where there is none."""
    if not _now or not _now[0].server.runs:
        raise WrongRequest(_("No Spark is running in this kernel. Start one first: spark = cp.spark.start()"))
    return _now[0].session
