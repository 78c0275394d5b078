"""Which notebooks somebody may find, as one array over all of them: `listed_to`, for counting over thousands.

What concerns the person (groups, shares, attributes held) is asked of the database each time; what notebooks are and
demand is known in memory, in step with the database. A test holds this against `listed_to` for every kind of reader,
and the page itself, which shows titles and texts, is read through `listed_to` in any case.
"""

from collections.abc import Iterable

import numpy as np
from django.conf import settings

from gallery.accounts.models import User
from gallery.notebooks.rule import concerning
from gallery.search.columns import Columns, Mask
from gallery.search.lists import Numbers


def findable(user: User | None, columns: Columns) -> Mask:
    """True at the key of each notebook that this person may find."""
    if user is None:
        everything: Mask = columns.public & (columns.demands == 0)
        return everything if settings.CONFIG.anonymous_reading else np.zeros_like(everything)
    if not user.is_active:
        return np.zeros(columns.size, bool)
    return columns.alive.copy() if user.elevated else _of(user, columns)


def _of(user: User, columns: Columns) -> Mask:
    mine = concerning(user.pk)
    either: Mask = columns.public | ((columns.owner == user.pk) & (columns.group == 0))
    if mine.groups:
        either |= _one_of(columns.group, mine.groups)
    shared = np.array(mine.shared, np.int64)
    either[shared[shared < columns.size]] = True
    if len(columns.demanded) > 1:
        held = set(mine.held)
        either &= np.array([demanded <= held for demanded in columns.demanded], bool)[columns.demands]
    return either & columns.alive


def _one_of(numbers: Numbers, wanted: Iterable[int]) -> Mask:
    """Where one of these stands, none of which is 0."""
    known = np.zeros(int(numbers.max(initial=0)) + 1, bool)
    for number in wanted:
        known[number : number + 1] = True
    return known[numbers]
