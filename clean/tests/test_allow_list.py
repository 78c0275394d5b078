"""Only what the allow-list names survives, only with values that pass, and the rest is counted."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from commonplace_clean import Stripped, clean_document, dump

from clean.tests.notebooks import cleaned, code, notebook, prose

WIDGETS = "application/vnd.jupyter.widget-state+json"


def metadata_of(**metadata: Any) -> Any:
    """Return what remains of a notebook's metadata."""
    return clean_document(notebook(metadata=metadata)).notebook["metadata"]


def test_everything_on_the_list_stays_as_it_is() -> None:
    given = {
        "kernelspec": {"name": "ir", "display_name": "R", "language": "R"},
        "language_info": {"name": "R", "version": "4.2.2", "file_extension": ".r"},
        "title": "Crop yields",
        "authors": [{"name": "Ada Brandt"}],
    }
    in_cell = {
        "tags": ["parameters", "long run"],
        "jupyter": {"source_hidden": True},
        "slideshow": {"slide_type": "subslide"},
        "commonplace": {"exercise": "yields-1", "hint": "Group\nfirst.", "points": 2.5, "role": "answer"},
    }
    result = clean_document(notebook(code(metadata=in_cell, id="a-1"), metadata=given))
    assert result.notebook["metadata"] == given
    assert result.notebook["cells"][0]["metadata"] == in_cell
    assert result.notebook["cells"][0]["id"] == "a-1"
    assert result.stripped == Stripped()
    nbformat.validate(result.notebook)


def test_outputs_and_counts_go_and_are_counted() -> None:
    outputs = [{"output_type": "stream", "name": "stdout", "text": "Quokka"}] * 3
    result = cleaned(code(outputs=outputs, execution_count=7), code(outputs=outputs[:1]))
    assert b"Quokka" not in dump(result.notebook)
    assert (result.stripped.outputs, result.stripped.execution_counts) == (4, 1)
    assert [cell["outputs"] for cell in result.notebook["cells"]] == [[], []]
    assert [cell["execution_count"] for cell in result.notebook["cells"]] == [None, None]


def test_bytes_are_the_size_of_what_was_removed() -> None:
    assert cleaned(code(outputs=[{"text": "é"}])).stripped.bytes == len('[{"text":"é"}]'.encode())


def test_outputs_on_other_cells_and_under_other_shapes_go_too() -> None:
    result = cleaned(prose(outputs=["Quokka"], execution_count="Quokka"), code(outputs="Quokka"))
    assert b"Quokka" not in dump(result.notebook)
    assert (result.stripped.outputs, result.stripped.execution_counts) == (2, 1)
    assert "outputs" not in result.notebook["cells"][0]


def test_widget_states_are_counted_one_by_one() -> None:
    widgets = {WIDGETS: {"state": {"a": {"Quokka": 1}, "b": {}}, "version_major": 2}}
    result = clean_document(notebook(metadata={"widgets": widgets}))
    assert b"Quokka" not in dump(result.notebook)
    assert (result.stripped.widgets, result.stripped.metadata_keys) == (2, 0)
    assert clean_document(notebook(metadata={"widgets": 1})).stripped.widgets == 1


@pytest.mark.parametrize(
    "kernelspec",
    [
        "R",
        {},
        {"display_name": "R"},
        {"name": 1},
        {"name": "x" * 201},
        {"name": "a\nb"},
        {"name": ""},
        {"name": "\x1b"},
    ],
)
def test_a_kernel_without_a_good_name_goes(kernelspec: object) -> None:
    assert metadata_of(kernelspec=kernelspec) == {}


def test_a_kernel_without_a_display_name_shows_its_name() -> None:
    kernelspec = {"name": "ir", "display_name": "x" * 5_000_000, "env": {"KEY": "Quokka"}}
    result = clean_document(notebook(metadata={"kernelspec": kernelspec}))
    assert result.notebook["metadata"] == {"kernelspec": {"name": "ir", "display_name": "ir"}}
    assert result.stripped.metadata_keys == 2


@pytest.mark.parametrize(
    ("authors", "kept", "lost"),
    [
        ("Ada", None, 1),
        ([{"name": "Ada", "mail": "a"}, {"mail": "b"}, "Grace", {"name": 1}], [{"name": "Ada"}], 4),
        ([{"name": "Ada"}] * 25, [{"name": "Ada"}] * 20, 5),
    ],
)
def test_authors_have_names_and_nothing_else(authors: object, kept: object, lost: int) -> None:
    result = clean_document(notebook(metadata={"authors": authors}))
    assert result.notebook["metadata"].get("authors") == kept
    assert result.stripped.metadata_keys == lost


@pytest.mark.parametrize("title", ["", "x" * 201, "a\nb", 7, ["x"], None])
def test_a_title_is_one_line(title: object) -> None:
    result = clean_document(notebook(metadata={"title": title}))
    assert result.notebook["metadata"] == {}
    assert result.stripped.metadata_keys == 1


@pytest.mark.parametrize(
    ("tags", "kept"),
    [
        ("parameters", None),
        (["a", "a", "b"], ["a", "b"]),
        (["a,b", "", "x" * 61, "x\ny", 1, None, ["c"], "d"], ["d"]),
        ([str(number) for number in range(100)], [str(number) for number in range(30)]),
    ],
)
def test_tags_are_few_and_short(tags: object, kept: object) -> None:
    result = cleaned(code(metadata={"tags": tags}))
    assert result.notebook["cells"][0]["metadata"].get("tags") == kept
    lost = 1 if isinstance(tags, str) else len(tags) - len(kept or [])  # type: ignore[arg-type]
    assert result.stripped.metadata_keys == lost
    nbformat.validate(result.notebook)


@pytest.mark.parametrize(
    "metadata",
    [
        {"jupyter": {"source_hidden": "yes"}},
        {"jupyter": {"outputs_hidden": True}},
        {"jupyter": []},
        {"slideshow": {"slide_type": "Quokka"}},
        {"slideshow": {"slide_type": ["slide"]}},
        {"commonplace": {"answer": "Quokka"}},
        {"commonplace": {"exercise": "x" * 101}},
        {"commonplace": {"hint": "x" * 1_001}},
        {"commonplace": {"hint": {"x": 1}}},
        {"commonplace": {"points": True}},
        {"commonplace": {"points": -1}},
        {"commonplace": {"points": 1e300}},
        {"commonplace": {"role": "x\ny"}},
        {"papermill": {"duration": 1}},
        {"ExecuteTime": {"end_time": "2021-01-01"}},
        {"colab": {"base_uri": "https://example.com"}},
        {"name": "x"},
    ],
)
def test_other_entries_of_a_cell_go_and_count_one(metadata: dict[str, Any]) -> None:
    result = cleaned(code(metadata=metadata))
    assert result.notebook["cells"][0]["metadata"] == {}
    assert result.stripped.metadata_keys == 1


def test_metadata_that_is_no_object_goes() -> None:
    result = clean_document(notebook(code(metadata="Quokka"), metadata=["Quokka"]))
    assert b"Quokka" not in dump(result.notebook)
    assert result.stripped.metadata_keys == 2
