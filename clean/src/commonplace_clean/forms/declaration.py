"""What a form asks for, and what may be asked: plain values, checked, nothing drawn."""

import keyword
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

Kind = Literal["text", "number", "dates", "choice", "choices", "file", "source"]
KINDS = get_args(Kind)
MOST_FIELDS, MOST_OPTIONS = 50, 1000
LONGEST_LABEL, LONGEST_HELP, LONGEST_TEXT = 200, 1000, 100_000
LARGEST_FILE = 8.0  # megabytes; Jupyter servers end a connection over which more than 10 come at once
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,49}")
RESERVED = {"answer", "on_run"}  # what the form itself is asked for
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")  # no page and no database takes these
LAST_DAYS = re.compile(r"last ([1-9]\d{0,3}) days")


@dataclass(frozen=True)
class Field:
    """One question of a form. Only what belongs to its kind is set."""

    kind: Kind
    label: str
    help: str = ""
    required: bool = False
    default: Any = None
    options: tuple[str, ...] = ()
    minimum: float | str | None = None  # of dates: ISO text
    maximum: float | str | None = None
    whole: bool = False
    longest: int = LONGEST_HELP
    endings: tuple[str, ...] = ()
    largest: float = LARGEST_FILE


@dataclass(frozen=True)
class Declaration:
    """A form: its title, and its fields by the names under which their answers are found."""

    title: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)


def trouble(form: Declaration) -> str:
    """What is wrong with a declaration, in one sentence; empty where nothing is."""
    if not _is_text(form.title, LONGEST_LABEL):
        return f"The title of a form is a text of at most {LONGEST_LABEL} characters."
    if not 1 <= len(form.fields) <= MOST_FIELDS:
        return f"A form has 1 to {MOST_FIELDS} fields."
    found = (_wrong_name(name) or _wrong_field(name, asked) for name, asked in form.fields.items())
    return next(filter(None, found), "")


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest and not UNWRITABLE.search(value)


def _wrong_name(name: str) -> str:
    if NAME.fullmatch(name) and not keyword.iskeyword(name) and name not in RESERVED:
        return ""
    return f"A field cannot be called “{name[:50]}”; use a word of letters and digits, such as country."


def _wrong_field(name: str, asked: Any) -> str:
    if not isinstance(asked, Field):
        return f"The field “{name}” is written as cp.field.text(…), or another kind: {', '.join(KINDS)}."
    return next((f"The field “{name}” {wrong}." for wrong in _wrongs(asked)), "")


def _wrongs(asked: Field) -> Iterator[str]:
    if not (_is_text(asked.label, LONGEST_LABEL) and asked.label.strip()):
        yield f"needs a label: a text of at most {LONGEST_LABEL} characters"
    if not _is_text(asked.help, LONGEST_HELP):
        yield f"has a help that is no text of at most {LONGEST_HELP} characters"
    if asked.required not in (True, False):
        yield "has a required that is neither True nor False"
    yield from CHECKS[asked.kind](asked)


def _text(asked: Field) -> Iterator[str]:
    if not (isinstance(asked.longest, int) and 1 <= asked.longest <= LONGEST_TEXT):
        yield f"has a longest that is no whole number from 1 to {LONGEST_TEXT}"
    elif asked.default is not None and not _is_text(asked.default, asked.longest):
        yield f"has a default that is no text of at most {asked.longest} characters"


def is_number(value: Any) -> bool:
    """True for a finite number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _number(asked: Field) -> Iterator[str]:
    given = [value for value in (asked.minimum, asked.default, asked.maximum) if value is not None]
    if not all(map(is_number, given)):
        yield "has a default, minimum or maximum that is no number"
    elif given != sorted(given):
        yield "has a default that is not between its minimum and maximum"
    elif asked.whole and any(value != int(value) for value in given):
        yield "asks for a whole number, but its default, minimum or maximum is none"


def day(value: Any) -> date | None:
    """The day of an ISO text such as 2026-01-31; None for everything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _dates(asked: Field) -> Iterator[str]:
    limits = [value for value in (asked.minimum, asked.maximum) if value is not None]
    if not all(map(day, limits)) or limits != sorted(limits, key=str):
        yield "has an earliest and latest that are no days such as 2026-01-31, one after the other"
    if asked.default is None or (isinstance(asked.default, str) and LAST_DAYS.fullmatch(asked.default)):
        return
    if not isinstance(asked.default, tuple) or not _is_range(asked.default, asked.minimum, asked.maximum):
        yield "has a default that is neither “last 7 days” nor two days such as 2026-01-31, one after the other"


def _is_range(days: tuple[Any, ...], minimum: Any, maximum: Any) -> bool:
    bounds = [value for value in (minimum, *days, maximum) if value is not None]
    return len(days) == 2 and all(map(day, bounds)) and bounds == sorted(bounds)


def _options(asked: Field) -> Iterator[str]:
    listed = asked.options if isinstance(asked.options, tuple) else ()
    texts = all(_is_text(option, LONGEST_HELP) and option.strip() for option in listed)
    if not 1 <= len(listed) <= MOST_OPTIONS or not texts or len(set(listed)) != len(listed):
        yield f"needs a list of 1 to {MOST_OPTIONS} options: texts that differ"


def _choice(asked: Field) -> Iterator[str]:
    yield from _options(asked)
    if asked.default is not None and asked.default not in asked.options:
        yield "has a default that is not among its options"


def _choices(asked: Field) -> Iterator[str]:
    yield from _options(asked)
    chosen = asked.default if isinstance(asked.default, tuple) else (None,)
    if not all(option in asked.options for option in chosen) or len(set(chosen)) != len(chosen):
        yield "has a default that is no list of its options"


def _file(asked: Field) -> Iterator[str]:
    if not isinstance(asked.endings, tuple) or not all(
        _is_text(ending, 20) and re.fullmatch(r"\.\w+(\.\w+)*", ending) for ending in asked.endings
    ):
        yield "has endings that are not written like .csv"
    if not is_number(asked.largest) or not 0 < asked.largest <= LARGEST_FILE:
        yield f"takes files of at most {LARGEST_FILE:g} MB; ask for larger ones as a data source"


def _source(asked: Field) -> Iterator[str]:
    if asked.default is not None and not _is_text(asked.default, LONGEST_LABEL):
        yield "has a default that is no name of a data source"


CHECKS = {
    "text": _text,
    "number": _number,
    "dates": _dates,
    "choice": _choice,
    "choices": _choices,
    "file": _file,
    "source": _source,
}
