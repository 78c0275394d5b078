"""How the Spark of a kernel looks to the person: its state, and its jobs."""

from collections.abc import Sequence
from html import escape
from typing import Any

from commonplace.display import Listing, amount
from commonplace.spark.running import Running, last_words
from commonplace.translation import _, marked

NONE = marked("No Spark is running in this kernel. cp.spark.start() starts one.")
STATES = {
    "RUNNING": marked("running"),
    "SUCCEEDED": marked("done"),
    "FAILED": marked("failed"),
    "UNKNOWN": marked("unknown"),
}
SHOWN = 20
HEAD = (marked("Job"), marked("State"), marked("Stages"), marked("Tasks"), marked("For"))


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
        return [_(NONE)]
    if not running.server.runs:
        why = last_words(running.server.log)
        return [
            _("{chosen} ended by itself. cp.spark.start() starts it anew.").format(chosen=running.chosen),
            *([_("Its last words: {why}").format(why=why)] if why else []),
        ]
    lines = [
        _("{chosen} is running.").format(chosen=running.chosen),
        _("Release {release}, since {since:%Y-%m-%d %H:%M} UTC").format(release=running.release, since=running.since),
    ]
    if running.chosen.cluster:
        wanted = amount(running.chosen.size.executors, "executor")
        lines.append(_("{done} of {total}").format(done=running.executors, total=wanted))
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
        pages = [_("The pages of Spark itself: {link}").format(link=self.link)] if self.link else []
        return "\n".join([repr(self.jobs), *pages])

    def _repr_html_(self) -> str:
        """A table and a link that opens beside the notebook."""
        if self.jobs is None:
            return f"<p>{escape(' '.join(self._state))}</p>"
        opened = f'href="{escape(self.link)}" target="_blank" rel="noopener"'
        pages = f"<p><a {opened}>{escape(_('The pages of Spark itself (new tab)'))}</a></p>"
        return self.jobs._repr_html_() + (pages if self.link else "")


def _listed(jobs: Sequence[dict[str, Any]]) -> Listing:
    number = amount(len(jobs), "job")
    heading = _("{jobs} of Spark").format(jobs=number)
    if len(jobs) > SHOWN:
        heading = _("{jobs} of Spark, the last {shown}").format(jobs=number, shown=SHOWN)
    return Listing(heading, tuple(map(_, HEAD)), tuple(_row(job) for job in jobs[:SHOWN]))


def _row(job: dict[str, Any]) -> tuple[str, ...]:
    done, skipped = job["numCompletedStages"], job["numSkippedStages"]
    return (
        str(job["jobId"]),
        _(STATES.get(job["status"], job["status"].lower())),
        _of(done, len(job["stageIds"]) - skipped),
        _of(job["numCompletedTasks"], job["numTasks"] - job["numSkippedTasks"]),
        job.get("description", ""),
    )


def _of(done: int, total: int) -> str:
    return _("{done} of {total}").format(done=done, total=total)
