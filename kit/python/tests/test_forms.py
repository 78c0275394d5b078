"""What becomes of answers: checked as the field says, used by name, and told to nobody but the browser that asks."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import commonplace as cp
import nbformat
import pytest
from commonplace.errors import FormNotFilledIn, WrongAnswer, WrongRequest
from commonplace.forms.answers import Days, Upload
from commonplace.forms.form import Form
from commonplace.forms.view import FormView, view_of
from commonplace.progress import watched
from nbclient import NotebookClient

CANARY = "canary-of-an-answer"
ASKED: dict[str, Any] = {
    "title": cp.field.text("Title", longest=20),
    "least": cp.field.number("At least", minimum=1, maximum=10, whole=True),
    "days": cp.field.dates("Days", earliest="2026-01-01", latest="2026-12-31"),
    "country": cp.field.choice("Country", ["DE", "FR"], required=True),
    "kinds": cp.field.choices("Kinds", ["film", "series"], required=True),
    "upload": cp.field.file("List", endings=[".CSV"], largest=0.001),
}
FITS = {"country": "FR", "kinds": ["series", "film"]}


class Browser:
    """Talks to a form as the browser's half does."""

    def __init__(self, form: Form) -> None:
        self.box = view_of(form)
        self.view, self.telling, self.output = self.box.children
        self.heard: list[Mapping[str, Any]] = []

    def say(self, buffers: Sequence[bytes] = (), **words: Any) -> Mapping[str, Any]:
        """Say something; answers what comes back, if anything does."""
        with patch.object(FormView, "send", lambda _view, said: self.heard.append(said)):
            self.view._handle_custom_msg({"view": "one", **words}, list(buffers))
        return self.heard.pop() if self.heard else {}


def test_answers_are_what_python_computes_with() -> None:
    answers = cp.form(**ASKED).answer(
        title=" Ada ", least="3", days=("2026-01-31", date(2026, 2, 1)), upload=Upload("a.csv", b"1"), **FITS
    )
    assert (answers.title, answers.least, answers.days) == ("Ada", 3, Days(date(2026, 1, 31), date(2026, 2, 1)))
    assert (answers.country, answers.kinds, answers.upload.open().read()) == ("FR", ["film", "series"], b"1")
    empty = answers.answer(**FITS)
    assert (empty.title, empty.least, empty.days, empty.upload) == (None, None, None, None)


@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("country", "", "“Country” is needed."),
        ("country", "IT", "“Country” is one of: DE, FR."),
        ("kinds", [], "“Kinds” is needed."),
        ("kinds", ["film", "play"], "“Kinds” is one of: film, series."),
        ("title", "x" * 21, "“Title” has at most 20 characters; these are 21."),
        ("least", "many", "“At least” is a whole number, such as 3."),
        ("least", "2.5", "“At least” is a whole number, such as 3."),
        ("least", "nan", "“At least” is a whole number, such as 3."),
        ("least", "0", "“At least” is 1 or more."),
        ("least", "11", "“At least” is 10 or less."),
        ("days", ["2026-01-01", ""], "“Days” needs a first and a last day."),
        ("days", ["2026-02-01", "2026-01-01"], "The first day of “Days” is after its last day."),
        ("days", ["2025-12-31", "2026-01-01"], "“Days” begins on 2026-01-01 at the earliest."),
        ("days", ["2026-12-31", "2027-01-01"], "“Days” ends on 2026-12-31 at the latest."),
        ("upload", Upload("list.txt", b""), "“List” is a file that ends in .CSV."),
        ("upload", Upload("list.csv", b"x" * 1001), "“List” takes files of at most 0.001 MB; this one has 1.0 kB."),
        ("upload", "list.csv", "“List” is a file."),
    ],
)
def test_an_answer_that_does_not_fit_is_told_and_changes_nothing(name: str, given: Any, why: str) -> None:
    answers = cp.form(**ASKED).answer(title="Ada", **FITS)
    with pytest.raises(WrongAnswer) as told:
        answers.answer(**{**FITS, name: given})
    assert str(told.value) == why
    assert answers.title == "Ada"


def test_an_answer_that_is_missing_is_told_in_one_line() -> None:
    answers = cp.form(**ASKED)
    with pytest.raises(FormNotFilledIn, match=r"press Run in it: “Country” is needed. “Kinds” is needed.") as told:
        answers.title  # noqa: B018
    assert told.value._render_traceback_() == [str(told.value)]
    with pytest.raises(AttributeError, match="no “land”; it has title, least"):
        answers.land  # noqa: B018
    with pytest.raises(WrongRequest, match="no “land”"):
        answers.answer(land="FR")


