"""Each notebook of the demo is clean, complete, and introduces itself to its readers."""

import re

import nbformat
import pytest
from commonplace_clean import clean_notebook
from gallery.lib.question_card import MORE, QUESTION

from server.tests.demo.content import DemoNotebook, read_notebooks

NOTEBOOKS = read_notebooks()
each_notebook = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=[one.path.stem for one in NOTEBOOKS])


@each_notebook
def test_it_is_valid_and_of_the_newest_format(notebook: DemoNotebook) -> None:
    read = nbformat.reads(notebook.path.read_text(), as_version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
    assert (read.nbformat, read.nbformat_minor) == (4, 5)
    nbformat.validate(read)


@each_notebook
def test_it_holds_no_results(notebook: DemoNotebook) -> None:
    code = [cell for cell in notebook.content["cells"] if cell["cell_type"] == "code"]
    assert code
    assert [cell["outputs"] for cell in code] == [[]] * len(code)
    assert {cell["execution_count"] for cell in code} == {None}


@each_notebook
def test_cleaning_changes_nothing_and_finds_nothing(notebook: DemoNotebook) -> None:
    cleaned = clean_notebook(notebook.path.read_bytes())
    assert cleaned.stripped.nothing
    assert cleaned.warnings == ()
    joined = [cell | {"source": "".join(cell["source"])} for cell in notebook.content["cells"]]
    assert cleaned.notebook == notebook.content | {"cells": joined}


@each_notebook
def test_its_first_cell_answers_what_readers_ask_first(notebook: DemoNotebook) -> None:
    card = notebook.sources("markdown")[0]
    assert notebook.content["cells"][0]["cell_type"] == "markdown"
    assert card.startswith(f"# {notebook.title}\n\n")
    headings = re.findall(r"^- \*\*(.+):\*\* \S", card, re.MULTILINE)
    assert headings == [str(asked.heading) for asked in (QUESTION, *MORE)]


@each_notebook
def test_it_is_worth_opening(notebook: DemoNotebook) -> None:
    kinds = [cell["cell_type"] for cell in notebook.content["cells"]]
    assert 5 <= len(kinds) <= 50
    assert kinds.count("markdown") >= 3
    assert kinds[-1] == "markdown"


@each_notebook
def test_values_to_change_stand_near_the_top(notebook: DemoNotebook) -> None:
    tagged = [
        number
        for number, cell in enumerate(notebook.content["cells"])
        if "parameters" in cell["metadata"].get("tags", ())
    ]
    assert len(tagged) <= 1
    assert all(number <= 3 for number in tagged)


def test_the_house_style_is_the_same_everywhere() -> None:
    styles = {
        source
        for notebook in NOTEBOOKS
        for source in notebook.sources("code")
        if source.startswith("# The house style for charts")
    }
    assert len(styles) == 1


def test_titles_are_unlike_each_other() -> None:
    titles = [notebook.title.casefold() for notebook in NOTEBOOKS]
    assert len(set(titles)) == len(titles) >= 16


def test_the_tour_sends_readers_to_notebooks_that_exist() -> None:
    tour = next(notebook for notebook in NOTEBOOKS if notebook.path.stem == "first-look")
    named = re.findall(r"^\|.+\| \*(.+)\* \|$", tour.sources("markdown")[-1], re.MULTILINE)
    assert len(named) >= 4
    assert all(any(other.title.startswith(name) for other in NOTEBOOKS) for name in named)
