"""The kinds of questions, as one writes them: `cp.field.text("Title")`.

The kit offers these functions, and `read_form` calls the same with the literals that it finds. They check nothing:
`trouble` looks at the whole form, wherever it came from.
"""

# ruff: noqa: A002 - help is the word that people look for
from collections.abc import Iterable, Sequence
from typing import Any

from commonplace_clean.forms.declaration import LARGEST_FILE, Field


def text(
    label: str,
    *,
    help: str = "",
    required: bool = False,
    default: str | None = None,
    longest: int = 1000,
) -> Field:
    """A line of text; of at most `longest` characters. The answer is a text, or None.

    >>> cp.field.text("Title", help="As it is printed", required=True).label
    'Title'
    """
    return Field("text", label, help, required, default, longest=longest)


def number(
    label: str,
    *,
    help: str = "",
    required: bool = False,
    default: float | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    whole: bool = False,
) -> Field:
    """A number, from `minimum` to `maximum`. The answer is a float, with `whole=True` an int, or None.

    >>> cp.field.number("How many", default=5, minimum=1, whole=True).default
    5
    """
    return Field("number", label, help, required, default, minimum=minimum, maximum=maximum, whole=whole)


def dates(
    label: str,
    *,
    help: str = "",
    required: bool = False,
    default: str | Sequence[str] | None = None,
    earliest: str | None = None,
    latest: str | None = None,
) -> Field:
    """Two days, from and to. The answer has `first` and `last`, both included, or is None.

    Days are written like 2026-01-31. `default` is two of them, or a text such as "last 7 days", which ends yesterday.

    >>> cp.field.dates("Days", default=("2026-01-01", "2026-01-31")).default
    ('2026-01-01', '2026-01-31')
    """
    return Field("dates", label, help, required, _several(default), minimum=earliest, maximum=latest)


def choice(
    label: str,
    options: Iterable[str],
    *,
    help: str = "",
    required: bool = False,
    default: str | None = None,
) -> Field:
    """One of some texts. The answer is the text, or None.

    >>> cp.field.choice("Country", ["DE", "FR", "IT"], default="FR").options
    ('DE', 'FR', 'IT')
    """
    return Field("choice", label, help, required, default, _several(options))


def choices(
    label: str,
    options: Iterable[str],
    *,
    help: str = "",
    required: bool = False,
    default: Iterable[str] = (),
) -> Field:
    """Any of some texts. The answer is a list, which may be empty unless it is required.

    >>> cp.field.choices("Countries", ["DE", "FR", "IT"], default=["DE"]).default
    ('DE',)
    """
    return Field("choices", label, help, required, _several(default), _several(options))


def file(
    label: str,
    *,
    help: str = "",
    required: bool = False,
    endings: Iterable[str] = (),
    largest: float = LARGEST_FILE,
) -> Field:
    """A file of at most `largest` megabytes, at most 8. The answer has `name`, `content` and `open()`, or is None.

    >>> cp.field.file("A list of titles", endings=[".csv", ".xlsx"]).endings
    ('.csv', '.xlsx')
    """
    return Field("file", label, help, required, endings=_several(endings), largest=largest)


def source(label: str, *, help: str = "", required: bool = False, default: str | None = None) -> Field:
    """One of the data sources that the person may use. The answer is what `cp.source(name)` gives, or None.

    >>> cp.field.source("Which plays?", default="plays.daily").kind
    'source'
    """
    return Field("source", label, help, required, default)


def _several(values: Any) -> Any:
    """A tuple of what was listed; everything else as it is, for `trouble` to judge."""
    return tuple(values) if isinstance(values, Iterable) and not isinstance(values, str) else values
