"""What is due again and again, whoever is there: each chore may run at any time and twice does no harm."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.management import call_command
from django.db import close_old_connections

from gallery.executions.summing import sum_up
from gallery.feeds.tasks import send_digests
from gallery.health.refreshing import refresh, watch_outages
from gallery.health.stale import sweep
from gallery.health.telling import tell_due
from gallery.notebooks.packages import read_earlier_packages
from gallery.notebooks.shaping import shape_earlier_cells
from gallery.notebooks.tasks import reckon_use
from gallery.provider.ending import tidy
from gallery.recommendations.refreshing import refresh_people
from gallery.recommendations.tasks import compare_notebooks, recommend_to_everybody
from gallery.wanted.collecting import forget_old

HOUR = 3600.0
SECONDS = 5.0  # between two looks at what was executed: it shows in the health of its notebook within a minute
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chore:
    """Something to do every so many seconds."""

    name: str
    every: float
    do: Callable[[], object]


CHORES = (
    Chore("sum up what was executed", SECONDS, sum_up),
    Chore("mark whose health time has changed", HOUR / 6, sweep),
    Chore("look for outages that many notebooks share", 6 * SECONDS, watch_outages),
    Chore("compute the health of notebooks", SECONDS, refresh),
    Chore("tell owners whose notebook turned, where it had to wait", 12 * SECONDS, tell_due),
    Chore("queue the reckoning of what is in demand", HOUR, reckon_use.enqueue),
    Chore("give earlier cells their shape", SECONDS, shape_earlier_cells),
    Chore("note what earlier notebooks import", SECONDS, read_earlier_packages),
    Chore("queue the comparison of notebooks", 24 * HOUR, compare_notebooks.enqueue),
    Chore("queue what is recommended to everybody", 24 * HOUR, recommend_to_everybody.enqueue),
    Chore("compute what is recommended to whoever did something", 6 * SECONDS, refresh_people),
    Chore("queue the daily mails", HOUR, send_digests.enqueue),
    Chore("forget who searched in vain", HOUR, forget_old),
    Chore("forget codes and tokens that have expired", 24 * HOUR, tidy),
    Chore("forget sessions that have ended", 24 * HOUR, lambda: call_command("clearsessions")),
    Chore(
        "forget tasks that are done",
        24 * HOUR,
        lambda: call_command("prune_db_task_results", queue_name="*", min_age_days=14, verbosity=0),
    ),
)


def do_due(last: dict[str, float], now: float, chores: tuple[Chore, ...] = CHORES) -> Iterator[str]:
    """Do what is due, note when in `last`, and answer the names. One that fails is tried again at its next time."""
    for chore in chores:
        if now - last.get(chore.name, float("-inf")) < chore.every:
            continue
        last[chore.name] = now
        try:
            chore.do()
        except Exception:  # the others go on
            log.exception("could not %s", chore.name)
        yield chore.name


def go_on_for_ever(look_every: float = 1.0) -> None:
    """Do each chore when it is due, until the process is stopped."""
    last: dict[str, float] = {}
    while True:
        close_old_connections()
        list(do_due(last, time.monotonic()))
        time.sleep(look_every)
