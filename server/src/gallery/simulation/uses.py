"""The rows of what simulated people use, by day, and of what they keep at hand."""

from datetime import timedelta

import numpy as np

from gallery.notebooks.models import Notebook, Star, Use
from gallery.notebooks.usage import today
from gallery.simulation.notebooks import is_private
from gallery.simulation.people import AT_ONCE
from gallery.simulation.world import Numbers, World

STARRED = 4  # uses of one notebook that make somebody keep it at hand


def add_uses(world: World, people: list[int], keys: list[int]) -> None:
    """Who used what on which day, up to today; private notebooks are used by nobody else, and so by nobody."""
    distinct, views, runs = _by_day(world)
    first = today() - timedelta(days=world.plan.days - 1)
    days = [first + timedelta(days=day) for day in range(world.plan.days)]
    columns = (*distinct.tolist(), views.tolist(), runs.tolist())
    Use.objects.bulk_create(
        (
            Use(person_id=people[person], notebook_id=keys[book], day=days[day], views=seen, runs=ran)
            for person, book, day, seen, ran in zip(*columns, strict=True)
        ),
        batch_size=AT_ONCE,
    )
    stars = _stars(distinct, views, people, keys)
    _count(keys, np.bincount(distinct[1], weights=runs, minlength=len(keys)).astype(np.int64), stars)


def _by_day(world: World) -> tuple[Numbers, Numbers, Numbers]:
    """Columns of person, notebook and day, each once, with how many views and runs."""
    hidden = np.array([is_private(world, number) for number in range(world.plan.notebooks)])
    open_ = ~hidden[world.events.notebook]
    moments = np.stack((world.events.person, world.events.notebook, world.events.day))[:, open_]
    distinct, at = np.unique(moments, axis=1, return_inverse=True)
    runs = np.bincount(at.ravel(), weights=world.events.run[open_]).astype(np.int64)
    return distinct, np.bincount(at.ravel()), runs


def _stars(distinct: Numbers, views: Numbers, people: list[int], keys: list[int]) -> Numbers:
    """Keep what is used often at hand; answers how many do so, by the notebook's number."""
    pairs, at = np.unique(distinct[:2], axis=1, return_inverse=True)
    often = pairs[:, np.bincount(at.ravel(), weights=views) >= STARRED]
    Star.objects.bulk_create(
        (Star(person_id=people[person], notebook_id=keys[book]) for person, book in often.T.tolist()),
        batch_size=AT_ONCE,
    )
    return np.bincount(often[1], minlength=len(keys))


def _count(keys: list[int], runs: Numbers, stars: Numbers) -> None:
    """Write the totals that lists show."""
    used = np.flatnonzero(runs + stars).tolist()
    rows = [Notebook(pk=keys[number], runs=int(runs[number]), stars=int(stars[number])) for number in used]
    Notebook.objects.bulk_update(rows, ["runs", "stars"], batch_size=200)
