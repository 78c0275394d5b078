"""The card that a reader looks at first: proposed from the text, kept by whoever edits, shown and found."""

import doctest
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from gallery.accounts.models import User
from gallery.demo.loading import HERE
from gallery.lib import question_card
from gallery.lib.card_proposals import proposed_card, proposed_question
from gallery.lib.proposals import proposed_description
from gallery.lib.question_card import ALL, QuestionCard, card_in, question_in
from gallery.notebooks.importing import import_all
from gallery.notebooks.models import Notebook, Visibility
from gallery.notebooks.sources import candidates
from gallery.notebooks.uploads import received
from gallery.search.queries import Question, find

from server.tests.conftest import notebook_json

Write = Callable[..., Notebook]
Enter = Callable[[User | None], Client]
Bearer = Callable[..., dict[str, str]]

CARD = QuestionCard("Which parcels come late?", "A week.", "The scans.", "A minute.", "Tell the depot.", "Ada")


def of_cells(*cells: tuple[str, str], tags: tuple[str, ...] = ()) -> dict[str, Any]:
    """A notebook of these kinds and sources; every cell has the tags."""
    return {
        "cells": [{"cell_type": kind, "source": source, "metadata": {"tags": list(tags)}} for kind, source in cells],
        "metadata": {"authors": [{"name": "Ada Brandt"}]},
    }


def test_the_examples_of_the_docstrings() -> None:
    assert doctest.testmod(question_card).failed == 0


# Proposed


def test_each_question_is_proposed_from_what_the_text_and_the_code_say() -> None:
    notebook = of_cells(
        ("markdown", "# Late parcels\n\nFor the desk. Which parcels come *late*? It takes about two minutes to run."),
        ("code", "first_day = '2026-01-01'\ndepot: str = 'North'\nif x == 1: pass"),
        ("code", "a = read_csv('in/scans.csv')\nb = get('https://me:secret@data.example.org/x')"),
        ("code", "a.to_csv('out/late.csv')\nread_csv('out/late.csv')"),
        tags=("parameters",),
    )
    found = proposed_card(notebook, "python")
    assert found.question == "Which parcels come late?"
    assert found.inputs == "Values to change: first day, depot, a, b. Files: scans.csv."
    assert found.rights == "Data from data.example.org."
    assert found.duration == "It takes about two minutes to run."
    assert (found.result, found.contact) == ("Writes late.csv.", "Ada Brandt")


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("What we ask: which parcels come late?", "Which parcels come late?"),
        ("(is it the weekend, or the weather?", "Is it the weekend, or the weather?"),
        ("2026 was late, but why was it so?", "2026 was late, but why was it so?"),
    ],
)
def test_a_proposed_question_begins_with_a_capital_letter(written: str, proposed: str) -> None:
    notebook = of_cells(("markdown", written))
    assert proposed_card(notebook, "python").question == proposed
    assert proposed_question(notebook, "") == proposed


def test_answers_that_stand_under_the_headings_come_first() -> None:
    written = (
        "- **What it answers:** why *late*?\n- **Whom to ask:**\n  the `desk`\n\nMore prose. Is this the question?"
    )
    assert card_in(written) == QuestionCard(question="Why late?", contact="The desk")
    notebook = of_cells(("markdown", written))
    assert proposed_card(notebook, "python", "**Whom to ask:** Grace") == QuestionCard("Why late?", contact="Grace")


@pytest.mark.parametrize(
    ("prose", "question"),
    [
        ("Which of them is late?", "Which of them is late?"),
        ("Read https://example.org/a?b=1 first.", ""),
        ("Why?", ""),  # of what?
        ("No question here.", ""),
        ("x" * 3000 + "?", ""),
    ],
)
def test_a_question_is_a_sentence_that_ends_like_one(prose: str, question: str) -> None:
    assert question_in(prose) == question


