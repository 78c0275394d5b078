"""Code only: after uploads on every way in, no canary is anywhere: not in the database, the data folder, or a log."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
import zstandard
from commonplace_clean import dump

from tests.journeys.canaries import Cage, hiding_notebook, old_hiding_notebook, refused_notebooks
from tests.journeys.installation import Installation, installation, wait_until
from tools.postgres import postgresql

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
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
    _by_api(gallery, token, cage)
    _by_upload_page(gallery, cage)
    _by_import(gallery, cage, tmp_path)
    wait_until(lambda: b"print('kept')" in everything(gallery), "the kept source to be found where we look")
    found = everything(gallery)
    assert len(cage.placed) > 100
    assert [place for canary, place in cage.placed.items() if canary.encode() in found] == []


def _by_api(gallery: Installation, token: str, cage: Cage) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with httpx.Client(base_url=f"{gallery.url}/api/v1", headers=headers, timeout=60) as api:
        made = api.post("/notebooks", json={"content": hiding_notebook(cage), "title": "One"})
        assert made.status_code == 201, made.text
        again = {"content": old_hiding_notebook(cage), "base_revision": 1}
        assert api.post(f"/notebooks/{made.json()['uuid']}/revisions", json=again).status_code == 201
        for raw in refused_notebooks(cage):
            assert api.post("/notebooks", content=b'{"content":' + raw + b"}").status_code == 422


def _by_upload_page(gallery: Installation, cage: Cage) -> None:
    with httpx.Client(base_url=gallery.url, follow_redirects=True, timeout=60) as browser:
        csrf = _csrf(browser, "/account/sign-in")
        browser.post(
            "/account/sign-in",
            data={"username": "ada", "password": "a-long-password", "csrfmiddlewaretoken": csrf},
        )
        for raw in (dump(hiding_notebook(cage)), *refused_notebooks(cage)):
            page = browser.post(
                "/upload",
                data={"csrfmiddlewaretoken": _csrf(browser, "/upload")},
                files={"file": ("x.ipynb", raw)},
            )
            assert page.status_code in {200, 422}
            assert [canary for canary in cage.placed if canary in page.text] == []


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
    assert [canary for canary in cage.placed if canary in done.stdout + done.stderr] == []


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
