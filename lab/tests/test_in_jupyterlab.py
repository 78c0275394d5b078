"""The whole way through a real JupyterLab in a real browser, against the contract gallery."""

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .browser import Lab, jupyterlab
from .contract_gallery import TERMS, TOKEN, ContractGallery
from .jupyter import Jupyter, jupyter

pytestmark = [pytest.mark.journey(minutes=1), pytest.mark.timeout(300)]


def test_a_ticket_opens_a_notebook_that_runs(lab: Lab, gallery: ContractGallery) -> None:
    river = gallery.publish("River lengths", "print(2850 + 1)")
    lab.open(**{"commonplace-ticket": gallery.ticket(river)})
    lab.kernel_is_idle()
    lab.run_all()
    expect(lab.cell(1).locator(".jp-OutputArea-output")).to_contain_text("2851")
    assert "commonplace-ticket" not in lab.page.url
    assert "token" not in lab.page.url
    expect(lab.page.locator("#jp-bottom-panel")).to_contain_text("Ends in 3 h")


def test_a_used_ticket_is_explained_and_leads_back(lab: Lab, gallery: ContractGallery) -> None:
    lab.open(**{"commonplace-ticket": "used-already"})
    expect(lab.dialog()).to_contain_text("This link was used already or is too old.")
    assert "commonplace-ticket" not in lab.page.url
    lab.page.route(f"{gallery.url}/", lambda route: route.fulfill(body="the gallery"))
    lab.press("Go back to the gallery")
    expect(lab.page.get_by_text("the gallery")).to_be_visible()
    lab.complaints.clear()  # the browser reports the refusal that this test is about


def test_saving_takes_three_clicks(lab: Lab, gallery: ContractGallery) -> None:
    shore = gallery.publish("Shore lines", "# shore", "print('canary-output')")
    lab.open(**{"commonplace-ticket": gallery.ticket(shore)})
    lab.kernel_is_idle()
    lab.run_all()
    expect(lab.cell(2)).to_contain_text("canary-output")
    lab.clicks = 0
    lab.menu("Gallery", "Save as new…")
    expect(lab.dialog()).to_contain_text("2 cells leave; 1 output")
    expect(lab.dialog().get_by_label("Title")).to_have_value("Shore lines")
    expect(lab.dialog()).to_contain_text(f"By saving you confirm: “{TERMS}”")
    lab.press("Save")
    expect(lab.notification()).to_contain_text("Saved to the gallery as version 1.")
    assert lab.clicks == 3
    [sent] = gallery.received
    assert (sent["visibility"], sent["terms"]) == ("private", 1)
    assert [cell["outputs"] for cell in sent["content"]["cells"]] == [[], []]


def test_terms_that_change_meanwhile_are_shown_and_confirmed_anew(lab: Lab, gallery: ContractGallery) -> None:
    lab.open(**{"commonplace-ticket": gallery.ticket(gallery.publish("Dune", "1"))})
    lab.kernel_is_idle()
    lab.menu("Gallery", "Save as new…")
    expect(lab.dialog()).to_contain_text(TERMS)
    gallery.terms_number = 2
    lab.press("Save")
    expect(lab.dialog()).to_contain_text("The terms for authors have changed meanwhile.")
    lab.press("Save")
    expect(lab.notification()).to_contain_text("Saved to the gallery as version 1.")
    assert [sent["terms"] for sent in gallery.received] == [1, 2]
    lab.complaints.clear()  # the browser reports the refusal that this test is about


def test_a_save_in_between_keeps_both(lab: Lab, gallery: ContractGallery) -> None:
    delta = gallery.publish("Delta", "mine = 1")
    lab.open(**{"commonplace-ticket": gallery.ticket(delta)})
    lab.kernel_is_idle()
    delta.versions.append(delta.versions[0])
    lab.menu("Gallery", "Save new version…")
    lab.press("Save")
    expect(lab.dialog()).to_contain_text("Grace Hopper saved version 2")
    lab.press("Save mine as the newer version on top of theirs")
    expect(lab.notification()).to_contain_text("Saved to the gallery as version 3.")
    assert [sent["base_revision"] for sent in gallery.received] == [1, 2]
    lab.complaints.clear()  # the browser reports the refusal that this test is about


