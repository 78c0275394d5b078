"""The page of a notebook signed in against the same page without sign-in: throughput, interleaved, on real notebooks.

What differs: the signed-in page reads the session, the person and the star, and carries the menu of the person.
Goal: at least 0.8 of the throughput.
"""

import os
import re
import statistics
import tempfile
from pathlib import Path

import httpx

from benchmarks.load import Target, requests_per_second
from tests.journeys.installation import ROOT, Installation, installation

CORPUS = Path(os.environ.get("COMMONPLACE_CORPUS", ROOT.parent / "shared" / "corpus"))
FOLDER = "gboeing__osmnx-examples"
PAGES = 5
ROUNDS = 5
SECONDS = 1.5


def session_cookie(gallery: Installation) -> str:
    """Sign in as a person does; answers the cookie header."""
    with httpx.Client(base_url=gallery.url, timeout=60) as browser:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/account/sign-in").text)
        if found is None:
            raise RuntimeError("the sign-in page has no form")
        form = {"username": "ada", "password": "a-long-password", "csrfmiddlewaretoken": found.group(1)}
        browser.post("/account/sign-in", data=form)
        return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def main() -> None:
    """Print throughput and ratio for each page, and the median ratio."""
    if not (CORPUS / FOLDER).is_dir():
        raise SystemExit(f"the corpus is not at {CORPUS}; set COMMONPLACE_CORPUS")
    with (
        tempfile.TemporaryDirectory() as folder,
        installation(Path(folder) / "home", COMMONPLACE_HUB="false") as gallery,
    ):
        gallery.person("ada")
        gallery.command("import", str(CORPUS / FOLDER), "--owner", "ada", "--visibility", "public")
        gallery.start_web()
        items = httpx.get(f"{gallery.url}/api/v1/notebooks?page_size={PAGES}", timeout=60).json()["items"]
        cookie = session_cookie(gallery)
        ratios = [compare(gallery, item["url"].removeprefix(gallery.url), cookie) for item in items]
    print(f"signed in / signed out, median of {len(ratios)} pages: {statistics.median(ratios):.2f} (goal: 0.80)")


def compare(gallery: Installation, path: str, cookie: str) -> float:
    """The ratio for one page: medians over rounds that take turns."""
    guest, person = Target("127.0.0.1", gallery.port, path), Target("127.0.0.1", gallery.port, path, cookie)
    out: list[float] = []
    signed: list[float] = []
    for _ in range(ROUNDS):
        out.append(requests_per_second(guest, SECONDS))
        signed.append(requests_per_second(person, SECONDS))
    a, b = statistics.median(out), statistics.median(signed)
    print(f"  {path.rsplit('/', 1)[-1][:50]:50} signed out {a:7.1f}/s   signed in {b:7.1f}/s   ratio {b / a:.2f}")
    return b / a


if __name__ == "__main__":
    main()
