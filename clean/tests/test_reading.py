"""Formats 3 and 4 are read into the same cells; what is no notebook is refused, and the cell is named."""

from __future__ import annotations

from typing import Any

import pytest
from commonplace_clean import Limits, NotebookRejected, clean_document

from clean.tests.notebooks import cleaned, code, notebook, prose


def old(*cells: object, **more: Any) -> dict[str, Any]:
    """Return a notebook of format 3."""
    sheet = {"cells": list(cells), "metadata": {}}
    return {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [sheet]} | more


def read(document: object) -> list[tuple[str, str]]:
    """Return kind and source of each cell."""
    return [(cell["cell_type"], cell["source"]) for cell in clean_document(document).notebook["cells"]]


@pytest.mark.parametrize("source", ["a\nb", ["a\n", "b"], ["a", "\nb"], "a\r\nb", "a\rb", ["a\r", "\nb"]])
def test_a_source_is_one_string_with_line_feeds(source: object) -> None:
    assert read(notebook(code(source))) == [("code", "a\nb")]


def test_an_empty_source_stays() -> None:
    assert read(notebook(code([]), prose(""))) == [("code", ""), ("markdown", "")]


def test_format_3_becomes_format_4() -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["One", "\ntwo"], "metadata": {}},
        {"cell_type": "html", "source": "<b>x</b>", "metadata": {}},
        {"cell_type": "code", "input": ["1\n", "2"], "language": "python", "outputs": [], "collapsed": True},
        {"cell_type": "raw", "source": "r"},
    ]
    expected = [("markdown", "## One two"), ("markdown", "<b>x</b>"), ("code", "1\n2"), ("raw", "r")]
    assert read(old(*cells)) == expected


def test_the_worksheets_of_format_3_follow_each_other() -> None:
    sheets = [{"cells": [prose("a")]}, {"cells": []}, {"cells": [prose("b")]}]
    assert read(old(worksheets=sheets)) == [("markdown", "a"), ("markdown", "b")]


@pytest.mark.parametrize(
    ("languages", "expected"),
    [(["r", "r"], {"name": "r"}), (["r", "python"], None), (["Quokka"], None), ([["r"]], None), ([], None)],
)
def test_format_3_says_its_language_in_every_cell(languages: list[object], expected: object) -> None:
    cells = [{"cell_type": "code", "input": "1", "language": language} for language in languages]
    assert clean_document(old(*cells)).notebook["metadata"].get("language_info") == expected


@pytest.mark.parametrize("minor", [0, 1, 2, 3, 4, 5, 99])
def test_every_minor_version_of_format_4_is_read(minor: int) -> None:
    result = clean_document(notebook(code(), nbformat_minor=minor)).notebook
    assert (result["nbformat"], result["nbformat_minor"]) == (4, 5)


def test_a_missing_minor_version_or_metadata_is_no_loss() -> None:
    assert read({"nbformat": 4, "cells": [{"cell_type": "raw", "source": "x"}]}) == [("raw", "x")]


REFUSED = {
    "a list": ([], "not an object", ""),
    "no format": ({"cells": []}, "which format", "nbformat"),
    "a format in words": (notebook(nbformat="4"), "which format", "nbformat"),
    "a format that is true": (notebook(nbformat=True), "which format", "nbformat"),
    "format 2": (notebook(nbformat=2), "neither 3 nor 4", "nbformat"),
    "format 5": (notebook(nbformat=5), "neither 3 nor 4", "nbformat"),
    "a minor version in words": (notebook(nbformat_minor="5"), "minor", "nbformat_minor"),
    "a minor version below zero": (notebook(nbformat_minor=-1), "minor", "nbformat_minor"),
    "no cells": ({"nbformat": 4}, "cells is missing", "cells"),
    "cells in an object": (notebook(cells={}), "cells is not a list", "cells"),
    "no worksheets": ({"nbformat": 3}, "worksheets is missing", "worksheets"),
    "a worksheet of text": (old(worksheets=["x"]), "worksheet", "worksheets[0]"),
    "a worksheet without cells": (old(worksheets=[{}]), "cells is missing", "worksheets[0].cells"),
    "a cell of text": (notebook(code(), "x"), "Cell 2 ", "cells[1]"),
    "a kind of cell from elsewhere": (notebook(code(cell_type="sql")), "Cell 1 ", "cells[0].cell_type"),
    "a kind of cell that is no text": (notebook(code(cell_type=["code"])), "Cell 1 ", "cells[0].cell_type"),
    "no source": (notebook({"cell_type": "code"}), "Cell 1 has no source", "cells[0].source"),
    "a number as source": (notebook(prose(), code(7)), "cell 2 is not text", "cells[1].source"),
    "a number among lines": (notebook(code(["a", 7])), "cell 1 is not text", "cells[0].source[1]"),
    "no input": (old({"cell_type": "code"}), "no source", "worksheets[0].cells[0].source"),
    "a heading of level 7": (
        old({"cell_type": "heading", "level": 7, "source": "x"}),
        "level from 1 to 6",
        "worksheets[0].cells[0].level",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_is_no_notebook_is_refused_with_the_place(fault: str) -> None:
    document, words, where = REFUSED[fault]
    with pytest.raises(NotebookRejected) as caught:
        clean_document(document)
    assert words in caught.value.reason
    assert (caught.value.where, caught.value.status) == (where, 422)


def test_too_many_cells_are_refused() -> None:
    limits = Limits(max_cells=2)
    assert len(clean_document(notebook(code(), code()), limits=limits).notebook["cells"]) == 2
    with pytest.raises(NotebookRejected, match="at most 2"):
        clean_document(notebook(code(), code(), code()), limits=limits)


def test_entries_beside_the_cells_are_counted() -> None:
    assert cleaned(code(), extra=1, worksheets=[1]).stripped.metadata_keys == 2
    sheets = [{"cells": [], "metadata": {"x": 1}}]
    assert clean_document(old(worksheets=sheets, cells=[code()])).stripped.metadata_keys == 3
