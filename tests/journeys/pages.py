"""The gallery's pages in our own words, by roles and labels; every click is counted."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.journeys.jupyterlab import JupyterLab


@dataclass
class Person:
    """Somebody at a browser."""

    page: Page
    home: str
    clicks: int = 0

    def click(self, what: Locator) -> None:
        """Click, and count it."""
        self.clicks += 1
        what.click()

    def sign_in(self, name: str, password: str = "commonplace") -> None:
        """Type name and password, press Enter."""
        self.page.goto(f"{self.home}/account/sign-in")
        self.page.get_by_label("Name", exact=True).fill(name)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_label("Password", exact=True).press("Enter")
        self.page.wait_for_url(f"{self.home}/")

    def shelf(self, title: str) -> Locator:
        """A shelf of the home page."""
        return self.page.get_by_role("region", name=title)

    def search(self, question: str) -> None:
        """Type a question into the search box of the home page and press Enter."""
        box = (
            self.page.get_by_role("main")
            .get_by_role("combobox")
            .or_(self.page.get_by_role("main").get_by_role("searchbox"))
        )
        box.first.fill(question)
        box.first.press("Enter")
        self.page.wait_for_url("**/notebooks/?q=*")

    def run(self, where: Locator) -> JupyterLab:
        """Click a Run button or link and arrive in JupyterLab."""
        self.click(where)
        return self.arrived()

    def arrived(self, address: str = "**/user/*/lab**") -> JupyterLab:
        """JupyterLab, as soon as it is there."""
        self.page.wait_for_url(address, timeout=120_000)
        expect(self.page.locator("#jupyterlab-splash")).to_have_count(0, timeout=60_000)
        return JupyterLab(self)
