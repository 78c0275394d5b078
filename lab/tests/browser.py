"""JupyterLab in a real browser, in our own words."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

from .jupyter import Jupyter

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE_SERVERS = "/lsp/status"  # JupyterLab asks for them even where it ships them switched off
PATIENCE = 90_000  # milliseconds for anything to appear on a busy machine
expect.set_options(timeout=PATIENCE)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def jupyterlab() -> tuple[str, ...]:
    """The command that starts JupyterLab of the analysts' environment, where the extension is installed."""
    chosen = os.environ.get("COMMONPLACE_ANALYST_ENVIRONMENT") or ROOT / ".venv-analyst"
    program = Path(chosen) / "bin" / "jupyter-lab"
    assert program.exists(), (
        "The analysts' environment is missing: run `python -m commonplace_hub.analyst_environment`."
    )
    return (str(program.with_name("python")), "-m", "jupyterlab")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; a missing one is a failure with the command that installs it."""
    program = shutil.which("chromium")
    assert program, "Chromium is missing: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Lab:
    """A JupyterLab page and what its console complained about."""

    page: Page
    server: Jupyter
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen."""
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _said(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.type == "error" and LANGUAGE_SERVERS not in url:
            self.complaints.append(f"{message.text} {url}")

    def open(self, **words: str) -> None:
        """Open the address as the gallery's redirect does."""
        query = "&".join(f"{name}={value}" for name, value in {"token": self.server.token, **words}.items())
        self.page.goto(f"{self.server.url}/lab?{query}")

    def await_idle(self) -> None:
        """Wait until the kernel of the open notebook is ready: what runs earlier is lost."""
        expect(self.page.locator("#jp-bottom-panel")).to_contain_text("| Idle", timeout=PATIENCE)

    def tab(self, name: str) -> Locator:
        """The tab of an open document."""
        return self.page.get_by_role("tab", name=name)

    def cell(self, number: int) -> Locator:
        """A cell of the notebook in front, counted from 1; not all of them stand in the page in their order."""
        notebook = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        return notebook.locator(f'.jp-Cell[data-windowed-list-index="{number - 1}"]')

    def run_all(self) -> None:
        """Run every cell."""
        self.menu("Run", re.compile("^Run All Cells$"))

    def menu(self, menu: str, item: str | re.Pattern[str]) -> int:
        """Choose from a menu; answers the number of clicks."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.get_by_role("menuitem", name=item).locator("visible=true").click()
        return 2

    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")

    def press(self, button: str) -> int:
        """Press a button of the open dialog; answers the number of clicks."""
        self.dialog().get_by_role("button", name=button).click()
        return 1

    def notification(self) -> Locator:
        """The message in the corner."""
        return self.page.locator(".Toastify__toast")

    def panel(self) -> Locator:
        """The Gallery panel, opened."""
        panel = self.page.get_by_role("region", name="Gallery")
        if not panel.is_visible():
            self.page.get_by_role("tab", name="Gallery").click()
        return panel
