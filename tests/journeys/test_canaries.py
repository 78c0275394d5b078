"""Code only: after uploads on every way in, no canary is anywhere: not in the database, the data folder, or a log."""

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest
import zstandard
from commonplace_clean import dump

from tests import calls
from tests.journeys.canaries import Cage, hiding_notebook, old_hiding_notebook, refused_notebooks
from tests.journeys.installation import Installation, installation, wait_until
from tools.postgres import postgresql

pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(300)]
ZSTD = b"\x28\xb5\x2f\xfd"


@pytest.fixture(params=["sqlite", "postgresql"])
def gallery(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    if request.param == "sqlite":
        with installation(tmp_path / "home", COMMONPLACE_HUB="false") as made:
            yield made
        return
    with (
        postgresql() as url,
        installation(tmp_path / "home", COMMONPLACE_HUB="false", DATABASE_URL=url) as made,
    ):
        yield made


def test_no_canary_survives(gallery: Installation, tmp_path: Path) -> None:
    cage = Cage("qz")
    token = gallery.person("ada")
    gallery.start_web()
    gallery.start_worker()
    with _api(gallery, token) as api:
        _by_api(api, cage)
        _by_upload_page(gallery, cage)
        _by_import(gallery, cage, tmp_path)
        _asked_for(api, cage)
    wait_until(lambda: b"print('kept')" in everything(gallery), "the kept source to be found where we look")
    found = everything(gallery)
    assert len(cage.placed) > 100
    assert _birds_in(cage, found) == []


def test_what_slipped_into_the_database_goes_no_further(gallery: Installation, tmp_path: Path) -> None:
    """The second wall: a mistake on the way in is not enough, since every way out cleans once more."""
    cage = Cage("qy")
    token = gallery.person("ada")
    gallery.start_web()
    with _api(gallery, token) as api:
        uuid = api.post("/notebooks", json={"content": hiding_notebook(Cage("qx"))}).json()["uuid"]
        _slipped_in(gallery, cage)
        assert all(bird.encode() in everything(gallery) for bird in cage.placed), "they are not in the database"
        went_out = {"api": api.get(f"/notebooks/{uuid}/content").content}
    with _signed_in(gallery) as browser:
        went_out["download"] = browser.get(f"/notebooks/{uuid}/download").content
        went_out["ticket"] = _redeemed(browser, uuid)
    gallery.command("export", str(tmp_path / "all.zip"))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        went_out["export"] = b"\n".join(archive.read(name) for name in archive.namelist())
    assert [way for way, content in went_out.items() if b"print('kept')" not in content] == []
    assert {way: _birds_in(cage, content) for way, content in went_out.items()} == {way: [] for way in went_out}


def _slipped_in(gallery: Installation, cage: Cage) -> None:
    """Write into the tables what no way in would let pass."""
    picture = {cage.bird("attachment in a row"): {"text/plain": cage.bird("content of an attachment in a row")}}
    orders = (
        "from gallery.notebooks.models import Revision, RevisionCell",
        f"Revision.objects.update(metadata={{'env': {cage.bird('metadata of a version')!r}}})",
        f"RevisionCell.objects.update(metadata={{'note': {cage.bird('metadata of a cell')!r}}}, attachments={picture})",
    )
    gallery.command("manage", "shell", "--no-imports", "-c", "\n".join(orders))


def _redeemed(browser: httpx.Client, uuid: str) -> bytes:
    """What a registered Jupyter gets for a ticket."""
    form = {"name": "laptop", "url": "http://127.0.0.1:9", "csrfmiddlewaretoken": _csrf(browser, "/environments/")}
    secret = re.search(r"cpt_[\w-]+", browser.post("/environments/", data=form).text)
    server = re.search(rf"/run/{uuid}\?in=(?!hub|choose)([^\"&]+)", browser.get(f"/run/{uuid}?in=choose").text)
    assert secret, "no token was shown"
    assert server, "the server is not offered"
    away = browser.get(server[0], follow_redirects=False).headers["Location"]
    ticket = parse_qs(urlsplit(away).query)["commonplace-ticket"][0]
    headers = {"Authorization": f"Bearer {secret[0]}"}
    return calls.post(f"{browser.base_url}/api/v1/tickets/redeem", json={"ticket": ticket}, headers=headers).content


def _api(gallery: Installation, token: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return calls.client(base_url=f"{gallery.url}/api/v1", headers=headers)


def _by_api(api: httpx.Client, cage: Cage) -> None:
    made = api.post("/notebooks", json={"content": hiding_notebook(cage), "title": "One"})
    assert made.status_code == 201, made.text
    again = {"content": old_hiding_notebook(cage), "base_revision": 1}
    later = api.post(f"/notebooks/{made.json()['uuid']}/revisions", json=again)
    assert later.status_code == 201, later.text
    refusals = [api.post("/notebooks", content=b'{"content":' + raw + b"}") for raw in refused_notebooks(cage)]
    assert {refusal.status_code for refusal in refusals} == {422}
    assert _birds_in(cage, *(answer.content for answer in (made, later, *refusals))) == []


def _birds_in(cage: Cage, *found: bytes) -> list[str]:
    """The places from which something was found."""
    everywhere = b"\n".join(found)
    return [place for canary, place in cage.placed.items() if canary.encode() in everywhere]


def _asked_for(api: httpx.Client, cage: Cage) -> None:
    """The index packs its words, so it is asked for each of them instead."""
    totals = {word: api.get("/notebooks", params={"q": word}).json()["total"] for word in ("kept", *cage.placed)}
    assert totals.pop("kept") > 0
    assert {cage.placed[word]: total for word, total in totals.items() if total} == {}


@contextmanager
def _signed_in(gallery: Installation) -> Iterator[httpx.Client]:
    """Ada's browser, without its window."""
    with calls.client(base_url=gallery.url, follow_redirects=True) as browser:
        csrf = _csrf(browser, "/account/sign-in")
        entrance = {"username": "ada", "password": "a-long-password", "csrfmiddlewaretoken": csrf}
        assert browser.post("/account/sign-in", data=entrance).is_success
        yield browser


def _by_upload_page(gallery: Installation, cage: Cage) -> None:
    with _signed_in(gallery) as browser:
        for raw in (dump(hiding_notebook(cage)), *refused_notebooks(cage)):
            page = browser.post(
                "/upload",
                data={"csrfmiddlewaretoken": _csrf(browser, "/upload")},
                files={"file": ("x.ipynb", raw)},
            )
            assert page.status_code in {200, 422}
            assert _birds_in(cage, page.content) == []


def _csrf(browser: httpx.Client, path: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(path).text)
    assert found, f"{path} has no form"
    return found.group(1)


def _by_import(gallery: Installation, cage: Cage, folder: Path) -> None:
    (folder / "in").mkdir()
    imported = hiding_notebook(cage)
    imported["cells"][2]["source"] = "kept, and not uploaded before"
    (folder / "in" / "hides.ipynb").write_bytes(dump(imported))
    for number, raw in enumerate(refused_notebooks(cage)):
        (folder / "in" / f"refused-{number}.ipynb").write_bytes(raw)
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr("old.ipynb", json.dumps(old_hiding_notebook(cage)))
    done = gallery.command("import", str(folder / "in"), str(folder / "archive.zip"), "--owner", "ada", check=False)
    assert "2 imported, 0 already there, 6 failed" in done.stdout
    assert _birds_in(cage, done.stdout.encode(), done.stderr.encode()) == []


def everything(gallery: Installation) -> bytes:
    """All bytes that the installation keeps: each file, each row, and what is packed inside them."""
    files = b"".join(path.read_bytes() for path in gallery.home.rglob("*") if path.is_file())
    url = gallery.extra.get("DATABASE_URL", "")
    return _unpacked(files) + (_unpacked(_dumped(url)) if url else b"")


def _dumped(url: str) -> bytes:
    with psycopg.connect(url) as database:
        tables = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = [row for (table,) in tables for row in database.execute(f'SELECT * FROM "{table}"').fetchall()]  # noqa: S608
    values = [value for row in rows for value in row]
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def _unpacked(raw: bytes) -> bytes:
    """The bytes, and after them what every zstd frame among them holds."""
    parts = [raw]
    for found in re.finditer(re.escape(ZSTD), raw):
        try:
            parts.append(
                zstandard.ZstdDecompressor().decompressobj().decompress(raw[found.start() : found.start() + 2_000_000])
            )
        except zstandard.ZstdError:
            continue  # a coincidence, or a frame cut by a page of the database
    return b"\n".join(parts)
