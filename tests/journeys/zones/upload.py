"""Upload in two steps."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.zones.notebook import NotebookPage
from tests.journeys.zones.window import Window


@dataclass(frozen=True)
class Upload:
    """The upload pages."""

    window: Window

    @property
    def page(self) -> Page:
        """The browser's page."""
        return self.window.page

    def choose(self, file: Path) -> "Upload":
        """Choose a file; the second step opens by itself."""
        self.page.get_by_label("Drag a notebook here, or choose one").set_input_files(file)
        expect(self.page.get_by_role("heading", name="Describe the notebook")).to_be_visible()
        return self

    @property
    def leaves(self) -> list[str]:
        """What the page says leaves and stays, a line each."""
        return self.page.get_by_role("complementary", name="What leaves").get_by_role("listitem").all_inner_texts()

    @property
    def warnings(self) -> list[str]:
        """What the author should look at."""
        return self.page.get_by_role("region", name="Please look at these").get_by_role("listitem").all_inner_texts()

    def describe(self, **typed: str) -> "Upload":
        """Type into fields by their label, such as `Title="Prices"`."""
        for label, text in typed.items():
            self.page.get_by_label(label.replace("_", " ")).fill(text)
        return self

    def for_everybody(self) -> "Upload":
        """Let everybody see it."""
        self.page.get_by_role("radio", name=re.compile(r"^Everybody\b(?! who)")).check()
        return self

    def save(self) -> NotebookPage:
        """Confirm the terms and save."""
        self.page.get_by_role("checkbox").last.check()
        self.page.get_by_role("button", name="Save to the gallery").click()
        return NotebookPage(self.window).ready()