@pytest.mark.parametrize(
    ("prose", "proposed"),
    [
        ("- **What it answers:** Which parcels come late, by depot?\n- **Whom to ask:** the desk in the North", ""),
        ("Which parcels come late, and why do they come so late?", ""),
        ("**Which** parcels come late? It takes about two minutes to run.", ""),
        (
            "- **Whom to ask:** Ada\n- **Sources:** the scans of the depots, day by day",
            "Sources: the scans of the depots",
        ),
        ("For the desk, on Monday mornings.\n- **Whom to ask:** Ada", ""),  # too little to describe anything
        ("Which parcels come late? Put in a week, and look at the map.", "Which parcels come late? Put in a week"),
        (
            "**Whom to ask:** Ada\n\nA table of the parcels that came late last week.",
            "A table of the parcels that came",
        ),
    ],
)
def test_a_description_is_proposed_where_it_says_more_than_the_card(prose: str, proposed: str) -> None:
    notebook = of_cells(("markdown", f"# Late parcels\n\n{prose}")) | {"metadata": {}}
    found = proposed_description(notebook, proposed_card(notebook, "python"))
    assert found[: len(proposed) or None] == proposed


def test_an_upload_proposes_no_answer_twice_and_an_import_loses_none(ada: User, tmp_path: Path) -> None:
    contact = "the desk in the North, on any weekday"
    answers = f"- **What it answers:** Which parcels come late, by depot?\n- **Whom to ask:** {contact}"
    raw = json.dumps(notebook_json(answers, kind="markdown")).encode()
    proposals = received(raw, "late.ipynb").proposals()
    assert (proposals["contact"].lower(), proposals["description"]) == (contact.lower(), "")
    (tmp_path / "late.ipynb").write_bytes(raw)
    (one,) = import_all(candidates(tmp_path, 10_000), owner=ada, visibility=Visibility.PRIVATE)
    assert one.notebook is not None
    assert one.notebook.question == "Which parcels come late, by depot?"
    assert one.notebook.description == f"Whom to ask: {contact}"  # nobody is asked whether that is right


def test_nothing_said_is_nothing_proposed() -> None:
    assert not proposed_card({"cells": [], "metadata": {}}, "python")
    assert not proposed_card(of_cells(("code", "1 +")) | {"metadata": {}}, "python")


def test_the_demo_answers_all_six_for_each_of_its_notebooks() -> None:
    paths = sorted((HERE / "notebooks").glob("*.ipynb"))
    for path in paths:
        notebook = json.loads(path.read_text())
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
        card = proposed_card(notebook, "python")
        assert all(getattr(card, asked.name) for asked in ALL), path.name
    assert len(paths) > 20


# Kept


def test_an_editor_is_offered_what_the_text_says_and_nothing_is_kept_by_looking(
    ada: User, write: Write, signed_in: Enter
) -> None:
    notebook, browser = write(ada, "Which parcels come late?", kind="markdown", public=True), signed_in(ada)
    page = browser.get(notebook.get_absolute_url()).text
    assert f"/notebooks/{notebook.uuid}/edit?card=proposed" in page
    assert "Fill in its card" not in signed_in(None).get(notebook.get_absolute_url()).text
    edit = f"/notebooks/{notebook.uuid}/edit"
    assert "Which parcels come late?" not in browser.get(edit).text
    offered = browser.get(f"{edit}?card=proposed").text
    assert "Which parcels come late?</textarea>" in offered
    assert "nothing is saved yet" in offered
    notebook.refresh_from_db()
    assert not notebook.question_card
    Notebook.objects.filter(pk=notebook.pk).update(question="Who is late?")
    assert "Who is late?</textarea>" in browser.get(f"{edit}?card=proposed").text  # what somebody said stays


def test_what_is_typed_on_the_edit_page_is_kept_and_shown(ada: User, write: Write, signed_in: Enter) -> None:
    notebook, browser = write(ada, title="Parcels", public=True), signed_in(ada)
    form = {"title": "Parcels", "description": "Which parcels come late? By depot.", "visibility": "public"}
    answers = {"question": "Which parcels\ncome late?", "duration": " A minute. ", "contact": "<b>Ada</b>"}
    assert browser.post(f"/notebooks/{notebook.uuid}/edit", form | answers).status_code == 302
    notebook.refresh_from_db()
    assert notebook.question_card == QuestionCard(
        "Which parcels come late?", duration="A minute.", contact="<b>Ada</b>"
    )
    page = signed_in(None).get(notebook.get_absolute_url()).text
    assert page.count("Which parcels come late?") == 1  # not again at the beginning of the description
    assert "By depot." in page
    assert "<dt>How long it takes</dt><dd>A minute.</dd>" in page
    assert "&lt;b&gt;Ada&lt;/b&gt;" in page
    assert "<dt>What to put in</dt>" not in page
    listed = signed_in(None).get("/notebooks/").text
    assert '<p class="card-question">Which parcels come late?</p>' in listed
    assert '<p class="snippet">By depot.</p>' in listed


