"""Watching what a page does: requests that leave, script that runs, policy that is violated."""

from dataclasses import dataclass, field
from http import HTTPStatus

from playwright.sync_api import BrowserContext, Dialog, Page, Request, Response

WATCH = """
window.seen = [];
document.addEventListener('securitypolicyviolation', e => window.seen.push(e.violatedDirective + ' ' + e.blockedURI));
"""


@dataclass
class Watched:
    """A page and what it did that it must not do."""

    page: Page
    home: str
    left: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    broke: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen."""
        self.page.add_init_script(WATCH)
        self.page.on("request", self._requested)
        self.page.on("dialog", self._asked)
        self.page.on("pageerror", lambda error: self.broke.append(str(error)))
        self.page.on("response", self._answered)

    def _asked(self, dialog: Dialog) -> None:
        self.ran.append(dialog.message)
        dialog.dismiss()

    def _answered(self, answer: Response) -> None:
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.broke.append(f"{answer.status} {answer.url}")

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.home + "/", "data:", "blob:", "about:")):
            self.left.append(request.url)

    def harm(self) -> list[str]:
        """Everything bad so far, policy violations and a set `window.harmed` included."""
        seen = self.page.evaluate("() => [...(window.seen || []), ...(window.harmed ? ['harmed'] : [])]")
        return [*self.left, *self.ran, *self.broke, *seen]


def watched(context: BrowserContext, home: str) -> Watched:
    """A new page of this browser session, watched."""
    return Watched(page=context.new_page(), home=home)
