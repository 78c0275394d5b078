"""Cut all records into ranges of about the same size, so that each is worked on in little memory."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count

from gallery.executions.models import Execution

SIZE = 50_000  # records
_END = 2**63 - 1


@dataclass(frozen=True)
class Range:
    """What belongs to these notebooks on these days, both ends included."""

    first: int
    last: int
    first_day: date
    last_day: date
    records: int


def ranges(size: int = SIZE) -> list[Range]:
    """Every place is in exactly one range, of many small notebooks or of some days of a large one, without gaps."""
    found = [Range(0, _END, date.min, date.max, 0)]
    for notebook, records in _notebooks():
        if records > size:
            found[-1:] = [replace(found[-1], last=notebook - 1), *_days_of(notebook, size)]
            found.append(Range(notebook + 1, _END, date.min, date.max, 0))
        elif found[-1].records + records > size:
            found[-1:] = [replace(found[-1], last=notebook - 1), Range(notebook, _END, date.min, date.max, records)]
        else:
            found[-1] = replace(found[-1], records=found[-1].records + records)
    return found


def _notebooks() -> list[tuple[int, int]]:
    """Each notebook with its number of records."""
    counted = Execution.objects.values_list("notebook").annotate(Count("pk")).order_by("notebook")
    return [(int(notebook), int(records)) for notebook, records in counted]


def _days_of(notebook: int, size: int) -> list[Range]:
    """A large notebook in pieces; a day stays whole."""
    found = [Range(notebook, notebook, date.min, date.max, 0)]
    for day, records in _days(notebook):
        if found[-1].records and found[-1].records + records > size:
            before = replace(found[-1], last_day=day - timedelta(days=1))
            found[-1:] = [before, Range(notebook, notebook, day, date.max, records)]
        else:
            found[-1] = replace(found[-1], records=found[-1].records + records)
    return found


def _days(notebook: int) -> list[tuple[date, int]]:
    return list(Execution.objects.filter(notebook=notebook).values_list("day").annotate(Count("pk")).order_by("day"))
