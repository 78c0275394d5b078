"""JupyterLab in our own words."""

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.journeys.pages import Person

SLOW = 90_000  # milliseconds for a kernel to start on a busy machine


class JupyterLab:
    """Somebody's JupyterLab with a notebook open."""

    def __init__(self, person: "Person") -> None:
        """Take over the browser of this person."""
        self.person = person

    @property
    def page(self) -> Page:
        """The browser's page."""
        return self.person.page

    def kernel_is_idle(self) -> None:
        """Wait for a live kernel: cells that are run earlier are lost."""
        expect(self.page.locator("#jp-bottom-panel, #jp-main-statusbar").get_by_text("| Idle")).to_be_visible(
            timeout=SLOW
        )

    def notebook_is_open(self, name: str | re.Pattern[str]) -> None:
        """Wait for the notebook's tab."""
        expect(self.page.get_by_role("tab", name=name).first).to_be_visible(timeout=SLOW)

    def menu(self, title: str, item: str) -> None:
        """Choose from a menu: two clicks."""
        self.person.click(self.page.get_by_role("menuitem", name=title, exact=True))
        self.person.click(self.page.get_by_role("menuitem", name=item, exact=True))

    def run_all(self) -> None:
        """Run every cell."""
        self.menu("Run", "Run All Cells")

    def output(self, text: str) -> None:
        """Wait for an output that contains this."""
        expect(self.page.locator(".jp-OutputArea-output").get_by_text(text).first).to_be_visible(timeout=SLOW)

    def write_cell(self, source: str) -> None:
        """Replace the selected notebook's first cell."""
        editor = self.page.locator(".jp-Notebook .jp-CodeCell .cm-content:visible").first
        editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")
