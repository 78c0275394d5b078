"""What a notebook asks whoever runs it: read from the forms in its code without running any of it, and shown inert.

Everything here was written by an author and is only shown: bounded in number and length, escaped by the templates.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from commonplace_clean.forms import Declaration, Field, read_form
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.lib.text import shortened

LOOKED_AT = 20  # cells that may hold a form: parsing is work, and a notebook of nothing else must not cost a page
MOST_FORMS = 5
SHOWN = 12  # questions of one form on a page, which is there for the notebook
NAMED = 8  # options of a choice that a page names
MOST_OPTIONS, LONGEST = 100, 200  # of one parameter in an API's answer; characters of one option or default
WRITTEN_IN = {"python", ""}


@dataclass(frozen=True)
class Asked:
    """A form and the number of its cell."""

    cell: int
    form: Declaration


@dataclass(frozen=True)
class ParameterView:
    """One question of a form, in words."""

    label: str
    needed: bool
    takes: str
    default: str
    help: str


@dataclass(frozen=True)
class FormView:
    """A form as its page shows it."""

    title: str
    anchor: str
    cell: int
    parameters: tuple[ParameterView, ...]
    others: int  # that are not shown


def forms_in(code: Iterable[tuple[int, str]], language: str) -> tuple[Asked, ...]:
    """The forms of these cells, given by number and source. What cannot be read without running it is left out."""
    if language not in WRITTEN_IN:
        return ()
    likely = islice(((number, source) for number, source in code if ".form(" in source), LOOKED_AT)
    found = (Asked(number, form) for number, source in likely if (form := read_form(source)) is not None)
    return tuple(islice(found, MOST_FORMS))


def in_words(asked: Iterable[Asked]) -> tuple[FormView, ...]:
    """The forms as a page shows them, in the language of the request."""
    return tuple(
        FormView(
            title=one.form.title,
            anchor=f"cell-{one.cell}",
            cell=one.cell,
            parameters=tuple(_in_words(field) for field in islice(one.form.fields.values(), SHOWN)),
            others=max(0, len(one.form.fields) - SHOWN),
        )
        for one in asked
    )


def _in_words(field: Field) -> ParameterView:
    return ParameterView(
        label=field.label,
        needed=field.required,
        takes=_takes(field),
        default=_filled_in(field),
        help=shortened(field.help, LONGEST),
    )


def _filled_in(field: Field) -> str:
    given = defaults_of(field)
    if field.kind == "dates" and len(given) == 2:
        return _("%(first)s to %(last)s") % {"first": given[0], "last": given[1]}
    return ", ".join(given)


def defaults_of(field: Field) -> tuple[str, ...]:
    """What is filled in already, as short texts."""
    given = field.default if isinstance(field.default, tuple) else (field.default,)
    return tuple(
        shortened(_plain(value), LONGEST) for value in given[:MOST_OPTIONS] if value is not None and value != ""
    )


def _plain(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _takes(field: Field) -> str:
    if field.kind == "number":
        return _number(field)
    if field.kind == "dates":
        return " ".join(_two_days(field))
    if field.kind in {"choice", "choices"}:
        said = _("one of %(options)s") if field.kind == "choice" else _("any of %(options)s")
        return said % {"options": _options(field)}
    if field.kind == "file":
        return _file(field)
    return _("one of your data sources") if field.kind == "source" else _("a text")


def _number(field: Field) -> str:
    if field.minimum is not None and field.maximum is not None:
        said = _("a number from %(least)s to %(most)s")
        whole = _("a whole number from %(least)s to %(most)s")
    elif field.minimum is not None:
        said, whole = _("a number, %(least)s or more"), _("a whole number, %(least)s or more")
    elif field.maximum is not None:
        said, whole = _("a number, %(most)s or less"), _("a whole number, %(most)s or less")
    else:
        said, whole = _("a number"), _("a whole number")
    return (whole if field.whole else said) % {"least": _shown(field.minimum), "most": _shown(field.maximum)}


def _shown(number: object) -> str:
    return shortened(_plain(number), LONGEST)


def _two_days(field: Field) -> Iterator[str]:
    yield _("two days, from and to")
    if field.minimum:
        yield _("(%(day)s at the earliest)") % {"day": field.minimum}
    if field.maximum:
        yield _("(%(day)s at the latest)") % {"day": field.maximum}


def _options(field: Field) -> str:
    named = ", ".join(shortened(option, LONGEST) for option in field.options[:NAMED])
    others = len(field.options) - NAMED
    if others <= 0:
        return named
    more = ngettext("%(n)s more", "%(n)s more", others) % {"n": number_format(others)}
    return f"{named}, {more}"


def _file(field: Field) -> str:
    said = _("a file of at most %(largest)s MB")
    if field.endings:
        said = _("a file (%(endings)s) of at most %(largest)s MB")
    return said % {"largest": f"{field.largest:g}", "endings": ", ".join(field.endings[:NAMED])}
