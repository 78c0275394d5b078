"""Data written into source as base64: a little is shown to the author, much is refused."""

from __future__ import annotations

import base64
import hashlib

import pytest
from commonplace_clean import Limits, NotebookRejected, clean_document

from clean.tests.notebooks import cleaned, code, notebook, prose

# No zeros and no pattern: what compressed data look like.
DATA = b"".join(hashlib.sha256(bytes([number % 256, number // 256])).digest() for number in range(600))


def lines(text: str, width: int) -> list[str]:
    """Return ``text`` cut to lines of ``width``."""
    return [text[begin : begin + width] for begin in range(0, len(text), width)]


def in_all_shapes(data: bytes) -> dict[str, str]:
    """Return source that carries ``data``, in the shapes that people use."""
    plain = base64.b64encode(data).decode()
    return {
        "a picture in prose": f"![x](data:image/png;base64,{plain})",
        "a string": f'data = "{plain}"',
        "for addresses": f"data = '{base64.urlsafe_b64encode(data).decode()}'",
        "lines": "'''\n" + "\n".join(lines(plain, 76)) + "\n'''",
        "lines with a backslash": '"' + "\\\n".join(lines(plain, 76)) + '"',
        "strings side by side": "(\n" + "\n".join(f'    "{line}"' for line in lines(plain, 64)) + "\n)",
        "strings added": " + \\\n".join(f"'{line}'" for line in lines(plain, 100)),
        "a list": "[" + ",\n ".join(f"'{line}'" for line in lines(plain, 76)) + "]",
        "two halves": f'a = "{plain[: len(plain) // 2]}"\nb = "{plain[len(plain) // 2 :]}"',
    }


@pytest.mark.parametrize("shape", in_all_shapes(b""))
def test_much_is_refused_and_the_cell_is_named(shape: str) -> None:
    with pytest.raises(NotebookRejected) as caught:
        cleaned(code(), prose(in_all_shapes(DATA)[shape]))
    assert caught.value.reason.startswith("Cell 2 holds ")
    assert (caught.value.where, caught.value.status) == ("cells[1].source", 422)


@pytest.mark.parametrize("shape", in_all_shapes(b""))
def test_a_little_stays_and_is_shown(shape: str) -> None:
    source = in_all_shapes(DATA[:3_000])[shape]
    result = cleaned(code(), prose(source))
    assert result.notebook["cells"][1]["source"] == source
    assert [(finding.kind, finding.cell) for finding in result.warnings] == [("embedded-data", 2)]


def test_the_limit_is_the_administrators() -> None:
    document = notebook(code(in_all_shapes(DATA)["a string"]))
    assert clean_document(document, limits=Limits(max_embedded_bytes=100_000)).warnings[0].kind == "embedded-data"


@pytest.mark.parametrize(
    "source",
    [
        "# " + "-" * 30_000,
        "=" * 30_000,
        "0" * 30_000,
        "ACGT" * 8_000,
        "a_rather_long_name = another_rather_long_name + 1\n" * 1_000,
        "This is prose, which goes on and on without any end.\n" * 1_000,
        "https://example.com/a/rather/long/path/to/some/file/on/a/server.csv\n" * 500,
        "1, 2, 3, 4, 5, 6, 7, 8, 9\n" * 2_000,
    ],
)
def test_long_source_that_is_no_data_passes(source: str) -> None:
    assert [finding for finding in cleaned(code(source)).warnings if finding.kind == "embedded-data"] == []
