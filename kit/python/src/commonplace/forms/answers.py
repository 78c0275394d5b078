"""What people answer: checked against the question, and made into what Python computes with."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from commonplace_clean.forms.declaration import LAST_DAYS, Field, day, is_number

from commonplace.display import bytes_for_people
from commonplace.errors import WrongAnswer
from commonplace.translation import _

MEGABYTE = 1_000_000


class Days(NamedTuple):
    """From when until when, both days included."""

    first: date
    last: date


@dataclass(frozen=True)
class Upload:
    """A file that somebody chose: its name, and what is in it."""

    name: str
    content: bytes = field(repr=False)

    def open(self) -> io.BytesIO:
        """The file as pandas and others want it.

        >>> Upload("titles.csv", b"title,name").open().read()
        b'title,name'
        """
        return io.BytesIO(self.content)


def checked(asked: Field, given: Any) -> Any:
    """The answer to a question; None, or an empty list, where there is none. Raises WrongAnswer where it does not fit.

    >>> checked(Field("number", "Least"), " 2.5 ")
    2.5
    """
    answer = None if _is_empty(given) else READERS[asked.kind](asked, given)
    if asked.required and (answer is None or answer == []):
        raise WrongAnswer(_("“{label}” is needed.").format(label=asked.label))
    return [] if answer is None and asked.kind == "choices" else answer


def _is_empty(given: Any) -> bool:
    if isinstance(given, str):
        return not given.strip()
    return given is None or given in ([], ()) or (isinstance(given, (list, tuple)) and not any(given))


def _text(asked: Field, given: Any) -> str:
    text = str(given).strip()
    if len(text) > asked.longest:
        raise WrongAnswer(
            _("“{label}” has at most {longest:,} characters; these are {number:,}.").format(
                label=asked.label, longest=asked.longest, number=len(text)
            )
        )
    return text


def _number(asked: Field, given: Any) -> float:
    try:
        number: float = float(given) if isinstance(given, str) else given
    except ValueError:
        number = float("nan")
    if not is_number(number) or (asked.whole and number != int(number)):
        what = _("whole number, such as 3") if asked.whole else _("number, such as 2.5")
        raise WrongAnswer(_("“{label}” is a {what}.").format(label=asked.label, what=what))
    if isinstance(asked.minimum, (int, float)) and number < asked.minimum:
        raise WrongAnswer(_("“{label}” is {minimum:g} or more.").format(label=asked.label, minimum=asked.minimum))
    if isinstance(asked.maximum, (int, float)) and number > asked.maximum:
        raise WrongAnswer(_("“{label}” is {maximum:g} or less.").format(label=asked.label, maximum=asked.maximum))
    return int(number) if asked.whole else float(number)


def _dates(asked: Field, given: Any) -> Days:
    ends = [value if isinstance(value, date) else day(value) for value in given]
    first, last = ends if len(ends) == 2 else (None, None)
    if first is None or last is None:
        raise WrongAnswer(_("“{label}” needs a first and a last day.").format(label=asked.label))
    if first > last:
        raise WrongAnswer(_("The first day of “{label}” is after its last day.").format(label=asked.label))
    earliest, latest = day(asked.minimum), day(asked.maximum)
    if earliest and first < earliest:
        raise WrongAnswer(
            _("“{label}” begins on {earliest} at the earliest.").format(label=asked.label, earliest=earliest)
        )
    if latest and last > latest:
        raise WrongAnswer(_("“{label}” ends on {latest} at the latest.").format(label=asked.label, latest=latest))
    return Days(first, last)


def _choice(asked: Field, given: Any) -> str:
    if given not in asked.options:
        raise WrongAnswer(
            _("“{label}” is one of: {listed}.").format(label=asked.label, listed=", ".join(asked.options[:12]))
        )
    return str(given)


def _choices(asked: Field, given: Any) -> list[str]:
    chosen = {_choice(asked, one) for one in given}
    return [option for option in asked.options if option in chosen]


def _file(asked: Field, given: Any) -> Upload:
    if not isinstance(given, Upload):
        raise WrongAnswer(_("“{label}” is a file.").format(label=asked.label))
    if asked.endings and not given.name.lower().endswith(tuple(map(str.lower, asked.endings))):
        raise WrongAnswer(
            _("“{label}” is a file that ends in {listed}.").format(
                label=asked.label, listed=_(" or ").join(asked.endings)
            )
        )
    if len(given.content) > asked.largest * MEGABYTE:
        size = bytes_for_people(len(given.content))
        raise WrongAnswer(
            _("“{label}” takes files of at most {largest:g} MB; this one has {size}.").format(
                label=asked.label, largest=asked.largest, size=size
            )
        )
    return given


def _source(asked: Field, given: Any) -> Any:
    from commonplace.reading import source  # noqa: PLC0415 - only forms that ask for a source need the catalogue

    return source(_choice(asked, getattr(given, "name", given)))


READERS = {
    "text": _text,
    "number": _number,
    "dates": _dates,
    "choice": _choice,
    "choices": _choices,
    "file": _file,
    "source": _source,
}


def started(asked: Field, today: date) -> Any:
    """What a field holds before anybody answers; “last 7 days” are the last whole ones."""
    match = LAST_DAYS.fullmatch(asked.default) if asked.kind == "dates" and isinstance(asked.default, str) else None
    if match is None:
        return asked.default
    return (str(today - timedelta(int(match[1]))), str(today - timedelta(1)))


def shown(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as a browser's fields take them; files are chosen anew, and not told."""
    return {name: _shown(answer) for name, answer in answers.items() if not isinstance(answer, Upload)}


def _shown(answer: Any) -> Any:
    if isinstance(answer, (tuple, list)):
        return [str(one) for one in answer]
    if isinstance(answer, float):
        return f"{answer:.15g}"  # 10, and not 10.0
    return "" if answer is None else str(getattr(answer, "name", answer))
