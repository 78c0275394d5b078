"""The gallery around the notebooks: sign in, search, lists."""

import re
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.journeys.zones.notebook import NotebookPage
from tests.journeys.zones.upload import Upload
from tests.journeys.zones.window import Window
from tests.jupyterlab import JupyterLab

PASSWORD = "commonplace"  # of everybody in the demo
AXE = Axe().axe_script
# Only what is wrong crosses over to us: what is right fills hundreds of kilobytes.
AUDIT = "() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"


@dataclass(frozen=True)
class Card:
    """A notebook in a list."""

    window: Window
    article: Locator

    @property
    def title(self) -> str:
        """Its title."""
        return self.article.get_by_role("heading").inner_text()

    @property
    def marked(self) -> list[str]:
        """The words of the snippet that show why it was found."""
        return self.article.locator("mark").all_inner_texts()

    @property
    def health(self) -> str:
        """What it says of its health."""
        return self.article.get_by_text(
            re.compile(r"^(healthy|unhealthy|undetermined.*|health unknown|unknown, but looks good)$")
        ).inner_text()

    def open(self) -> NotebookPage:
        """Go to its page."""
        self.window.click(self.article.get_by_role("heading").get_by_role("link"))
        return NotebookPage(self.window).ready()

    def run(self) -> JupyterLab:
        """Press Run on the card, and arrive in Jupyter on the hub."""
        self.window.click(self.article.get_by_role("link", name=re.compile("^Run ")))
        return self.window.arrived_in_jupyter()


@dataclass
class Gallery(Window):
    """The gallery in one browser window."""

    def home(self) -> "Gallery":
        """Go to the home page."""
        self.page.goto(f"{self.address}/")
        return self

    def go(self, path: str) -> "Gallery":
        """Go to any page of the gallery."""
        self.page.goto(f"{self.address}{path}")
        return self

    def sign_in(self, name: str, password: str = PASSWORD) -> "Gallery":
        """Type name and password into the form and press Enter; ends where the form leads."""
        if "/account/sign-in" not in self.page.url:
            self.go("/account/sign-in")
        self.page.get_by_label("Name", exact=True).fill(name)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_label("Password", exact=True).press("Enter")
        self.page.wait_for_url(lambda url: "/account/sign-in" not in url)
        return self

    def sign_out(self) -> "Gallery":
        """Sign out through the menu."""
        self.menu().get_by_role("button", name="Sign out").click()
        expect(self.page.get_by_text("You are signed out.")).to_be_visible()
        return self

    def menu(self) -> Locator:
        """The open menu of the person."""
        details = self.page.get_by_role("banner").get_by_role("group")
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        return details

    def theme(self, name: str) -> "Gallery":
        """Choose `Light`, `Dark` or `Like the system`."""
        self.menu().get_by_role("button", name=name).click()
        return self

    def search(self, question: str) -> list[Card]:
        """Ask a question in the search box; answers the notebooks that were found, best first."""
        box = self.page.get_by_label("Search notebooks")
        box.fill(question)
        box.press("Enter")
        self.page.wait_for_url(re.compile(r"/notebooks/\?"))
        return self.cards()

    def suggestions(self, typed: str) -> list[str]:
        """Type slowly into the search box; answers what it suggests."""
        self.page.get_by_label("Search notebooks").press_sequentially(typed)
        expect(self.page.get_by_role("option").first).to_be_visible()
        return self.page.get_by_role("option").all_inner_texts()

    def cards(self) -> list[Card]:
        """The notebooks on the page, in order."""
        return [Card(self, article) for article in self.page.get_by_role("main").get_by_role("article").all()]

    def card(self, title: str) -> Card:
        """The first notebook on the page with this title."""
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return Card(self, self.page.get_by_role("article").filter(has=heading).first)

    def shelf(self, title: str) -> list[Card]:
        """The notebooks on a shelf of the home page."""
        shelf = self.page.get_by_role("region", name=title, exact=True)
        return [Card(self, article) for article in shelf.get_by_role("article").all()]

    def notebook(self, address: str) -> NotebookPage:
        """Go to the page of a notebook."""
        self.page.goto(address)
        return NotebookPage(self).ready()

    def upload(self) -> Upload:
        """Go to the first step of an upload."""
        self.go("/upload")
        return Upload(self)

    def notice(self) -> str:
        """What the gallery says happened."""
        return self.page.get_by_role("status").first.inner_text()

    def barriers(self) -> list[str]:
        """What an accessibility audit finds on this page, a line each."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(AUDIT)
        return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]

    def sideways(self) -> int:
        """By how many pixels this page scrolls sideways."""
        return int(self.page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
