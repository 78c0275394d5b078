"""Sharing as people live it: share, be told, ask for more, take back; no barrier on the way, in light and dark."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import Watched, watched
from tests.journeys.installation import Installation, installation, wait_until
from tests.journeys.zones import Gallery
from tests.journeys.zones.sharing import Sharing

pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(300)]
PASSWORD = "a-long-password"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("sharing") / "home", COMMONPLACE_HUB="false") as made:
        made.people("ada", "ben", "cara", "dora", "root")
        made.command("user", "make-admin", "root")
        made.start_web()
        made.start_worker()
        yield made


def notebook(title: str) -> bytes:
    """A notebook with a heading and a cell."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": f"# {title}"},
        {"cell_type": "code", "metadata": {}, "source": "1 + 1", "outputs": [], "execution_count": None},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


def enter(browser: Browser, made: Installation, name: str, scheme: str = "light") -> tuple[Watched, Gallery]:
    """A signed-in person in a window of their own."""
    seen = watched(browser.new_context(color_scheme=scheme), made.url)  # type: ignore[arg-type]
    return seen, Gallery(seen.page, made.url).sign_in(name, PASSWORD)


def uploaded(gallery: Gallery, folder: Path, title: str) -> str:
    """Upload a private notebook; answers the path of its short address."""
    file = folder / "notebook.ipynb"
    file.write_bytes(notebook(title))
    gallery.upload().choose(file).describe(What_it_answers="What became dear.").save()
    return "/".join(gallery.page.url.removeprefix(gallery.address).split("/")[:3])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_share_be_told_ask_for_more_and_lose_it(
    made: Installation, browser: Browser, tmp_path: Path, scheme: str
) -> None:
    title = f"Prices in {scheme}"
    _, ada = enter(browser, made, "ada", scheme)
    _, ben = enter(browser, made, "ben", scheme)
    path = uploaded(ada, tmp_path, title)
    assert ben.go(path).page.get_by_role("link", name="Ask for access").is_visible()
    assert ben.search(title) == []

    sharing = Sharing(ada.go(f"{path}/share").page).ready()
    assert sharing.seen_by == ["You, because you own it.", "Nobody else. To others it does not exist."]
    sharing.share("a person", "ben", "read it")
    assert ada.barriers() == []

    ben.home().page.get_by_role("link", name="1 new notice").click()
    assert ben.barriers() == []
    ben.page.get_by_role("link", name=f"Ada shares “{title}” with you.").click()
    expect(ben.page.get_by_role("heading", level=1)).to_have_text(title)
    assert [card.title for card in ben.search(title)] == [title]

    ben.go(path).page.get_by_role("link", name="Ask to run it").click()
    ben.page.get_by_label("I would like to").select_option(label="change it")
    ben.page.get_by_label("Why").fill("For the spring report.")
    assert ben.barriers() == []
    ben.page.get_by_role("button", name="Ask", exact=True).click()
    assert ben.notice().startswith("If there is such a notebook")

    wait_until(lambda: "For the spring report." in ada.go(f"{path}/share").page.content(), "the request to arrive")
    assert ada.barriers() == []
    sharing.grant("Ben")
    ben.go(f"{path}/edit").page.get_by_label("Title").fill(f"{title}, again")
    ben.page.get_by_role("button", name="Save").click()
    expect(ben.page.get_by_role("heading", level=1)).to_have_text(f"{title}, again")

    sharing = Sharing(ada.go(f"{path}/share").page).ready().take_back("Ben")
    assert ben.go(path).page.get_by_role("heading", level=1).inner_text() == "Not found"
    assert ben.search(title) == []
    assert ben.barriers() == []


def test_names_are_suggested_as_one_types(made: Installation, browser: Browser, tmp_path: Path) -> None:
    seen, ada = enter(browser, made, "ada")
    page = ada.go("/groups/new").page
    page.get_by_label("Name", exact=True).fill("Traffic counts")
    page.get_by_role("button", name="Make the group").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Members")
    path = uploaded(ada, tmp_path, "Suggested")
    asked = (("a person", "be", "Ben", "ben"), ("a group", "cou", "Traffic counts", "traffic-counts"))
    for kind, begin, shown, chosen in asked:
        sharing = Sharing(ada.go(f"{path}/share").page).ready()
        assert sharing.choose(kind, begin, shown) == chosen
    assert ada.barriers() == []
    assert seen.harm() == []


def test_whoever_has_the_address_opens_it_and_nobody_finds_it(
    made: Installation, browser: Browser, tmp_path: Path
) -> None:
    _, ada = enter(browser, made, "ada")
    _, cara = enter(browser, made, "cara")
    path = uploaded(ada, tmp_path, "Unlisted rents")
    Sharing(ada.go(f"{path}/share").page).ready().open_to("Everybody who has the address")
    assert cara.search("unlisted rents") == []
    expect(cara.go(path).page.get_by_role("heading", level=1)).to_have_text("Unlisted rents")
    Sharing(ada.go(f"{path}/share").page).ready().open_to("Only me, and whom I choose")
    assert cara.go(path).page.get_by_role("heading", level=1).inner_text() == "Not found"


