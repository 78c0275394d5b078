"""From a ticket, or from the panel, to a file that can be opened."""

import json

import pytest

from .contract_gallery import ContractGallery
from .jupyter import Jupyter


def test_a_ticket_becomes_a_file(ada: Jupyter, gallery: ContractGallery) -> None:
    rivers = gallery.publish("Rivers of Europe", "length = 2850")
    outcome = ada.post("redeem", ticket=gallery.ticket(rivers)).json()
    assert (outcome["status"], outcome["path"]) == ("written", "rivers-of-europe.ipynb")
    document = json.loads((ada.folder / outcome["path"]).read_text())
    assert document["cells"][0]["source"] == "length = 2850"


def test_a_ticket_works_once(ada: Jupyter, gallery: ContractGallery) -> None:
    ticket = gallery.ticket(gallery.publish("Once only"))
    assert ada.post("redeem", ticket=ticket).status_code == 200
    again = ada.post("redeem", ticket=ticket)
    assert (again.status_code, again.json()["reason"]) == (404, "ticket-not-valid")
    assert again.json()["message"] == "This link was used already or is too old."


def test_my_changes_survive_another_ticket(ada: Jupyter, gallery: ContractGallery) -> None:
    lakes = gallery.publish("Lakes", "depth = 1")
    path = ada.folder / ada.post("redeem", ticket=gallery.ticket(lakes)).json()["path"]
    path.write_text(path.read_text().replace("depth = 1", "depth = 42"))
    outcome = ada.post("redeem", ticket=gallery.ticket(lakes)).json()
    assert outcome["status"] == "changed"
    assert "depth = 42" in path.read_text()


def test_theirs_can_be_opened_beside_mine(ada: Jupyter, gallery: ContractGallery) -> None:
    seas = gallery.publish("Seas", "salt = 1")
    ada.post("pull", notebook=seas.uuid)
    outcome = ada.post("pull", notebook=seas.uuid, revision=1, beside=True).json()
    assert (outcome["status"], outcome["path"]) == ("written", "seas (version 1).ipynb")


def test_a_copy_renamed_in_jupyter_is_recognised(ada: Jupyter, gallery: ContractGallery) -> None:
    hills = gallery.publish("Hills")
    assert ada.post("pull", notebook=hills.uuid).json()["path"] == "hills.ipynb"
    headers = {"X-XSRFToken": ada.client.cookies["_xsrf"]}
    address = f"{ada.url}/api/contents/hills.ipynb"
    ada.client.patch(address, json={"path": "my hills.ipynb"}, headers=headers).raise_for_status()
    outcome = ada.post("pull", notebook=hills.uuid).json()
    assert (outcome["status"], outcome["path"]) == ("unchanged", "my hills.ipynb")


def test_a_notebook_that_is_not_there_is_a_sentence(ada: Jupyter) -> None:
    answer = ada.post("pull", notebook="33333333-3333-4333-8333-333333333333")
    assert (answer.status_code, answer.json()["message"]) == (404, "There is nothing at this address.")


def test_an_address_is_not_made_of_whatever_was_sent(ada: Jupyter) -> None:
    assert ada.post("pull", notebook="../me").status_code == 400


def test_searching_finds_single_cells(ada: Jupyter, gallery: ContractGallery, monkeypatch: pytest.MonkeyPatch) -> None:
    gallery.publish("Fjords", "ice = 1", "melt(ice)")
    items = ada.get("cells?q=melt").json()["items"]
    assert [(item["title"], item["number"], item["source"]) for item in items] == [("Fjords", 2, "melt(ice)")]
    monkeypatch.setattr(gallery, "finds_cells", False)
    assert ada.get("cells?q=melt").json() == {"items": []}


def test_searching_is_narrowed_as_the_gallery_narrows(ada: Jupyter, gallery: ContractGallery) -> None:
    gallery.publish("Skerries", "1").deprecated = True
    gallery.publish("Skerries in R", "1").language = "r"
    gallery.publish("Skerries, healthy", "1").health = "healthy"
    told = ada.get("search?q=skerries").json()
    assert (len(told["items"]), told["total"], told["deprecated"]) == (2, 2, 1)
    for narrowed, titles in {
        "language=r": ["Skerries in R"],
        "health=healthy": ["Skerries, healthy"],
        "deprecated=show": ["Skerries", "Skerries in R", "Skerries, healthy"],
        "page_size=1&owner=ada": ["Skerries in R", "Skerries, healthy"],  # what the panel does not offer goes nowhere
    }.items():
        assert [one["title"] for one in ada.get(f"search?q=skerries&{narrowed}").json()["items"]] == titles


def test_searching_finds_by_title(ada: Jupyter, gallery: ContractGallery) -> None:
    glaciers = gallery.publish("Glaciers")
    items = ada.get("search?q=glaciers").json()["items"]
    assert [item["uuid"] for item in items] == [glaciers.uuid]
