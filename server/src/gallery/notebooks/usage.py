"""Notes who used what. A view must not slow the page down: views are counted in memory and written every few seconds.

What is counted but not yet written when a process is killed is lost, and no more than that. Runs are written at once,
in the transaction that lets them begin.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from multiprocessing.util import Finalize
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from gallery.accounts.models import User
from gallery.notebooks.models import Notebook, Use

KEPT_DAYS = 90  # so that a change of duties shows
PORTION = 1_000  # notebooks of which old days are forgotten at a time
# By uuid, and only where both are still there: neither the page nor the writing has to ask first.
ADD = """INSERT INTO notebooks_use (person_id, notebook_id, day, views, runs)
    SELECT person.id, notebook.id, %s, %s, %s FROM accounts_user person, notebooks_notebook notebook
    WHERE person.id = %s AND notebook.uuid = %s
    ON CONFLICT (person_id, notebook_id, day)
    DO UPDATE SET views = notebooks_use.views + excluded.views, runs = notebooks_use.runs + excluded.runs"""

Key = tuple[int, UUID, date]
log = logging.getLogger(__name__)
_lock = threading.Lock()
_views: Counter[Key] = Counter()
_followers: list[Callable[[Collection[int]], None]] = []


def when_people_act(follow: Callable[[Collection[int]], None]) -> None:
    """Register what follows when people used or starred something; called once, when the upper room's app is ready.

    It is called with the keys of people within the transaction that writes it, so it should be quick.
    """
    if follow not in _followers:
        _followers.append(follow)


def tell(people: Collection[int]) -> None:
    """Let every room do its part."""
    for follow in _followers:
        follow(people)


def today() -> date:
    """The day on which something is used: of UTC, as everywhere in what is counted by day."""
    return datetime.now(UTC).date()


def note_view(person: User, notebook: UUID) -> None:
    """Somebody opened the page of a notebook that they may read. In admin mode one oversees, which is no use."""
    if person.elevated:
        return
    with _lock:
        first = not _views
        _views[person.pk, notebook, today()] += 1
    if first and settings.VIEWS_WRITTEN_AFTER is not None:
        later = threading.Timer(settings.VIEWS_WRITTEN_AFTER, _write_on_the_side)
        later.daemon = True
        later.start()


def write_views() -> int:
    """Write what was counted; answers how many people. Safe to call at any time, from any thread."""
    with _lock:
        taken = dict(_views)
        _views.clear()
    people = {person for person, _, _ in taken}
    if taken:
        _add((day, count, 0, person, uuid) for (person, uuid, day), count in taken.items())
    return len(people)


def forget_views() -> None:
    """Forget what is counted and not yet written."""
    with _lock:
        _views.clear()


def note_run(person: User, notebook: Notebook) -> None:
    """Somebody opens a notebook in Jupyter."""
    if not person.elevated:
        _add([(today(), 0, 1, person.pk, notebook.uuid)])


def _write_on_the_side() -> None:
    try:
        write_views()
    except DatabaseError:  # a count that is lost is better than a site that stands still
        log.exception("could not write who viewed what")
    finally:
        connection.close()


@transaction.atomic
def _add(uses: Iterable[tuple[date, int, int, int, UUID]]) -> None:
    """Add days, views and runs of people and notebooks, in one order, so that two that write at once do not lock."""
    rows = sorted(uses, key=lambda use: (use[3], use[4], use[0]))
    uuid_of, day_of = Notebook._meta.get_field("uuid").get_db_prep_value, connection.ops.adapt_datefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            ADD, [(day_of(day), views, runs, who, uuid_of(what, connection)) for day, views, runs, who, what in rows]
        )
    people = {who for _, _, _, who, _ in rows}
    tell(set(User.objects.filter(pk__in=people).values_list("pk", flat=True)))  # some may have gone meanwhile


def forget_old_use(on: date | None = None) -> int:
    """Forget what was used more than 90 days ago, some notebooks at a time; answers how many rows."""
    last = Notebook.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    old = Use.objects.filter(day__lte=(on or today()) - timedelta(days=KEPT_DAYS))
    return sum(
        old.filter(notebook__gte=at, notebook__lt=at + PORTION).delete()[0] for at in range(0, last + 1, PORTION)
    )


def _write_at_the_end() -> None:
    if settings.VIEWS_WRITTEN_AFTER is not None:  # where nobody but who asks may write, nobody writes now, either
        _write_on_the_side()


# At the end of a process: the web server's workers are children of `multiprocessing`, which ends them without `atexit`.
Finalize(None, _write_at_the_end, exitpriority=0)