def test_what_is_too_long_is_refused_and_kept_in_the_form(ada: User, write: Write, signed_in: Enter) -> None:
    notebook = write(ada)
    form = {"title": "T", "visibility": "private", "question": "why " * 100, "inputs": "My own words"}
    page = signed_in(ada).post(f"/notebooks/{notebook.uuid}/edit", form)
    assert (page.status_code, "My own words" in page.text) == (422, True)


def test_the_api_takes_and_tells_it(ada: User, bearer: Bearer, client: Client) -> None:
    said = {"content": notebook_json(), "title": "T", "card": {"question": "Who?", "rights": "None."}}
    made = client.post("/api/v1/notebooks", said, content_type="application/json", headers=bearer(ada))
    assert made.status_code == 201
    here = f"/api/v1/notebooks/{made.json()['uuid']}"
    change = {"card": {"rights": "", "contact": "Ada"}}
    changed = client.patch(here, change, content_type="application/json", headers=bearer(ada)).json()
    assert changed["card"] == {
        "question": "Who?", "inputs": "", "rights": "", "duration": "", "result": "", "contact": "Ada",
    }  # fmt: skip
    client.patch(here, {"title": "Other"}, content_type="application/json", headers=bearer(ada))
    assert client.get(here, headers=bearer(ada)).json()["card"] == changed["card"]
    (item,) = client.get("/api/v1/notebooks", headers=bearer(ada)).json()["items"]
    assert (item["title"], item["question"]) == ("Other", "Who?")


@pytest.mark.parametrize("card", [{"question": "x" * 301}, {"price": "1"}, {"question": 1}, ["Who?"]])
def test_the_api_refuses_what_is_no_card(ada: User, bearer: Bearer, client: Client, card: object) -> None:
    said = {"content": notebook_json(), "card": card}
    made = client.post("/api/v1/notebooks", said, content_type="application/json", headers=bearer(ada))
    assert (made.status_code, "card" in made.json()["detail"]) == (422, True)
    assert not Notebook.objects.exists()


def test_an_import_keeps_the_card_that_comes_along_or_else_a_question_asked_in_so_many_words(
    ada: User, tmp_path: Path
) -> None:
    raw = notebook_json("Who comes late?", kind="markdown")
    (tmp_path / "asks.ipynb").write_text(json.dumps(raw))
    (tmp_path / "told.ipynb").write_text(json.dumps(raw | {"metadata": raw["metadata"] | {"title": "Told"}}))
    told = {"file": "told.ipynb", "card": {"question": "What else?", "unknown": 1}}
    (tmp_path / "metadata.json").write_text(json.dumps({"notebooks": [told]}))
    found = list(import_all(candidates(tmp_path, 10_000), owner=ada, visibility=Visibility.PRIVATE))
    cards = [one.notebook.question_card for one in found if one.notebook is not None]
    assert cards == [QuestionCard("Who comes late?"), QuestionCard("What else?")]
    assert proposed_question(of_cells(("markdown", "**What it answers:** The tides.")), "") == ""


# Found


def test_a_word_of_the_question_counts_more_than_one_in_the_description(ada: User, write: Write) -> None:
    filler = "It also says how the depot works, and why."
    write(ada, title="Plain", description=f"Parcels that come late. {filler}", public=True)
    write(ada, title="Asking", description=filler, card=QuestionCard("Which parcels come late?"), public=True)
    found = find(None, Question("late parcels"))
    assert [card.title for card in found.items] == ["Asking", "Plain"]


def test_each_answer_is_found(ada: User, write: Write) -> None:
    write(ada, title="All six", card=CARD, public=True)
    for words in ("parcels", "week", "scans", "minute", "depot"):
        assert find(None, Question(words)).total == 1, words
