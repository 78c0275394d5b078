"""Attached pictures stay only where the administrator allows, and only as what they say they are."""

from __future__ import annotations

import base64
from typing import Any

import nbformat
import pytest
from commonplace_clean import Cleaned, Limits, Stripped, clean_document, clean_notebook, dump

from clean.tests.notebooks import code, notebook, prose

ALLOWED = Limits(allow_attachments=True, max_attachment_bytes=100)
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"x" * 50).decode()


def result_of(attachments: object, limits: Limits = ALLOWED, cell: Any = prose) -> Cleaned:
    """Return a notebook whose second cell has these attachments, cleaned."""
    return clean_document(notebook(code(), cell(attachments=attachments)), limits=limits)


def test_a_picture_stays_where_allowed() -> None:
    result = result_of({"a.png": {"image/png": PNG}})
    assert result.notebook["cells"][1]["attachments"] == {"a.png": {"image/png": PNG}}
    assert (result.stripped, result.warnings) == (Stripped(), ())
    assert clean_notebook(dump(result.notebook), limits=ALLOWED) == result
    nbformat.validate(result.notebook)


def test_a_picture_in_lines_becomes_one_string() -> None:
    lines = [PNG[:40] + "\n", PNG[40:]]
    assert result_of({"a": {"image/png": lines}}).notebook["cells"][1]["attachments"]["a"]["image/png"] == PNG


def test_without_leave_it_goes_and_the_cell_is_named() -> None:
    result = result_of({"a.png": {"image/png": PNG}, "b.png": {"image/png": PNG}}, Limits())
    assert "attachments" not in result.notebook["cells"][1]
    assert result.stripped.attachments == 2
    [finding] = result.warnings
    assert (finding.kind, finding.cell) == ("attachment", 2)
    assert finding.message == "Cell 2 loses 2 attached files: they are not kept here."


WRONG = {
    "no picture": {"a": {"image/png": base64.b64encode(b"Quokka").decode()}},
    "another type": {"a": {"image/svg+xml": "PHN2Zy8+"}},
    "a page": {"a": {"text/html": PNG}},
    "two types": {"a": {"image/png": PNG, "text/plain": "Quokka"}},
    "no base64": {"a": {"image/png": PNG + "!"}},
    "cut off": {"a": {"image/png": PNG[:-3]}},
    "too large": {"a": {"image/png": base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"x" * 93).decode()}},
    "a number": {"a": {"image/png": 7}},
    "a list of numbers": {"a": {"image/png": [7]}},
    "no types": {"a": PNG},
    "no name": {"": {"image/png": PNG}},
    "a long name": {"a" * 101: {"image/png": PNG}},
    "a name of two lines": {"a\nb": {"image/png": PNG}},
    "not an object": ["Quokka"],
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_no_plain_picture_goes_even_where_allowed(fault: str) -> None:
    result = result_of(WRONG[fault])
    assert "attachments" not in result.notebook["cells"][1]
    assert result.stripped.attachments == 1
    assert [(finding.kind, finding.cell) for finding in result.warnings] == [("attachment", 2)]


def test_code_has_no_attachments() -> None:
    result = result_of({"a.png": {"image/png": PNG}}, cell=code)
    assert result.stripped.attachments == 1


def test_at_most_twenty_stay() -> None:
    result = result_of({f"{number}.png": {"image/png": PNG} for number in range(25)})
    assert len(result.notebook["cells"][1]["attachments"]) == 20
    assert result.stripped.attachments == 5


@pytest.mark.parametrize("empty", [{}, None])
def test_no_attachments_are_no_loss(empty: object) -> None:
    result = result_of(empty)
    assert (result.stripped, result.warnings) == (Stripped(), ())
