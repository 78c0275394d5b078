"""Real notebooks: every one is cleaned or refused with a sentence, and reads as Jupyter's own library reads it."""

from __future__ import annotations

import functools
import logging
import warnings
from typing import Any

import nbformat
import pytest
from commonplace_clean import Cleaned, NotebookRejected, Stripped, clean_notebook, dump, normal_lines

from clean.tests.notebooks import CORPUS, corpus_index

# Test files of other projects, made to be wrong. What is wrong only in what we drop is accepted.
REFUSED = {
    "jupyter__nbformat/invalid.ipynb": "cells[0].source",  # a cell without a source
    "jupyter__nbformat/test2.ipynb": "nbformat",  # format 2
    "jupyter__nbformat/test3_no_worksheets.ipynb": "worksheets",
    "jupyter__nbformat/test3_worksheet_with_no_cells.ipynb": "worksheets[0].cells",
    "jupyter__nbformat/test4plus.ipynb": "cells[9].source",  # a kind of cell of the future
}
MENDED = {
    "jupyter__nbformat/invalid_cell_id.ipynb",  # gets a valid id
    "jupyter__nbformat/no_min_version.ipynb",  # the minor version says nothing that we need
    "jupyter__nbformat/test3_no_metadata.ipynb",
    "jupyter__nbformat/test3_no_min_version.ipynb",
    "jupyter__nbformat/v4_5_invalid_metadata.ipynb",  # metadata of wrong types is dropped
}

NOT_FOR_NBFORMAT = "jupyter__nbformat/test3_no_metadata.ipynb"  # its upgrade ends in an error


@functools.cache
def attempt(path: str) -> Cleaned | NotebookRejected:
    """Return the cleaned notebook, or the error."""
    try:
        return clean_notebook((CORPUS / path).read_bytes())
    except NotebookRejected as error:
        return error


@functools.cache
def all_cleaned() -> dict[str, Cleaned]:
    """Return every real notebook that is accepted, cleaned."""
    attempts = {entry["path"]: attempt(entry["path"]) for entry in corpus_index()}
    return {path: result for path, result in attempts.items() if isinstance(result, Cleaned)}


def test_the_list_of_the_refused_is_complete() -> None:
    assert len(corpus_index()) > 300
    refused = {entry["path"] for entry in corpus_index()} - all_cleaned().keys()
    assert refused == set(REFUSED)


@pytest.mark.parametrize("path", REFUSED)
def test_a_refusal_names_the_place(path: str) -> None:
    error = attempt(path)
    assert isinstance(error, NotebookRejected)
    assert (error.where, error.status) == (REFUSED[path], 422)
    assert str(error).endswith(f"({REFUSED[path]}).")


def test_every_invalid_file_is_refused_or_mended_on_purpose() -> None:
    invalid = {entry["path"] for entry in corpus_index() if entry["valid_nbformat"] is not True}
    assert invalid | {"jupyter__nbformat/test4plus.ipynb"} == set(REFUSED) | MENDED


def test_every_result_is_valid_code_only_and_stays_the_same() -> None:
    for path, result in all_cleaned().items():
        nbformat.validate(result.notebook)
        again = clean_notebook(dump(result.notebook))
        assert (again.notebook, again.stripped) == (result.notebook, Stripped()), path


def test_every_cell_is_there_and_every_output_is_counted() -> None:
    for entry in corpus_index():
        if result := all_cleaned().get(entry["path"]):
            found = (len(result.notebook["cells"]), result.stripped.outputs)
            assert found == (entry["n_cells"], entry["n_outputs"]), entry["path"]


def upgraded(path: str) -> list[tuple[str, str]]:
    """Return kind and source of each cell as nbformat reads and upgrades it."""
    library: Any = nbformat  # its reader has no types
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # it reports what is invalid, and goes on
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbformat speaks of missing ids, which it then makes
        read = library.read(CORPUS / path, as_version=4)
    return [(cell.cell_type, normal_lines(cell.source)) for cell in read.cells]


def test_cells_are_read_as_nbformat_reads_them() -> None:
    for path, result in all_cleaned().items():
        if path == NOT_FOR_NBFORMAT:
            continue
        ours = [(cell["cell_type"], cell["source"]) for cell in result.notebook["cells"]]
        assert ours == upgraded(path), path
