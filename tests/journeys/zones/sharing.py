"""The page about who can see a notebook."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class Sharing:
    """The page *Share* of a notebook, as it is open in the browser."""

    page: Page

    def ready(self) -> "Sharing":
        """Wait until it is there."""
        expect(self.page.get_by_role("heading", name="Who can see this notebook?")).to_be_visible()
        return self

    def region(self, name: str) -> Locator:
        """A part of the page by its heading."""
        return self.page.get_by_role("region", name=name, exact=True)

    @property
    def seen_by(self) -> list[str]:
        """The sentences that say who can see it now."""
        return self.region("Now it can be seen by").get_by_role("listitem").all_inner_texts()

    def share(self, kind: str, name: str, may: str) -> "Sharing":
        """Share it with somebody more."""
        form = self.region("Share with somebody more")
        form.get_by_label("Share with").select_option(label=kind)
        form.get_by_label("Name").fill(name)
        form.get_by_label("They may").select_option(label=may)
        form.get_by_role("button", name="Share").click()
        expect(self.page.get_by_text("Shared.", exact=True)).to_be_visible()
        return self

    def choose(self, kind: str, begin: str, shown: str) -> str:
        """Type the beginning of a name, choose from what is suggested; answers what then stands in the field."""
        form = self.region("Share with somebody more")
        form.get_by_label("Share with").select_option(label=kind)
        form.get_by_label("Name").press_sequentially(begin)
        suggestions = form.get_by_role("listbox", name="Suggestions")
        suggestions.get_by_role("option", name=shown).click()
        expect(suggestions).to_be_hidden()
        return form.get_by_label("Name").input_value()

    def take_back(self, who: str) -> "Sharing":
        """End a share."""
        self.page.get_by_role("button", name=f"Take back: {who}").click()
        expect(self.page.get_by_text("Taken back. It counts from now on.")).to_be_visible()
        return self

    def open_to(self, words: str) -> "Sharing":
        """Choose who else may see it."""
        part = self.region("Everybody else")
        part.get_by_label(re.compile(f"^{words}")).check()
        part.get_by_role("button", name="Save").click()
        expect(self.page.get_by_text("Saved. It counts from now on.")).to_be_visible()
        return self

    def demand(self, name: str) -> "Sharing":
        """Demand an attribute of every reader."""
        part = self.region("Demand a clearance")
        part.get_by_label(name).check()
        part.get_by_role("button", name="Save").click()
        expect(self.page.get_by_text("Saved. It counts from now on.")).to_be_visible()
        return self

    def grant(self, who: str) -> "Sharing":
        """Grant what somebody asks for."""
        self.page.get_by_role("button", name=f"Grant it to {who}").click()
        expect(self.page.get_by_text("Granted.")).to_be_visible()
        return self

    def give(self, kind: str, name: str) -> None:
        """Give the notebook away."""
        part = self.region("Give it to somebody else")
        part.get_by_label("Give it to").select_option(label=kind)
        part.get_by_label("Name").fill(name)
        part.get_by_role("button", name="Give away").click()
        expect(self.page.get_by_text("has a new owner.")).to_be_visible()
