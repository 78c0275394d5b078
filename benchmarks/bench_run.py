"""From the click on *Run in Jupyter* to a live kernel, with its parts, cold (server stopped) and warm (server running).

There is nothing to compare with side by side: instead, a user would download, move and open a file by hand.
Reported are medians in seconds over several people, each with a server of their own.
"""

import statistics
import time

from playwright.sync_api import Browser, Page, expect

from tests.chromium import chromium
from tests.journeys.installation import Installation
from tests.journeys.whole import whole
from tests.journeys.zones import Gallery

PEOPLE = ("ada", "grace", "nina", "otto")
PARTS = ("server is there", "JupyterLab is drawn", "kernel is idle")


def one_run(page: Page) -> list[float]:
    """Seconds from the click until each of the parts is there."""
    start = time.perf_counter()
    page.get_by_role("link", name="Run in Jupyter").click()
    page.wait_for_url("**/user/*/lab**", timeout=120_000, wait_until="commit")
    times = [time.perf_counter() - start]
    expect(page.get_by_role("menuitem", name="Gallery")).to_be_visible(timeout=120_000)
    times.append(time.perf_counter() - start)
    expect(page.locator("#jp-main-statusbar").get_by_text("| Idle")).to_be_visible(timeout=120_000)
    return [*times, time.perf_counter() - start]


def runs_of(product: Installation, browser: Browser, name: str) -> tuple[list[float], list[float]]:
    """A cold run of one notebook and a warm run of another one, by one person."""
    context = browser.new_context()
    gallery = Gallery(context.new_page(), product.url).sign_in(name)
    results = []
    for question in ("first look", "read a csv file safely"):
        gallery.home().search(question)[0].open()
        results.append(one_run(gallery.page))
    context.close()
    return results[0], results[1]


def main() -> None:
    """Print the medians of each part."""
    with whole() as product, chromium() as browser:
        pairs = [runs_of(product, browser, name) for name in PEOPLE]
    for kind, rows in (("cold", [cold for cold, _ in pairs]), ("warm", [warm for _, warm in pairs])):
        medians = [statistics.median(column) for column in zip(*rows, strict=True)]
        parts = "   ".join(f"{part} {seconds:5.2f} s" for part, seconds in zip(PARTS, medians, strict=True))
        print(f"  {kind}: {parts}")


if __name__ == "__main__":
    main()
