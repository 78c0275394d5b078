"""What a notebook asks whoever runs it: read from its code, shown inert, answered by the API; never run."""

import re
from collections.abc import Callable

import pytest
from commonplace_clean.forms import Declaration, Field, read_form
from django.test import Client
from gallery.accounts.models import User
from gallery.notebooks import parameters
from gallery.notebooks.models import Notebook
from gallery.notebooks.parameters import forms_in, in_words

Write = Callable[..., Notebook]
Enter = Callable[[User | None], Client]
Bearer = Callable[..., dict[str, str]]

FORM = """\
import commonplace as cp

answers = cp.form(
    "Which plays?",
    country=cp.field.choice("Country", ["DE", "FR", "IT"], required=True, help="Where they were played."),
    days=cp.field.dates("Days", default=("2026-01-01", "2026-01-31")),
    least=cp.field.number("At least", default=10, minimum=1, whole=True),
)
"""
HOSTILE = """\
answers = cp.form(
    "<script>alert(1)</script>",
    a=cp.field.choice('"><img src=x onerror=alert(2)>', ["</dd><script>"], help="<a href='javascript:x'>"),
    b=cp.field.text("Words", default="{{ request }}{% now 'Y' %}<b>"),
)
"""


def card(html: str) -> str:
    """The part of a page that says what a notebook asks for; empty where there is none."""
    found = re.search(r'<section class="nb-asks".*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def words(html: str) -> str:
    """What one reads there."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_page_says_what_the_notebook_asks_for(ada: User, write: Write, signed_in: Enter) -> None:
    notebook = write(ada, "before = 1", FORM, public=True)
    shown = card(signed_in(None).get(notebook.get_absolute_url()).text)
    said = words(shown)
    assert "This notebook asks for: Which plays?" in said
    assert "Country (needed) one of DE, FR, IT Where they were played." in said
    assert "Days two days, from and to Filled in: 2026-01-01 to 2026-01-31" in said
    assert "At least a whole number, 1 or more Filled in: 10" in said
    assert "It is filled in when the notebook runs, in cell 2" in said
    assert 'href="#cell-2"' in shown
    assert re.search(r"<(form|input|select|button)\b", shown) is None


def test_the_api_says_the_same(client: Client, ada: User, write: Write, bearer: Bearer) -> None:
    notebook = write(ada, "before = 1", FORM)
    asked = client.get(f"/api/v1/notebooks/{notebook.uuid}", headers=bearer(ada)).json()["form"]
    assert [(one["name"], one["cell"], one["kind"], one["required"]) for one in asked] == [
        ("country", 2, "choice", True),
        ("days", 2, "dates", False),
        ("least", 2, "number", False),
    ]
    assert (asked[0]["label"], asked[0]["help"]) == ("Country", "Where they were played.")
    assert (asked[0]["options"], asked[0]["default"]) == (["DE", "FR", "IT"], [])
    assert asked[1]["default"] == ["2026-01-01", "2026-01-31"]


def test_hostile_words_are_words(ada: User, write: Write, signed_in: Enter) -> None:
    notebook = write(ada, HOSTILE, public=True)
    shown = card(signed_in(None).get(notebook.get_absolute_url()).text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "&lt;img src=x onerror=alert(2)&gt;" in shown
    assert "{{ request }}{% now &#x27;Y&#x27; %}&lt;b&gt;" in shown
    assert set(re.findall(r"<(\w+)", shown)) <= {"section", "h2", "dl", "div", "dt", "dd", "span", "p", "a"}
    assert re.findall(r'href="([^"]*)"', shown) == ["#cell-1"]


@pytest.mark.parametrize(
    "source",
    ["1 + 1", 'cp.form(a=cp.field.text(open("/etc/passwd").read()))', "cp.form(**fields)", "cp.form(a=1)", "cp.form("],
)
def test_what_cannot_be_read_without_running_it_is_not_shown(
    client: Client, ada: User, write: Write, signed_in: Enter, bearer: Bearer, source: str
) -> None:
    notebook = write(ada, source, public=True)
    assert card(signed_in(None).get(notebook.get_absolute_url()).text) == ""
    assert client.get(f"/api/v1/notebooks/{notebook.uuid}", headers=bearer(ada)).json()["form"] == []


def test_a_form_of_another_language_is_none() -> None:
    assert len(forms_in([(1, FORM)], "python")) == 1
    assert forms_in([(1, FORM)], "r") == ()


def test_the_work_and_the_words_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(source: str) -> Declaration | None:
        read.append(source)
        return read_form(source)

    monkeypatch.setattr(parameters, "read_form", noted)
    assert forms_in(((number, "x = y.form(z)") for number in range(1000)), "python") == ()
    assert len(read) == parameters.LOOKED_AT
    assert len(forms_in(((number, FORM) for number in range(1000)), "python")) == parameters.MOST_FORMS
    options = ", ".join(f'"{number:03}{"x" * 900}"' for number in range(40))
    view = in_words(forms_in([(1, f'cp.form(a=cp.field.choice("A", [{options}]))')], "python"))[0].parameters[0]
    assert view.takes.endswith("…, 32 more")
    assert len(view.takes) < parameters.NAMED * (parameters.LONGEST + 2) + 20


def test_a_long_form_does_not_push_the_notebook_away(ada: User, write: Write, signed_in: Enter) -> None:
    fields = ", ".join(f'q{at}=cp.field.text("Question {at}.", help="{"h" * 900}")' for at in range(14))
    shown = card(signed_in(None).get(write(ada, f"cp.form({fields})", public=True).get_absolute_url()).text)
    assert "Question 11." in shown
    assert "Question 12." not in shown
    assert "2 questions more are not shown." in shown
    assert "h" * parameters.LONGEST not in shown


@pytest.mark.parametrize(
    ("field", "takes"),
    [
        (Field("number", "A"), "a number"),
        (Field("number", "A", minimum=1, maximum=2.5), "a number from 1 to 2.5"),
        (Field("number", "A", maximum=9, whole=True), "a whole number, 9 or less"),
        (Field("dates", "A", maximum="2026-12-31"), "two days, from and to (2026-12-31 at the latest)"),
        (Field("choices", "A", options=("x", "y")), "any of x, y"),
        (Field("file", "A", endings=(".csv",), largest=2.5), "a file (.csv) of at most 2.5 MB"),
        (Field("source", "A"), "one of your data sources"),
        (Field("text", "A"), "a text"),
    ],
)
def test_each_kind_is_said_in_words(field: Field, takes: str) -> None:
    assert parameters._in_words(field).takes == takes
