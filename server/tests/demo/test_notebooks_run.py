"""Every notebook of the demo really runs, in the environment that analysts have, without a network."""

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from server.tests.demo.content import NOTEBOOKS, read_notebooks
from server.tests.demo.running import Run, kernels, run, run_all

pytestmark = [pytest.mark.journey(minutes=2), pytest.mark.timeout(400)]


def _files(language: str) -> list[Path]:
    return [notebook.path for notebook in read_notebooks() if notebook.language == language]


def _is_warned(done: Run) -> Iterator[str]:
    """What people would see in red although nothing is wrong."""
    for output in done.outputs("stream"):
        if output["name"] == "stderr":
            yield f"warns: {''.join(output['text'])[:400]}"


def _does_not_fail_as_announced(done: Run) -> Iterator[str]:
    for number, cell in enumerate(done.cells):
        announced = "raises-exception" in cell["metadata"].get("tags", ())
        failed = any(output["output_type"] == "error" for output in cell.get("outputs", ()))
        if announced != failed:
            yield f"cell {number}: {'was to fail, and did not' if announced else 'failed'}"


def _shows_no_picture(done: Run) -> Iterator[str]:
    asked = sum("".join(cell["source"]).count("plt.show()") for cell in done.cells if cell["cell_type"] == "code")
    shown = sum("image/png" in output["data"] for output in done.outputs("display_data"))
    if asked and not shown:
        yield f"{asked} pictures were to be shown, {shown} were"


def _complaints(done: Run) -> list[str]:
    checks: tuple[Callable[[Run], Iterator[str]], ...] = (_is_warned, _does_not_fail_as_announced, _shows_no_picture)
    found = [done.problem] if done.problem else [text for check in checks for text in check(done)]
    return [f"{done.source.name} {text}" for text in found]


def test_every_python_notebook_runs(tmp_path: Path) -> None:
    assert "python3" in kernels()
    runs = run_all(_files("python"), tmp_path)
    assert len(runs) >= 16
    complaints = [text for done in runs for text in _complaints(done)]
    assert not complaints, "\n\n".join(complaints)
    assert all(any(cell.get("outputs") for cell in done.cells) for done in runs)


def test_every_r_notebook_runs(tmp_path: Path) -> None:
    assert "ir" in kernels(), "The R notebooks need R and its kernel: apt-get install r-base-core r-cran-irkernel."
    runs = run_all(_files("r"), tmp_path)
    assert len(runs) >= 1
    complaints = [text for done in runs for text in _complaints(done)]
    assert not complaints, "\n\n".join(complaints)
    assert all(any("image/png" in output["data"] for output in done.outputs("display_data")) for done in runs)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import socket; socket.create_connection(('192.0.2.1', 80), 2)", "tried to reach 192.0.2.1"),
        ("import urllib.request; urllib.request.urlopen('http://data.example.org/')", "Error"),
        ("import warnings; warnings.warn('old habit')", "warns"),
        ("import matplotlib.pyplot as plt\nplt.show()", "1 pictures were to be shown, 0 were"),
    ],
)
def test_a_notebook_that_does_not_run_is_noticed(tmp_path: Path, source: str, complaint: str) -> None:
    broken = tmp_path / "broken.ipynb"
    notebook = new_notebook(cells=[new_code_cell(source)])  # type: ignore[no-untyped-call]
    nbformat.write(notebook, broken)  # type: ignore[no-untyped-call]
    assert complaint in "\n".join(_complaints(run(broken, tmp_path)))


def test_what_is_tested_is_what_is_shipped() -> None:
    languages = {notebook.language for notebook in read_notebooks()}
    assert languages == {"python", "r", "julia"}  # julia is for reading: its kernel is in no package archive
    assert len(list(NOTEBOOKS.iterdir())) == sum(len(_files(language)) for language in languages)
