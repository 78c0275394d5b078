"""Whatever comes: one kind of error, nothing hidden survives, and clean stays clean."""

from __future__ import annotations

import json
import string
from typing import Any

import nbformat
from commonplace_clean import Cleaned, Limits, NotebookRejected, Stripped, clean_document, clean_notebook, dump
from hypothesis import given, settings
from hypothesis import strategies as st

from clean.tests.notebooks import as_bytes

CANARY = "Quokka"
LIMITS = Limits(allow_attachments=True, max_embedded_bytes=1_000_000)
settings.register_profile("clean", deadline=None, max_examples=150)
settings.load_profile("clean")

WORDS = [
    "nbformat",
    "nbformat_minor",
    "cells",
    "worksheets",
    "metadata",
    "cell_type",
    "source",
    "input",
    "level",
    "id",
    "outputs",
    "execution_count",
    "prompt_number",
    "attachments",
    "tags",
    "jupyter",
    "source_hidden",
    "slideshow",
    "slide_type",
    "commonplace",
    "exercise",
    "hint",
    "points",
    "role",
    "kernelspec",
    "name",
    "display_name",
    "language",
    "language_info",
    "version",
    "file_extension",
    "title",
    "authors",
    "widgets",
    "state",
    "code",
    "markdown",
    "raw",
    "heading",
    "html",
    "image/png",
    "papermill",
    "collapsed",
    "slide",
]
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(10**21), 10**21)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(WORDS)
)
keys = st.sampled_from(WORDS) | st.text(max_size=5)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5), max_leaves=25
)
sources = st.text(max_size=60) | st.lists(st.text(max_size=20), max_size=4)
cells = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]), "source": sources},
    optional=dict.fromkeys(("metadata", "id", "outputs", "execution_count", "attachments", "level", "extra"), anything),
)
notebooks = st.fixed_dictionaries(
    {"nbformat": st.just(4), "cells": st.lists(cells, max_size=5)},
    optional={"metadata": anything, "nbformat_minor": st.integers(0, 9), "extra": anything},
)
old_notebooks = st.fixed_dictionaries(
    {"nbformat": st.just(3), "worksheets": st.lists(st.fixed_dictionaries({"cells": st.lists(cells)}), max_size=2)},
    optional={"metadata": anything},
)


def attempt(raw: bytes) -> Cleaned | NotebookRejected:
    """Return the notebook or the refusal; any other error ends the test."""
    try:
        return clean_notebook(raw, limits=LIMITS)
    except NotebookRejected as error:
        return error


def check(raw: bytes) -> None:
    """Clean ``raw``: a refusal is a sentence; a result is valid, and clean when it comes again."""
    result = attempt(raw)
    if isinstance(result, NotebookRejected):
        assert result.status in {413, 422}
        assert str(result).endswith(".")
        return
    nbformat.validate(result.notebook)
    written = dump(result.notebook)
    again = clean_notebook(written, limits=LIMITS)
    assert again.notebook == result.notebook
    assert dump(again.notebook) == written
    assert again.stripped == Stripped()
    assert attempt(raw) == result


@given(st.binary(max_size=200))
def test_any_bytes(raw: bytes) -> None:
    check(raw)


@given(anything)
def test_any_json(value: Any) -> None:
    check(json.dumps(value).encode())


@given(notebooks | old_notebooks)
def test_anything_that_resembles_a_notebook(document: dict[str, Any]) -> None:
    check(json.dumps(document).encode())


@given(notebooks)
def test_memory_and_file_are_cleaned_alike(document: dict[str, Any]) -> None:
    try:
        expected = clean_notebook(as_bytes(document))
    except (NotebookRejected, UnicodeEncodeError):
        return
    assert clean_document(document) == expected


@given(st.binary(max_size=30), st.integers(0, 400))
def test_a_notebook_with_a_few_wrong_bytes(wrong: bytes, place: int) -> None:
    cell = {"cell_type": "code", "source": ["1\n", "2"], "outputs": [], "metadata": {"tags": ["a"]}, "id": "x"}
    raw = as_bytes({"cells": [cell, cell], "metadata": {"title": "T"}, "nbformat": 4, "nbformat_minor": 5})
    check(raw[:place] + wrong + raw[place + len(wrong) :])


hidden_keys = st.text(string.ascii_lowercase, min_size=1, max_size=8).filter(lambda key: key not in WORDS)
canaries = st.recursive(
    st.just(CANARY),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(hidden_keys | st.just(CANARY), inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)
hiding_cells = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw"]), "source": st.just("1")},
    optional={
        **dict.fromkeys(("outputs", "execution_count", "prompt_number", "collapsed", "language", CANARY), canaries),
        "attachments": canaries,
        "metadata": st.dictionaries(
            hidden_keys
            | st.just(CANARY)
            | st.sampled_from(["papermill", "jupyter", "slideshow", "tags_", "collapsed"]),
            canaries,
        )
        | canaries,
    },
)
hiding_notebooks = st.fixed_dictionaries(
    {"nbformat": st.just(4), "cells": st.lists(hiding_cells, min_size=1, max_size=4)},
    optional={
        "worksheets": canaries,
        CANARY: canaries,
        "metadata": st.dictionaries(hidden_keys | st.sampled_from(["widgets", "papermill", "colab", CANARY]), canaries)
        | canaries,
    },
)


@given(hiding_notebooks)
def test_a_canary_outside_the_allow_list_is_nowhere_afterwards(document: dict[str, Any]) -> None:
    result = clean_notebook(as_bytes(document), limits=LIMITS)
    assert CANARY.encode() not in dump(result.notebook)
    assert CANARY not in repr((result.stripped, result.warnings))
    assert (CANARY.encode() in as_bytes(document)) == (not result.stripped.nothing)


@given(hiding_notebooks, st.sampled_from(["cells", "nbformat", "broken"]))
def test_a_canary_is_in_no_refusal(document: dict[str, Any], fault: str) -> None:
    raw = as_bytes({**document, fault: CANARY}) if fault != "broken" else as_bytes(document)[:-1]
    result = attempt(raw)
    assert isinstance(result, NotebookRejected)
    assert CANARY not in str(result) + repr(result)