def test_the_last_days_end_yesterday() -> None:
    days = cp.form(days=cp.field.dates("Days", default="last 7 days")).days
    assert days == Days(date.today() - timedelta(7), date.today() - timedelta(1))  # noqa: DTZ011


@pytest.mark.usefixtures("some_plays")
def test_a_source_is_one_that_the_person_may_use() -> None:
    answers = cp.form(data=cp.field.source("Which?", default="plays.daily"))
    assert answers.data.name == "plays.daily"
    with pytest.raises(WrongAnswer, match=r"“Which\?” is one of: plays.daily, titles."):
        answers.answer(data="salaries")
    assert cp.form(data=cp.field.source("Which?", default="salaries")).data is None


def test_a_form_that_makes_no_sense_is_told() -> None:
    with pytest.raises(WrongRequest, match=r"The field “country” has a default that is not among its options."):
        cp.form(country=cp.field.choice("Country", ["DE"], default="FR"))


def test_what_a_browser_says_becomes_answers_and_stays_out_of_the_state() -> None:
    answers = cp.form(**ASKED)
    browser = Browser(answers)
    assert browser.say(kind="run", answers={})["wrong"] == {
        "country": "“Country” is needed.",
        "kinds": "“Kinds” is needed.",
    }
    browser.say([CANARY.encode()], kind="file", name="upload", filename="C:\\fakepath\\titles.csv")
    said = browser.say(kind="run", answers={**FITS, "title": CANARY, "upload": None})
    assert (said["kind"], said["acted"], said["view"]) == ("ran", False, "one")
    assert (answers.title, answers.upload.name, answers.upload.content) == (CANARY, "titles.csv", CANARY.encode())
    assert browser.say(kind="ready")["answers"]["title"] == CANARY
    states = [widget.get_state() for widget in (browser.box, browser.view, browser.output)]
    assert CANARY not in json.dumps(states, default=str) + repr(answers) + repr(browser.box)


def test_a_function_is_called_with_the_answers_and_its_failure_is_one_sentence() -> None:
    answers = cp.form(least=cp.field.number("At least", default=10))
    seen: list[float] = []

    @answers.on_run
    def work(given: Any) -> None:
        seen.append(given.least)
        if given.least > 100:
            raise ValueError("So many there are not.")

    browser = Browser(answers)
    assert browser.say(kind="run", answers={"least": "20"})["acted"] is True
    failed = browser.say(kind="run", answers={"least": "101"})
    assert failed["sentence"] == "This did not work. So many there are not. (ValueError)"
    assert browser.say(kind="run", answers={"least": "x"})["kind"] == "wrong"
    assert seen == [20, 101]
    assert answers.least == 101


@pytest.mark.parametrize(
    "said", [{}, {"kind": "else"}, {"kind": "file"}, {"kind": "run"}, {"kind": "run", "answers": 5}]
)
def test_a_message_that_is_none_of_ours_does_no_harm(said: dict[str, Any]) -> None:
    answers = cp.form(least=cp.field.number("At least", default=10))
    Browser(answers).say(**said)
    assert answers.least in {10, None}


def test_a_notebook_shows_the_form_once_and_keeps_no_answer() -> None:
    asked = (
        f"import commonplace as cp\nanswers = cp.form(name=cp.field.text('Name'))\nanswers.answer(name={CANARY!r})\n"
    )
    sources = [asked + "answers", "answers", "'later'"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])  # type: ignore[no-untyped-call]
    NotebookClient(notebook).execute()
    shown = [[output.data["text/plain"] for output in cell.outputs] for cell in notebook.cells]
    form = "A form with 1 field: name"
    assert shown == [[form], [form], ["'later'"]]
    outputs = [cell.outputs for cell in notebook.cells]
    assert CANARY not in json.dumps([outputs, notebook.metadata])


def test_progress_of_a_form_is_drawn_beside_its_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonplace.progress.PATIENCE", -1.0)
    answers = cp.form(least=cp.field.number("At least", default=10))
    browser = Browser(answers)

    @answers.on_run
    def work(answers: Any) -> None:
        for _at in watched(range(3), "Counting", 3):
            pass

    browser.say(kind="run", answers={"least": "10"})
    assert browser.telling.value == '<p role="status">Counting: done, 3 pieces in 1 second.</p>'
