"""Every cell of the real notebooks, as its reader gets it."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from commonplace_clean import NotebookRejected, clean_notebook
from gallery.lib.languages import language_of
from gallery.lib.rendering import CellSource, outline_of, place, render_cells, sections_of
from gallery.lib.rendering.formulas import find_formulas
from gallery.lib.rendering.maths import typeset

from clean.tests.notebooks import CORPUS, corpus_index
from server.tests.lib.rendering.inert import assert_inert, parsed

PARTS = 8


def _cells(notebook: dict[str, Any]) -> list[CellSource]:
    language = language_of(notebook)
    return [CellSource(cell["cell_type"], cell["source"], language) for cell in notebook["cells"]]


def _notebooks(part: int) -> Iterator[tuple[str, list[CellSource]]]:
    for entry in corpus_index()[part::PARTS]:
        try:
            yield entry["path"], _cells(clean_notebook((CORPUS / entry["path"]).read_bytes()).notebook)
        except NotebookRejected:
            continue  # refused on the way in; which ones is counted where that is tested


@pytest.mark.parametrize("part", range(PARTS))
def test_every_cell_is_laid_out_and_inert(part: int) -> None:
    seen = Counter[str]()
    for path, cells in _notebooks(part):
        fragments = render_cells(cells)
        sections = sections_of(outline_of(fragments))
        for number, (cell, html) in enumerate(zip(cells, fragments, strict=True), start=1):
            assert "plain-text-note" not in html, f"{path}, cell {number}"
            assert_inert(html)
            if (placed := place(html, number, sections)) != html:
                assert_inert(placed)
                assert "cell-@" not in placed, path
            _check_structure(cell, html, f"{path}, cell {number}")
            seen[cell.kind] += 1
    assert seen["markdown"] > 300
    assert seen["code"] > 300


def _check_structure(cell: CellSource, html: str, where: str) -> None:
    if cell.kind == "code":
        code = parsed(html).css("pre.code > code")
        assert len(code) == 1, where
        marks = parsed(html).css(".hidden-char")
        if not marks:
            assert code[0].text().lstrip("\n") == cell.source.replace("\r\n", "\n").lstrip("\n"), where
    if cell.kind == "markdown" and cell.source.startswith("# ") and "\n" not in cell.source:
        assert html.startswith('<h2 id="cell-@-h1">'), where


def test_nearly_all_formulas_are_typeset() -> None:
    formulas = {
        formula
        for part in range(PARTS)
        for _, cells in _notebooks(part)
        for cell in cells
        if cell.kind == "markdown"
        for formula in find_formulas(cell.source, "token")[1]
    }
    shown = sum("<math" in typeset(formula) for formula in formulas)
    assert len(formulas) > 500
    assert shown / len(formulas) > 0.99


def test_the_same_cells_give_the_same_fragments() -> None:
    for _, cells in list(_notebooks(0))[:5]:
        assert json.dumps(render_cells(cells)) == json.dumps(render_cells(cells))
