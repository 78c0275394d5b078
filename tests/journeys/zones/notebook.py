"""The page of a notebook."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.zones.window import Window
from tests.jupyterlab import JupyterLab


@dataclass(frozen=True)
class NotebookPage:
    """A notebook, as it is open in the browser."""

    window: Window

    @property
    def page(self) -> Page:
        """The browser's page."""
        return self.window.page

    def ready(self) -> "NotebookPage":
        """Wait until it is there."""
        expect(self.page.get_by_role("link", name="Run in Jupyter", exact=True)).to_be_visible()
        return self

    @property
    def title(self) -> str:
        """Its title."""
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def cells(self) -> Locator:
        """Its cells, in order."""
        return self.page.get_by_role("region", name="The notebook").locator("[id^='cell-']:not([id*='-h'])")

    def run(self) -> JupyterLab:
        """Press Run in Jupyter, and arrive there on the hub."""
        self.window.click(self.page.get_by_role("link", name="Run in Jupyter", exact=True))
        return self.window.arrived_in_jupyter()

    def run_in(self, server: str) -> JupyterLab:
        """Press Run in Jupyter, choose a Jupyter of one's own, and arrive there."""
        self.window.click(self.page.get_by_role("link", name="Run in Jupyter", exact=True))
        self.window.click(self.page.get_by_role("link", name=server))
        return self.window.arrived_in_jupyter("**/lab**")

    def star(self) -> "NotebookPage":
        """Star it, or take the star away; without a new page."""
        button = self.page.get_by_role("button", name=re.compile("^Star"))
        before = button.get_attribute("aria-pressed")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "false" if before == "true" else "true")
        return self

    @property
    def starred(self) -> bool:
        """Whether the reader has starred it."""
        return self.page.get_by_role("button", name=re.compile("^Star")).get_attribute("aria-pressed") == "true"

    def download(self, folder: Path) -> Path:
        """Download the file into a folder; answers where it is."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name="Download", exact=True).click()
        path = folder / coming.value.suggested_filename
        coming.value.save_as(path)
        return path

    def more(self, name: str) -> None:
        """Choose something of the menu behind the dots, such as `History`."""
        menu = self.page.get_by_role("main").get_by_role("group").filter(has_text="History")
        menu.locator("summary").click()
        menu.get_by_text(name, exact=True).click()

    def trash(self) -> None:
        """Move it to the trash."""
        self.more("Move to the trash")
        expect(self.page.get_by_role("heading", name="Trash", level=1)).to_be_visible()