def test_a_group_owns_a_notebook_together(made: Installation, browser: Browser, tmp_path: Path) -> None:
    _, ada = enter(browser, made, "ada")
    _, ben = enter(browser, made, "ben")
    _, cara = enter(browser, made, "cara")
    page = ada.go("/groups/new").page
    page.get_by_label("Name", exact=True).fill("Pricing")
    page.get_by_label("What is it for?").fill("What things cost, and why.")
    assert ada.barriers() == []
    page.get_by_role("button", name="Make the group").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Members")
    page.get_by_label("Who?").fill("ben")
    page.get_by_label("May do what?").select_option(value="2")
    page.get_by_role("button", name="Take in").click()
    assert ada.barriers() == []
    path = uploaded(ada, tmp_path, "Costs of the fleet")
    Sharing(ada.go(f"{path}/share").page).ready().give("a group", "pricing")
    assert [card.title for card in ben.go("/groups/pricing").cards()] == ["Costs of the fleet"]
    assert ben.barriers() == []
    assert ben.go(f"{path}/edit").page.get_by_label("Title").input_value() == "Costs of the fleet"
    assert cara.go("/groups/pricing").cards() == []
    assert cara.go(path).page.get_by_role("heading", level=1).inner_text() == "Not found"
    ben.go("/groups/pricing").page.get_by_role("button", name="Leave the group").click()
    expect(ben.page.get_by_text("You have left Pricing.")).to_be_visible()
    assert ben.go(path).page.get_by_role("heading", level=1).inner_text() == "Not found"


def test_only_holders_of_an_attribute_see_what_demands_it(made: Installation, browser: Browser, tmp_path: Path) -> None:
    _, root = enter(browser, made, "root")
    _, ada = enter(browser, made, "ada")
    _, cara = enter(browser, made, "cara")
    form = root.go("/admin/attributes/").page.get_by_role("region", name="Define an attribute")
    form.get_by_label("Name", exact=True).fill("Cleared for accounts")
    form.get_by_role("button", name="Define").click()
    assert root.barriers() == []
    path = uploaded(ada, tmp_path, "Closed accounts")
    Sharing(ada.go(f"{path}/share").page).ready().share("a person", "cara", "change it")
    grant(root, "ada")
    Sharing(ada.go(f"{path}/share").page).ready().demand("Cleared for accounts")
    assert ada.barriers() == []
    assert cara.go(path).page.get_by_role("heading", level=1).inner_text() == "Not found"
    grant(root, "cara")
    assert cara.go(path).page.get_by_role("heading", level=1).inner_text() == "Closed accounts"


def grant(root: Gallery, name: str) -> None:
    """Let somebody hold the attribute."""
    holders = root.go("/admin/attributes/cleared-for-accounts").page.get_by_role("region", name="Who holds it")
    holders.get_by_role("combobox").or_(holders.get_by_role("textbox")).first.fill(name)
    holders.get_by_role("button", name="Grant").click()
    expect(holders.get_by_role("link", name=name.title())).to_be_visible()


def test_admin_mode_is_visible_and_recorded_and_a_leavers_notebook_goes_on(
    made: Installation, browser: Browser, tmp_path: Path
) -> None:
    _, root = enter(browser, made, "root")
    _, dora = enter(browser, made, "dora")
    _, cara = enter(browser, made, "cara")
    path = uploaded(dora, tmp_path, "Handover of the desk")
    Sharing(dora.go(f"{path}/share").page).ready().share("a person", "cara", "change it")
    assert root.go(path).page.get_by_role("heading", level=1).inner_text() == "Not found"

    page = root.go("/admin/mode").page
    page.get_by_label("Why").fill("Dora leaves today.")
    page.get_by_label("Password").fill(PASSWORD)
    assert root.barriers() == []
    page.get_by_role("button", name="Switch admin mode on").click()
    assert root.go(path).page.get_by_role("heading", level=1).inner_text() == "Handover of the desk"
    expect(page.get_by_role("complementary", name="Admin mode")).to_contain_text("Everything is recorded")
    assert root.barriers() == []
    page.get_by_role("button", name="Switch off").click()
    assert root.go(path).page.get_by_role("heading", level=1).inner_text() == "Not found"
    expect(root.go("/admin/audit/").page.get_by_text("Dora leaves today.").first).to_be_visible()
    assert root.barriers() == []

    page = root.go("/admin/people/dora/deactivate").page
    assert root.barriers() == []
    page.get_by_role("main").get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("is deactivated").first).to_be_visible()
    assert "/account/sign-in" in dora.go("/account/").page.url
    offer = "Dora has left. You may take over “Handover of the desk”."
    cara.go("/notices").page.get_by_role("link", name=offer).click()
    cara.page.get_by_role("button", name="Take it over").click()
    expect(cara.page.get_by_text("“Handover of the desk” is yours now.")).to_be_visible()
    assert cara.barriers() == []
