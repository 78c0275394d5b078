"""Health in words that everybody understands: counts, causes, spans of time."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.executions.models import Cause

SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000  # in milliseconds


def cause_in_words(cause: Cause) -> str:
    """Why a cell failed, coarsely, to go on a sentence; "" where nothing is known."""
    return {
        Cause.NONE: "",
        Cause.RIGHT: _("a right was missing"),
        Cause.PACKAGE: _("a package was missing"),
        Cause.SOURCE: _("a source of data could not be reached"),
        Cause.MEMORY: _("there was not enough memory"),
        Cause.INPUT: _("an input was not what the cell expects"),
        Cause.OTHER: _("another error"),
    }[cause]


def span(milliseconds: float) -> str:
    """How long something takes: two figures are enough.

    >>> span(7), span(420), span(1234), span(95_000), span(5_000_000)
    ('7 ms', '0.42 s', '1.2 s', '1.6 min', '1.4 h')
    """
    if milliseconds < 100:
        return _("%(n)s ms") % {"n": round(milliseconds)}
    if milliseconds < MINUTE:
        seconds = milliseconds / SECOND
        return _("%(n)s s") % {"n": f"{seconds:.2f}" if seconds < 1 else _two(seconds)}
    if milliseconds < HOUR:
        return _("%(n)s min") % {"n": _two(milliseconds / MINUTE)}
    return _("%(n)s h") % {"n": _two(milliseconds / HOUR)}


def _two(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0") if number < 10 else str(round(number))


def people(number: int) -> str:
    """A number of people.

    >>> people(1), people(12)
    ('1 person', '12 people')
    """
    return ngettext("%(n)s person", "%(n)s people", number) % {"n": number}


def went_through(successes: int, executions: int) -> str:
    """How often a cell worked, in one sentence.

    >>> went_through(41, 43)
    'It went through 41 times out of 43.'
    """
    words = ngettext(
        "It went through %(good)s time out of %(all)s.", "It went through %(good)s times out of %(all)s.", successes
    )
    return words % {"good": successes, "all": executions}


def short(number: int) -> str:
    """A number for narrow places.

    >>> short(999), short(1234), short(56_789)
    ('999', '1.2k', '57k')
    """
    return str(number) if number < 1000 else f"{_two(number / 1000)}k"
