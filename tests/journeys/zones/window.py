"""Somebody's browser window: what every zone stands in."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.jupyterlab import JupyterLab

STARTING = 120_000  # milliseconds for a Jupyter server to start on a busy machine


@dataclass
class Window:
    """A window in which the gallery of this address is open; clicks are counted."""

    page: Page
    address: str
    clicks: int = 0

    def click(self, what: Locator) -> None:
        """Click, and count it."""
        self.clicks += 1
        what.click()

    def arrived_in_jupyter(self, address: str = "**/user/*/lab**") -> JupyterLab:
        """JupyterLab, as soon as it is there."""
        self.page.wait_for_url(address, timeout=STARTING)
        return JupyterLab(self.page).ready()
