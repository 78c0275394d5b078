"""JupyterLab in our own words, by roles and labels; every click of a person is counted."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

PATIENCE = 90_000  # milliseconds for a kernel to start on a busy machine


@dataclass
class JupyterLab:
    """Somebody's JupyterLab."""

    page: Page
    clicks: int = field(default=0, init=False)

    def ready(self) -> "JupyterLab":
        """Wait until JupyterLab stands instead of its splash screen."""
        expect(self.page.locator("#jp-main-dock-panel")).to_be_visible(timeout=PATIENCE)
        expect(self.page.locator("#jupyterlab-splash")).to_have_count(0, timeout=PATIENCE)
        return self

    def click(self, what: Locator) -> None:
        """Click, and count it."""
        self.clicks += 1
        what.click()

    def kernel_is_idle(self) -> None:
        """Wait for a live kernel of the open notebook: cells that are run earlier are lost."""
        expect(self.page.locator("#jp-bottom-panel")).to_contain_text("| Idle", timeout=PATIENCE)

    def tab(self, name: str | re.Pattern[str]) -> Locator:
        """The tab of an open document."""
        return self.page.get_by_role("tab", name=name)

    def open_alone(self, name: str) -> None:
        """Open a file and nothing else: what was open on the last visit may have been kept, or not."""
        self.page.goto(re.sub(r"/lab\b.*", f"/lab/tree/{name}?reset", self.page.url))
        self.ready().notebook_is_open(name)

    def notebook_is_open(self, name: str | re.Pattern[str]) -> None:
        """Wait for the notebook's tab."""
        expect(self.tab(name).first).to_be_visible(timeout=PATIENCE)

    def cell(self, number: int) -> Locator:
        """A cell of the notebook in front, counted from 1; not all of them stand in the page in their order."""
        notebook = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        return notebook.locator(f'.jp-Cell[data-windowed-list-index="{number - 1}"]')

    def output(self, text: str = "") -> None:
        """Wait for an output, or for one that contains this text."""
        outputs = self.page.locator(".jp-OutputArea-output")
        expect((outputs.get_by_text(text) if text else outputs).first).to_be_visible(timeout=PATIENCE)

    def write_cell(self, source: str) -> None:
        """Replace the open notebook's first cell of code."""
        self.page.locator(".jp-Notebook .jp-CodeCell .cm-content:visible").first.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def menu(self, title: str, item: str) -> None:
        """Choose from a menu: two clicks."""
        self.click(self.page.get_by_role("menuitem", name=title, exact=True))
        self.click(self.page.get_by_role("menuitem", name=item, exact=True).locator("visible=true"))

    def run_all(self) -> None:
        """Run every cell."""
        self.menu("Run", "Run All Cells")

    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")

    def press(self, button: str) -> None:
        """Press a button of the open dialog."""
        self.click(self.dialog().get_by_role("button", name=button, exact=True))

    def notification(self) -> Locator:
        """The message in the corner."""
        return self.page.locator(".Toastify__toast")

    def panel(self) -> Locator:
        """The Gallery panel, opened."""
        panel = self.page.get_by_role("region", name="Gallery")
        if not panel.is_visible():
            self.page.get_by_role("tab", name="Gallery").click()
        return panel
