"""Upload in two steps: nothing is stored before the second, nothing typed is lost, only clean content arrives."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from gallery.accounts.models import User
from gallery.accounts.terms import write_terms
from gallery.audit.models import AuditEvent
from gallery.lib.question_card import QuestionCard
from gallery.notebooks.content import document
from gallery.notebooks.models import Cell, Notebook

from server.tests.conftest import notebook_json

Enter = Callable[[User | None], Client]
CANARY = "canary-in-an-output"


def dirty(*sources: str) -> bytes:
    """A notebook with an output."""
    notebook = notebook_json(*(sources or ("print('hello')",)))
    output = {"output_type": "stream", "name": "stdout", "text": CANARY}
    notebook["cells"][0] |= {"outputs": [output], "execution_count": 7}
    return json.dumps(notebook).encode()


def chosen(browser: Client, raw: bytes, name: str = "price-map.ipynb") -> Any:
    """The answer to the first step."""
    return browser.post("/upload", {"file": SimpleUploadedFile(name, raw)})


def travelling(page: Any) -> str:
    """The hidden field of the second step."""
    found = re.search(r'name="content" value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return unescape(found[1])


def answers(content: str, **changed: str) -> dict[str, str]:
    """A filled-in second step."""
    filled = {
        "title": "Prices",
        "question": "What is dear?",
        "description": "By street.",
        "tags": "maps",
        "visibility": "public",
    }
    return {"content": content, "terms": "on", "terms_number": "0"} | filled | changed


def test_from_a_file_to_its_page(ada: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    second = chosen(browser, dirty())
    assert second.status_code == 200
    assert 'value="Price map"' in second.text
    assert "1 output" in second.text
    assert CANARY not in second.text
    assert not Notebook.objects.exists()
    assert not Cell.objects.exists()
    saved = browser.post("/upload/describe", answers(travelling(second), contact="Ada", duration="a minute"))
    notebook = Notebook.objects.get()
    assert (saved.status_code, saved["Location"]) == (302, notebook.get_absolute_url())
    assert notebook.description == "By street."
    said = QuestionCard(question="What is dear?", duration="a minute", contact="Ada")
    assert notebook.question_card == said
    assert (notebook.owner, notebook.visibility) == (ada, "public")
    assert notebook.head is not None
    cell = document(notebook.head)["cells"][0]
    assert (cell["outputs"], cell["execution_count"]) == ([], None)


def test_terms_that_changed_meanwhile_are_confirmed_anew(ada: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    second = chosen(browser, dirty())
    assert 'name="terms_number" value="0"' in second.text
    version = write_terms(text="I wrote this, and nobody else.", by="admin")
    again = browser.post("/upload/describe", answers(travelling(second), question="My own words"))
    assert again.status_code == 422
    assert not Notebook.objects.exists()
    assert "This sentence has changed while you were writing." in again.text
    assert "I wrote this, and nobody else." in again.text
    assert "My own words" in again.text
    assert f'name="terms_number" value="{version.pk}"' in again.text
    assert "checked" not in again.text.partition('name="terms"')[2].partition(">")[0]
    form = answers(travelling(again), terms_number=str(version.pk))
    assert browser.post("/upload/describe", form).status_code == 302
    assert AuditEvent.objects.get(action="notebook.created").detail["terms"] == version.pk


@pytest.mark.parametrize("number", ["", "x", "-1", "99"])
def test_terms_that_nobody_was_shown_are_not_confirmed(ada: User, signed_in: Enter, number: str) -> None:
    browser = signed_in(ada)
    form = answers(travelling(chosen(browser, dirty())), terms_number=number)
    assert browser.post("/upload/describe", form).status_code == 422
    assert not Notebook.objects.exists()


def test_nothing_typed_is_lost_and_nothing_saved_without_the_terms(ada: User, signed_in: Enter) -> None:
    browser = signed_in(ada)
    content = travelling(chosen(browser, dirty()))
    typed = answers(content, terms="", question="My own words", contact="Team Q", title="")
    again = browser.post("/upload/describe", typed)
    assert again.status_code == 422
    assert "My own words" in again.text
    assert "Team Q" in again.text
    assert travelling(again) == content
    assert "Give the notebook a title." in again.text
    assert not Notebook.objects.exists()


def test_private_unless_somebody_says_otherwise(ada: User, signed_in: Enter) -> None:
    page = chosen(signed_in(ada), dirty())
    assert re.search(r'value="private"[^>]*checked', page.text)


def test_secrets_are_named_with_their_cell_and_never_shown_in_the_warning(ada: User, signed_in: Enter) -> None:
    secret = "AKIAIOSFODNN7EXAMPLE"
    page = chosen(signed_in(ada), dirty("1", f"key = '{secret}'"))
    assert "Please look at these" in page.text
    assert "Cell 2" in page.text
    assert secret not in page.text.replace(travelling(page), "")


@pytest.mark.parametrize("raw", [b"", b"not json", b"[]", b'{"cells": 1}', b"\xff\xfe", b'{"a":' * 3000])
def test_what_is_no_notebook_is_refused_with_a_sentence(ada: User, signed_in: Enter, raw: bytes) -> None:
    answer = chosen(signed_in(ada), raw)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not Notebook.objects.exists()


def test_no_file_at_all(ada: User, signed_in: Enter) -> None:
    answer = signed_in(ada).post("/upload")
    assert answer.status_code == 422
    assert "Choose a file that ends in .ipynb." in answer.text


def test_what_travelled_for_others_or_was_changed_does_not_count(ada: User, grace: User, signed_in: Enter) -> None:
    content = travelling(chosen(signed_in(ada), dirty()))
    changed = content[:-1] + ("A" if content[-1] != "A" else "B")
    for person, text in ((grace, content), (ada, changed), (ada, ""), (ada, "x:y:z")):
        answer = signed_in(person).post("/upload/describe", answers(text))
        assert answer.status_code == 422
        assert "Choose the file again" in answer.text
    assert not Notebook.objects.exists()


def test_guests_sign_in_first(db: None, signed_in: Enter) -> None:
    assert signed_in(None).get("/upload")["Location"] == "/account/sign-in?next=/upload"
    assert chosen(signed_in(None), dirty()).status_code == 401
    assert signed_in(None).post("/upload/describe").status_code == 401


def test_the_second_step_cannot_be_opened_by_itself(ada: User, signed_in: Enter) -> None:
    assert signed_in(ada).get("/upload/describe")["Location"] == "/upload"


def test_wrong_methods(ada: User, signed_in: Enter) -> None:
    for path in ("/upload", "/upload/describe"):
        assert signed_in(ada).put(path).status_code == 405
