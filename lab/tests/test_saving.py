"""Saving: code only leaves, the person is told beforehand, and nobody's work is replaced."""

import json
from typing import Any

import pytest

from .contract_gallery import ContractGallery, notebook
from .jupyter import Jupyter

CANARY = "canary-5f1e"
ABOUT = {"title": "Tides", "description": "", "tags": ["sea"], "visibility": "private"}


def with_results() -> dict[str, Any]:
    """A notebook as JupyterLab has it after a run, with a canary wherever data can hide."""
    document = notebook("# an analysis\nimport pandas as pd", "print(1)")
    document["metadata"]["widgets"] = {"state": CANARY}
    document["metadata"]["commonplace"] = {"notebook": CANARY, "revision": 1}
    document["cells"][1] |= {
        "execution_count": 3,
        "metadata": {"note": CANARY},
        "outputs": [{"output_type": "stream", "name": "stdout", "text": CANARY}],
    }
    prose = {"cell_type": "markdown", "id": "prose", "metadata": {}, "source": "# Tides of the *North Sea*"}
    document["cells"].insert(0, prose)
    return document


def test_a_preview_tells_what_leaves_and_sends_nothing(ada: Jupyter, gallery: ContractGallery) -> None:
    answer = ada.post("preview", content=with_results(), path="untitled.ipynb").json()
    assert answer["cells"] == 3
    assert "3 cells leave; 1 output" in answer["leaves"][0]
    assert answer["proposed"]["title"] == "Tides of the North Sea"
    assert answer["proposed"]["question"] == ""
    assert answer["proposed"]["tags"] == ["data-frames"]
    assert gallery.received == []


def test_a_preview_names_the_cell_with_a_secret_and_not_the_secret(ada: Jupyter) -> None:
    secret = "AKIA" + "Z7QXJ2M4N6P8R1T3"
    content = notebook("1", f'aws_access_key_id = "{secret}"')
    answer = ada.post("preview", content=content, path="")
    assert {(warning["kind"], warning["cell"]) for warning in answer.json()["warnings"]} == {("secret", 2)}
    assert secret not in answer.text


def test_only_code_and_text_leave(ada: Jupyter, gallery: ContractGallery) -> None:
    saved = ada.post("save-new", **ABOUT, content=with_results(), path="tides.ipynb")
    assert saved.status_code == 200
    [sent] = gallery.received
    assert CANARY not in json.dumps(sent)
    assert [cell["source"] for cell in sent["content"]["cells"]][1:] == [
        "# an analysis\nimport pandas as pd",
        "print(1)",
    ]
    assert {name: sent[name] for name in ABOUT} == ABOUT


def test_a_question_is_proposed_and_saved_as_the_card(ada: Jupyter, gallery: ContractGallery) -> None:
    content = notebook("1")
    prose = "# Tides\n\nFor sailors. When is it *high* today?"
    content["cells"].insert(0, {"cell_type": "markdown", "id": "prose", "metadata": {}, "source": prose})
    question = ada.post("preview", content=content, path="").json()["proposed"]["question"]
    assert question == "When is it high today?"
    assert ada.post("save-new", **ABOUT, question=question, content=content, path="").status_code == 200
    assert gallery.received[-1]["card"] == {"question": question}


def test_what_is_like_it_already_is_asked_with_code_only(ada: Jupyter, gallery: ContractGallery) -> None:
    assert ada.post("similar", content=with_results()).json() == {"items": [], "total": 0}  # an older gallery
    gallery.alike = [{"uuid": "1", "title": "Waves", "owner": "grace", "percent": 80, "url": "https://gallery/1"}]
    assert ada.post("similar", content=with_results()).json() == {"items": gallery.alike, "total": 1}
    assert CANARY not in json.dumps(gallery.compared)
    assert gallery.received == []


def test_outputs_of_any_size_do_not_stand_in_the_way(ada: Jupyter, gallery: ContractGallery) -> None:
    content = notebook("1")
    content["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 12_000_000}]
    assert ada.post("save-new", **ABOUT, content=content, path="").status_code == 200


def test_a_saved_file_is_a_copy_from_then_on(ada: Jupyter, gallery: ContractGallery) -> None:
    content = notebook("moon = 1")
    (ada.folder / "moon.ipynb").write_text(json.dumps(content))
    saved = ada.post("save-new", **ABOUT, content=content, path="moon.ipynb").json()
    outcome = ada.post("pull", notebook=saved["notebook"]).json()
    assert (outcome["status"], outcome["path"]) == ("unchanged", "moon.ipynb")


def test_a_new_version_names_its_base(ada: Jupyter, gallery: ContractGallery) -> None:
    waves = gallery.publish("Waves", "1")
    body = {"notebook": waves.uuid, "base_revision": 1, "message": "Longer", "path": ""}
    saved = ada.post("save-version", **body, content=notebook("1", "2")).json()
    assert saved["revision"] == 2
    assert gallery.received[-1]["message"] == "Longer"


def test_a_save_in_between_is_told_with_who_and_when(ada: Jupyter, gallery: ContractGallery) -> None:
    currents = gallery.publish("Currents", "1")
    currents.versions.append(notebook("theirs"))
    body = {"notebook": currents.uuid, "base_revision": 1, "message": "", "path": ""}
    answer = ada.post("save-version", **body, content=notebook("mine"))
    assert answer.status_code == 409
    assert answer.json() == {
        "message": "Somebody saved in between.", "reason": "revision-conflict", "current_revision": 2,
        "current_author": "Grace Hopper", "current_message": "Corrected the units",
        "current_saved_at": "2026-11-21T08:00:00Z",
    }  # fmt: skip
    assert len(currents.versions) == 2


@pytest.mark.parametrize("content", [None, [], {}, {"cells": 1, "nbformat": 4}, "text"])
def test_what_is_no_notebook_is_a_sentence(ada: Jupyter, gallery: ContractGallery, content: object) -> None:
    answer = ada.post("preview", content=content, path="")
    assert (answer.status_code, answer.json()["reason"]) == (422, "notebook-rejected")
    assert "kept here" in answer.json()["message"]


def test_a_gallery_that_is_out_of_order_loses_nothing(ada: Jupyter, gallery: ContractGallery) -> None:
    gallery.broken = True
    answer = ada.post("save-new", **ABOUT, content=notebook("1"), path="")
    assert answer.status_code == 502
    assert gallery.received == []
