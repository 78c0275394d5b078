"""A notebook that was run and saved holds no password, whether its cells worked or failed."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from kit.python.tests.conftest import Catalogue, Places
from kit.python.tests.services import PASSWORD
from kit.python.tests.world import give

WORKING = ("http", "postgresql", "s3", "webhdfs", "mongodb", "solr", "bigquery")
SHUT = ("shut.http", "shut.webhdfs", "shut.solr", "shut.bigquery")
LOUD = "import logging\nlogging.basicConfig(level=logging.DEBUG)\nimport commonplace as cp"


@pytest.mark.timeout(600)
def test_a_saved_notebook_holds_no_password(
    everywhere: Places, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut = {name: {**everywhere.sources[name.partition(".")[2]], "credentials": "wrong"} for name in SHUT}
    catalogue({**everywhere.sources, **shut})
    give(monkeypatch, "wrong", token=f"{PASSWORD}, but not quite")
    asked = [f"source = cp.source('{name}')\nprint(source)\nsource.sample(rows=2)" for name in (*WORKING, *SHUT)]
    notebook = new_notebook(cells=[new_code_cell(text) for text in (LOUD, *asked)])  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=300, allow_errors=True, kernel_name="python3").execute()
    nbformat.write(notebook, tmp_path / "saved.ipynb")  # type: ignore[no-untyped-call]
    saved = (tmp_path / "saved.ipynb").read_text()
    failed = [cell for cell in notebook.cells if any(output.output_type == "error" for output in cell.outputs)]
    assert len(failed) == len(SHUT)
    assert "DEBUG" in saved
    secrets = {fields.get("secret", PASSWORD) for fields in everywhere.opened.values()} | {
        PASSWORD[:16],
        "canary-p%40ss",
    }
    assert not [secret for secret in secrets if secret in saved]
