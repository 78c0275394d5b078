"""Spark's own pages through the person's Jupyter server: open to whoever is signed in there, and to nobody else."""

import re
from collections.abc import Iterator
from pathlib import Path

import commonplace as cp
import httpx
import pytest

from lab.tests.jupyter import Jupyter, jupyter


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jupyter]:
    """A Jupyter server, of which this process is a kernel as far as the kit can see."""
    with jupyter(tmp_path, gallery_url="http://127.0.0.1:1") as made:
        made.sign_in()
        runtime = tmp_path / "runtime"
        (described,) = runtime.glob("jpserver-*.json")
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(runtime))
        monkeypatch.setenv("JPY_PARENT_PID", described.stem.removeprefix("jpserver-"))
        yield made


def test_the_link_leads_to_sparks_pages_and_only_for_the_person(server: Jupyter, offers: Path, tmp_path: Path) -> None:
    cp.spark.start(size="tiny").range(10).selectExpr("sum(id)").collect()
    shown = cp.spark.monitor()
    assert re.fullmatch(r"/commonplace/spark/\d+/jobs/", shown.link)
    assert f'href="{shown.link}"' in shown._repr_html_()
    page = server.client.get(f"{server.url}{shown.link}")
    assert page.status_code == 200
    assert "Spark Jobs" in page.text
    assert "ada: First look.ipynb" in page.text
    (styles,) = set(re.findall(r'href="([^"]*/bootstrap\.min\.css)"', page.text))
    assert server.client.get(f"{server.url}{styles}").headers["Content-Type"].startswith("text/css")

    stranger = httpx.get(f"{server.url}{shown.link}")
    assert (stranger.status_code, "Spark" in stranger.text) == (302, False)
    assert server.client.get(f"{server.url}/commonplace/spark/65000/jobs/").status_code == 404
    (published,) = (tmp_path / "runtime").glob("commonplace-spark-*")
    assert (published / "ui.json").stat().st_mode & 0o077 == 0
    cp.spark.stop()
    ended = server.client.get(f"{server.url}{shown.link}")
    assert (ended.status_code, published.exists()) == (404, False)
    assert "This Spark has ended" in ended.text
