"""How the Spark of a kernel looks to the person: its state, and its jobs."""

from collections.abc import Sequence
from html import escape
from typing import Any

from commonplace.display import Listing, amount
from commonplace.spark.running import Running, last_words

NONE = "No Spark is running in this kernel. cp.spark.start() starts one."
STATES = {"RUNNING": "running", "SUCCEEDED": "done", "FAILED": "failed", "UNKNOWN": "unknown"}
SHOWN = 20
HEAD = ("Job", "State", "Stages", "Tasks", "For")


class Status:
    """What was running when it was asked for."""

    def __init__(self, running: Running | None) -> None:
        """Ask once; showing it again asks nothing."""
        self._lines = _state(running)

    def __repr__(self) -> str:
        """A sentence, then one thing on each line."""
        return "\n".join(self._lines)

    def _repr_html_(self) -> str:
        """The same."""
        first, *others = (escape(line) for line in self._lines)
        return f"<p>{first}</p>" + (f"<ul>{''.join(f'<li>{line}</li>' for line in others)}</ul>" if others else "")


def _state(running: Running | None) -> list[str]:
    if running is None:
        return [NONE]
    if not running.server.runs:
        why = last_words(running.server.log)
        return [
            f"{running.chosen} ended by itself. cp.spark.start() starts it anew.",
            *([f"Its last words: {why}"] if why else []),
        ]
    lines = [f"{running.chosen} is running.", f"Release {running.release}, since {running.since:%Y-%m-%d %H:%M} UTC"]
    if running.chosen.cluster:
        lines.append(f"{running.executors} of {amount(running.chosen.size.executors, 'executor')}")
    return lines


class Monitor:
    """The jobs as they were when it was asked for, and where Spark's own pages are."""

    def __init__(self, running: Running | None) -> None:
        """Ask Spark once."""
        runs = running is not None and running.server.runs
        self.link = running.server.pages.link if running and runs else ""
        self.jobs = _listed(running.server.pages.ask("jobs") or []) if running and runs else None
        self._state = _state(running)

    def __repr__(self) -> str:
        """Jobs under each other, the link last."""
        if self.jobs is None:
            return "\n".join(self._state)
        pages = [f"The pages of Spark itself: {self.link}"] if self.link else []
        return "\n".join([repr(self.jobs), *pages])

    def _repr_html_(self) -> str:
        """A table and a link that opens beside the notebook."""
        if self.jobs is None:
            return f"<p>{escape(' '.join(self._state))}</p>"
        opened = f'href="{escape(self.link)}" target="_blank" rel="noopener"'
        pages = f"<p><a {opened}>The pages of Spark itself (new tab)</a></p>"
        return self.jobs._repr_html_() + (pages if self.link else "")


def _listed(jobs: Sequence[dict[str, Any]]) -> Listing:
    heading = f"{amount(len(jobs), 'job')} of Spark" + (f", the last {SHOWN}" if len(jobs) > SHOWN else "")
    return Listing(heading, HEAD, tuple(_row(job) for job in jobs[:SHOWN]))


def _row(job: dict[str, Any]) -> tuple[str, ...]:
    done, skipped = job["numCompletedStages"], job["numSkippedStages"]
    return (
        str(job["jobId"]),
        STATES.get(job["status"], job["status"].lower()),
        f"{done} of {len(job['stageIds']) - skipped}",
        f"{job['numCompletedTasks']} of {job['numTasks'] - job['numSkippedTasks']}",
        job.get("description", ""),
    )