def test_a_form_that_fails_keeps_what_was_typed(lab: Lab, gallery: ContractGallery) -> None:
    lab.open(**{"commonplace-ticket": gallery.ticket(gallery.publish("Marsh", "1"))})
    lab.kernel_is_idle()
    lab.menu("Gallery", "Save as new…")
    lab.dialog().get_by_label("Title").fill("Marshes and fens")
    gallery.broken = True
    lab.press("Save")
    expect(lab.dialog().get_by_role("alert")).to_contain_text("Something broke on our side.")
    expect(lab.dialog().get_by_label("Title")).to_have_value("Marshes and fens")
    gallery.broken = False
    lab.press("Save")
    expect(lab.notification()).to_contain_text("Saved to the gallery")
    assert gallery.received[-1]["title"] == "Marshes and fens"
    lab.complaints.clear()  # the browser reports the failure that this test is about


def test_my_copy_is_mine(lab: Lab, gallery: ContractGallery) -> None:
    canal = gallery.publish("Canal", "theirs = 1")
    path = lab.server.folder / lab.server.post("pull", notebook=canal.uuid).json()["path"]
    path.write_text(path.read_text().replace("theirs = 1", "mine = 1"))
    lab.open(**{"commonplace-ticket": gallery.ticket(canal)})
    expect(lab.dialog()).to_contain_text("has changes of your own since version 1")
    lab.press("Open theirs beside it")
    expect(lab.tab("canal (version 1).ipynb")).to_be_visible()
    expect(lab.cell(1)).to_contain_text("theirs = 1")
    assert "mine = 1" in path.read_text()
    lab.kernel_is_idle()


def test_searching_in_the_panel_opens_a_notebook(lab: Lab, gallery: ContractGallery) -> None:
    gallery.starred = [gallery.publish("Northern lights", "1").uuid]
    gallery.recommended = {gallery.publish("Estuaries", "wide = 1").uuid: "Used in Hydrology"}
    lab.open()
    panel = lab.panel()
    expect(panel).to_contain_text("Signed in as Ada Lovelace")
    expect(panel.get_by_role("button", name="Northern lights")).to_be_visible()
    expect(panel.get_by_role("button", name="Estuaries")).to_contain_text("Used in Hydrology")
    panel.get_by_label("Search the gallery").fill("estuaries")
    panel.get_by_role("button", name="Estuaries").click()
    expect(lab.tab("estuaries.ipynb")).to_be_visible()
    lab.kernel_is_idle()


def test_a_found_cell_goes_into_the_open_notebook(lab: Lab, gallery: ContractGallery) -> None:
    # a title and a word of its own: the gallery keeps what other tests published
    gallery.publish("Deltas", "print('broad', 40 + 2)", "other()")
    mine = gallery.publish("My work", "first = 1")
    lab.open(**{"commonplace-ticket": gallery.ticket(mine)})
    lab.kernel_is_idle()
    panel = lab.panel()
    panel.get_by_label("Search the gallery").fill("broad")
    panel.get_by_role("button", name="Below: 1 cell to insert").press("Enter")
    expect(panel.get_by_role("heading", name="1 cell")).to_be_focused()
    panel.get_by_role("button", name="Insert this cell: cell 1 of “Deltas”").press("Enter")  # as from the keyboard
    expect(panel.get_by_role("status")).to_have_text("Inserted. Look at it before you run it.")
    expect(lab.cell(2)).to_contain_text("print('broad', 40 + 2)")
    lab.run_all()
    expect(lab.cell(2).locator(".jp-OutputArea-output")).to_contain_text("broad 42")
    assert gallery.received == []


