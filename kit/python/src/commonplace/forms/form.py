"""The form that an analyst writes: `answers = cp.form(country=cp.field.choice("Country", ["DE", "FR"]))`."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from commonplace_clean.forms.declaration import Declaration, Field, trouble

from commonplace.display import amount
from commonplace.errors import FormNotFilledIn, WrongAnswer, WrongRequest
from commonplace.forms import showing
from commonplace.forms.answers import checked, started
from commonplace.translation import _

Work = TypeVar("Work", bound=Callable[[Any], Any])


class Form:
    """A form, and the answers to it: `answers.country`. Ask `cp.form(…)` for one."""

    def __init__(self, declaration: Declaration) -> None:
        """Begin with what is filled in already; without a gap, these are the answers until somebody presses Run."""
        self._declaration = declaration
        self._work: list[Callable[[Any], Any]] = []
        today = date.today()  # noqa: DTZ011 - the person's day, by the clock of their kernel
        self._started = {name: started(asked, today) for name, asked in declaration.fields.items()}
        self._answers, self._wrong = _all_checked(declaration, self._started)
        self._shown_in = showing.show(self)

    def __getattr__(self, name: str) -> Any:
        """The answer to the question of this name."""
        if name.startswith("_"):
            raise AttributeError(name)  # copying looks for such names before there is anything else
        if name not in self._declaration.fields:
            raise AttributeError(
                _("This form has no “{name}”; it has {listed}.").format(
                    name=name, listed=", ".join(self._declaration.fields)
                )
            )
        if self._wrong:
            raise FormNotFilledIn(
                _("Fill in the form first, and press Run in it: {listed}").format(listed=" ".join(self._wrong.values()))
            )
        return self._answers[name]

    def __dir__(self) -> list[str]:
        """What completion offers."""
        return sorted([*self._declaration.fields, "answer", "on_run"])

    def __repr__(self) -> str:
        """The questions; never the answers, which a notebook would keep with its outputs."""
        return _("A form with {fields}: {listed}").format(
            fields=amount(len(self._declaration.fields), "field"), listed=", ".join(self._declaration.fields)
        )

    def _ipython_display_(self) -> None:
        self._shown_in = showing.show_again(self, self._shown_in)

    def answer(self, **answers: Any) -> "Form":
        """Fill in the form from code, as a test or a scheduled run does; what is not named keeps its beginning.

        Days are given as two dates, or two texts such as 2026-01-31. What `on_run` registered is not called. Raises
        WrongAnswer with everything that does not fit, and then changes nothing.

        >>> answers = cp.form(country=cp.field.choice("Country", ["DE", "FR"], required=True))
        >>> answers.answer(country="FR").country
        'FR'
        """
        unknown = [name for name in answers if name not in self._declaration.fields]
        if unknown:
            raise WrongRequest(
                _("This form has no “{name}”; it has {listed}.").format(
                    name=unknown[0], listed=", ".join(self._declaration.fields)
                )
            )
        wrong = self._take({**self._started, **answers})
        if wrong:
            raise WrongAnswer(" ".join(wrong.values()))
        return self

    def on_run(self, work: Work) -> Work:
        """Call a function with the answers whenever Run is pressed, and show below the form what it shows or returns.

        With it the cells below are not run: the form is an application of its own, in JupyterLab and in Voilà.

        >>> answers = cp.form(least=cp.field.number("At least", default=10))
        >>> @answers.on_run
        ... def show(answers):
        ...     return f"From {answers.least:g} on"
        """
        self._work.append(work)
        return work

    def _take(self, given: Mapping[str, Any]) -> dict[str, str]:
        """Make these the answers; or keep the old ones, and say for each field what does not fit."""
        answers, wrong = _all_checked(self._declaration, given)
        if not wrong:
            self._answers, self._wrong = answers, {}
        return wrong


def _all_checked(declaration: Declaration, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    answers: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, asked in declaration.fields.items():
        try:
            answers[name] = checked(asked, given.get(name))
        except WrongAnswer as error:
            wrong[name] = str(error)
    return answers, wrong


def form(title: str = "", /, **fields: Field) -> Form:
    """Show a form, and answer what people fill in: `answers.country`, by the names of the fields.

    The fields are `cp.field.text`, `number`, `dates`, `choice`, `choices`, `file` and `source`, each with a label and,
    if you like, `help`, `required` and `default`. Run checks the answers and then runs the cells below. Until then the
    answers are the defaults; where a required one is missing, using an answer raises FormNotFilledIn. Answers stay in
    the kernel: neither the saved notebook nor its outputs hold them. Raises WrongRequest for a form that makes no
    sense.

    >>> answers = cp.form(
    ...     "Which plays?",
    ...     country=cp.field.choice("Country", ["DE", "FR", "IT"], default="FR"),
    ...     least=cp.field.number("At least so many plays", default=10, minimum=0),
    ...     title=cp.field.text("Title", help="Leave it empty for all of them."),
    ... )
    >>> answers.country, answers.least, answers.title
    ('FR', 10.0, None)
    >>> answers
    A form with 3 fields: country, least, title
    """
    declaration = Declaration(title, fields)
    wrong = trouble(declaration)
    if wrong:
        raise WrongRequest(wrong)
    return Form(dataclasses.replace(declaration, fields={name: _offered(asked) for name, asked in fields.items()}))


def _offered(asked: Field) -> Field:
    """The field; one that asks for a data source offers those that the person may use."""
    if asked.kind != "source":
        return asked
    from commonplace.catalogue import allowed  # noqa: PLC0415 - only forms that ask for a source need the catalogue

    names = tuple(entry.name for entry in allowed())
    default = asked.default if asked.default in names else None  # another person may use others
    return dataclasses.replace(asked, options=names, default=default)
