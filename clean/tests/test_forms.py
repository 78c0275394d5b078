"""A form is read from a cell's source without running any of it: literals are taken, everything else is no form."""

import builtins
from collections.abc import Callable
from typing import Any

import pytest
from commonplace_clean.forms import Declaration, read_form, trouble
from commonplace_clean.forms import fields as field
from commonplace_clean.forms.declaration import KINDS
from hypothesis import given, settings
from hypothesis import strategies as st

EVERYTHING = """\
%matplotlib inline
import commonplace as cp
answers = cp.form(
    "Which plays?",
    title=cp.field.text("Title", help="As printed", longest=80),
    least=cp.field.number("At least", default=-1.5, minimum=-2, maximum=10),
    days=cp.field.dates("Days", default=("2026-01-01", "2026-01-31"), earliest="2025-01-01"),
    country=cp.field.choice("Country", ["DE", "FR"], required=True),
    kinds=cp.field.choices("Kinds", ("film", "series"), default=["film"]),
    upload=cp.field.file("Upload", endings=[".csv"], largest=2),
    data=cp.field.source("Which plays?", default="plays.daily"),
)
answers
"""


def test_every_kind_is_read_as_the_kit_would_make_it() -> None:
    assert read_form(EVERYTHING) == Declaration(
        "Which plays?",
        {
            "title": field.text("Title", help="As printed", longest=80),
            "least": field.number("At least", default=-1.5, minimum=-2, maximum=10),
            "days": field.dates("Days", default=("2026-01-01", "2026-01-31"), earliest="2025-01-01"),
            "country": field.choice("Country", ["DE", "FR"], required=True),
            "kinds": field.choices("Kinds", ("film", "series"), default=["film"]),
            "upload": field.file("Upload", endings=[".csv"], largest=2),
            "data": field.source("Which plays?", default="plays.daily"),
        },
    )


@pytest.mark.parametrize(
    "source",
    [
        "cp.form(**asked)",
        "cp.form(a=cp.field.choice('A', COUNTRIES))",
        "cp.form(a=cp.field.text(f'{a}'))",
        "cp.form(a=cp.field.text('A', default=__import__('os').getcwd()))",
        "cp.form(a=cp.field.text('A'), a=cp.field.text('B'))",
        "cp.form(a=cp.field.secret('A'))",
        "cp.form(a=cp.field.text('A', other=1))",
        "cp.form(a='A')",
        "cp.form('one', 'two', a=cp.field.text('A'))",
        "cp.form(a=os.field.text('A'))",
        "other.form(a=cp.field.text('A'))",
        "if True:\n    cp.form(a=cp.field.text('A'))",
        "print('cp.form(a=cp.field.text(1))')",
        "cp.form(",
        "cp.form(a=cp.field.text('A', default=" + "-" * 20_000 + "1))",
        "cp.form(a=cp.field.text('A', default=" + "[" * 20_000 + "))",
        "cp.form(a=cp.field.text('" + "A" * 60_000 + "'))",
        "cp.form(a=cp.field.text('A'))\0",
        "cp.form(a=cp.field.text('\\ud800'))",
    ],
)
def test_what_is_not_written_out_is_no_form(source: str) -> None:
    assert read_form(source) is None


@pytest.mark.parametrize(
    ("name", "asked", "why"),
    [
        ("class", field.text("A"), "cannot be called “class”"),
        ("_a", field.text("A"), "cannot be called “_a”"),
        ("on_run", field.text("A"), "cannot be called “on_run”"),
        ("a", field.text(" "), "needs a label"),
        ("a", field.text("A", help=5), "has a help that is no text"),  # type: ignore[arg-type]
        ("a", field.text("A", required="yes"), "neither True nor False"),  # type: ignore[arg-type]
        ("a", field.text("A", longest=3, default="long"), "a default that is no text of at most 3"),
        ("a", field.number("A", minimum=5, maximum=1), "not between its minimum and maximum"),
        ("a", field.number("A", default=True), "that is no number"),
        ("a", field.number("A", default=float("inf")), "that is no number"),
        ("a", field.number("A", whole=True, minimum=0.5), "asks for a whole number"),
        ("a", field.dates("A", default=("2026-02-01", "2026-01-01")), "one after the other"),
        ("a", field.dates("A", default="yesterday"), "neither “last 7 days” nor two days"),
        ("a", field.dates("A", earliest="1.1.2026"), "no days such as 2026-01-31"),
        ("a", field.choice("A", []), "needs a list of 1 to 1000 options"),
        ("a", field.choice("A", "DE"), "needs a list of 1 to 1000 options"),
        ("a", field.choice("A", ["x", "x"]), "texts that differ"),
        ("a", field.choice("A", ["x"], default="y"), "not among its options"),
        ("a", field.choices("A", ["x"], default="x"), "no list of its options"),
        ("a", field.file("A", endings="csv"), "not written like .csv"),
        ("a", field.file("A", largest=9), "ask for larger ones as a data source"),
        ("a", "A", "is written as cp.field.text"),
    ],
)
def test_a_form_that_makes_no_sense_is_told(name: str, asked: Any, why: str) -> None:
    assert why in trouble(Declaration(fields={name: asked}))


def test_a_form_has_fields_and_not_too_many() -> None:
    assert trouble(Declaration()) == "A form has 1 to 50 fields."
    assert trouble(Declaration(fields={f"a{at}": field.text("A") for at in range(51)})) == "A form has 1 to 50 fields."
    assert trouble(Declaration(fields={"a": field.dates("A", default="last 7 days")})) == ""


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=50).filter(
    str.strip
)


@given(label=TEXTS, options=st.lists(TEXTS, min_size=1, max_size=5, unique=True), required=st.booleans())
@settings(max_examples=50, deadline=None)
def test_what_is_written_is_what_is_read(label: str, options: list[str], required: bool) -> None:
    read = read_form(f"cp.form(a=cp.field.choice({label!r}, {options!r}, required={required}))")
    assert read == Declaration("", {"a": field.choice(label, options, required=required)})


def test_nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("eval", "exec", "__import__"):
        monkeypatch.setattr(builtins, name, _forbidden(name))
    found = read_form(EVERYTHING)
    monkeypatch.undo()
    assert found is not None
    assert {one.kind for one in found.fields.values()} == set(KINDS)


def _forbidden(name: str) -> Callable[..., Any]:
    def refuse(*words: object) -> Any:
        raise AssertionError(f"{name} was called")

    return refuse