def test_what_is_found_says_what_is_left_out_and_can_be_narrowed(lab: Lab, gallery: ContractGallery) -> None:
    for number in range(21):
        gallery.publish(f"Lagoon {number:02}", "1").health = "healthy" if number else "unhealthy"
    gallery.publish("Lagoon in R", "1").language = "r"
    gallery.publish("Lagoon of old", "1").deprecated = True
    lab.open()
    panel = lab.panel()
    panel.get_by_label("Search the gallery").fill("lagoon")
    expect(panel.get_by_role("heading", name="22 notebooks")).to_be_visible()
    expect(panel.get_by_role("link", name="See all 22 in the gallery")).to_have_attribute(
        "href", f"{gallery.url}/notebooks/?q=lagoon"
    )
    expect(panel.get_by_role("button", name="Lagoon 00")).to_contain_text("grace · python · unhealthy")
    panel.get_by_label("Healthy only").check()
    expect(panel.get_by_role("heading", name="20 notebooks")).to_be_visible()
    panel.get_by_label("Healthy only").uncheck()
    panel.get_by_label("Search the gallery").fill("lagoon of")
    expect(panel).to_contain_text("1 deprecated notebook is hidden.")
    expect(panel).not_to_contain_text("Nothing was found")
    panel.get_by_role("button", name="Show it").press("Enter")
    expect(panel.get_by_role("button", name="Lagoon of old")).to_contain_text("grace · python · deprecated")
    expect(panel.get_by_role("button", name="Hide them")).to_be_focused()
    panel.get_by_label("Search the gallery").fill("lagoon in")
    expect(panel.get_by_role("heading", name="1 notebook")).to_be_visible()
    panel.get_by_label("Language").select_option("python")
    expect(panel).to_contain_text("Nothing was found for “lagoon in”.")
    panel.get_by_role("button", name="Search without the filters").click()
    expect(panel.get_by_role("button", name="Lagoon in R")).to_be_visible()
    panel.get_by_label("Search the gallery").fill("lagoon without water")
    expect(panel.get_by_role("link", name="Ask for it in the gallery")).to_have_attribute(
        "href", f"{gallery.url}/wanted/ask?q=lagoon+without+water"
    )


def test_what_was_mistyped_is_put_right_by_one_click(lab: Lab, gallery: ContractGallery) -> None:
    gallery.publish("Archipelago", "1")
    gallery.meant = "archipelago"
    lab.open()
    panel = lab.panel()
    panel.get_by_label("Search the gallery").fill("archpelago")
    expect(panel).to_contain_text("Did you mean archipelago?")
    panel.get_by_role("button", name="archipelago", exact=True).click()
    expect(panel.get_by_role("button", name="Archipelago grace")).to_be_visible()
    expect(panel.get_by_label("Search the gallery")).to_have_value("archipelago")


def test_signing_in_with_a_personal_token(lab: Lab, gallery: ContractGallery) -> None:
    lab.server.post("sign-out")
    lab.open()
    panel = lab.panel()
    panel.get_by_label("Token").fill("wrong")
    panel.get_by_role("button", name="Connect").click()
    expect(panel.get_by_role("alert")).to_contain_text("does not accept this sign-in")
    panel.get_by_label("Token").fill(TOKEN)
    panel.get_by_role("button", name="Connect").click()
    expect(panel).to_contain_text("Signed in as Ada Lovelace")
    lab.complaints.clear()  # the browser reports the refusal that this test is about


def test_no_news_are_fetched(lab: Lab, server: Jupyter) -> None:
    lab.open()
    lab.panel()
    settings = server.client.get(f"{server.url}/lab/api/settings/@jupyterlab/apputils-extension:notification").json()
    overridden = json.loads(settings["raw"]) if settings["raw"].strip() else {}
    assert overridden == {}, "nobody has set anything here"
    defaults = settings["schema"]["properties"]
    assert (defaults["fetchNews"]["default"], defaults["checkForUpdates"]["default"]) == ("false", False)


@pytest.mark.parametrize(("left", "words"), [(598, "ends in 10 minutes"), (298, "ends in 5 minutes")])
def test_the_end_is_announced(
    browser: Browser, gallery: ContractGallery, tmp_path: Path, left: int, words: str
) -> None:
    environ = {"COMMONPLACE_ENDS_AT": str(time.time() + left)}
    with jupyter(tmp_path, gallery_url=gallery.url, program=jupyterlab(), environ=environ) as server:
        context = browser.new_context()
        lab = Lab(context.new_page(), server)
        lab.open()
        expect(lab.notification()).to_contain_text(words)
        expect(lab.notification().get_by_role("button", name="Save to the gallery")).to_be_visible()
        context.close()
        assert lab.complaints == []
