"""Looking through what remains: embedded data is refused, secrets and personal data are shown to the author."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commonplace_clean.embedded import embedded_runs
from commonplace_clean.errors import NotebookRejected
from commonplace_clean.limits import Limits
from commonplace_clean.metadata import words_in
from commonplace_clean.patterns import Hit
from commonplace_clean.personal_data import personal_data_in
from commonplace_clean.results import Finding, Notebook
from commonplace_clean.secrets import secrets_in

_MOST_FINDINGS = 100


def scan(notebook: Notebook, limits: Limits) -> list[Finding]:
    """Return what the author should look at, in the order of the cells.

    Raises:
        NotebookRejected: a cell holds more base64 than ``limits`` allow; the cell is named.
    """
    findings = [*_in_words(notebook["metadata"], None)]
    for number, cell in enumerate(notebook["cells"], 1):
        findings += _in_cell(cell, number, limits)
    more = len(findings) - _MOST_FINDINGS
    if more <= 0:
        return findings
    message = f"There are {more:,} more such places; these are the first {_MOST_FINDINGS}."
    return [*findings[:_MOST_FINDINGS], Finding(findings[_MOST_FINDINGS].kind, None, None, message)]


def _in_cell(cell: dict[str, Any], number: int, limits: Limits) -> Iterator[Finding]:
    source = cell["source"]
    yield from _embedded(source, number, limits.max_embedded_bytes)
    for kind, hit in _hits(source):
        line = source.count("\n", 0, hit.first) + 1
        again = "" if hit.times == 1 else f", and {hit.times - 1:,} more of the kind"
        yield Finding(kind, number, line, f"Cell {number}, line {line} seems to hold {hit.name}{again}.")
    yield from _in_words(cell["metadata"], number)


def _in_words(metadata: dict[str, Any], number: int | None) -> Iterator[Finding]:
    place = "The notebook's metadata" if number is None else f"The metadata of cell {number}"
    for kind, hit in _hits("\n".join(words_in(metadata))):
        yield Finding(kind, number, None, f"{place} seems to hold {hit.name}.")


def _hits(text: str) -> Iterator[tuple[str, Hit]]:
    if not text:
        return
    yield from (("secret", hit) for hit in secrets_in(text))
    yield from (("personal-data", hit) for hit in personal_data_in(text))


def _embedded(source: str, number: int, most: int) -> Iterator[Finding]:
    runs = list(embedded_runs(source))
    total = sum(length for _, length in runs)
    if total > most:
        reason = (
            f"Cell {number} holds {total:,} characters of encoded data, more than {most:,}; "
            "load the data from a file or a database instead."
        )
        raise NotebookRejected(reason, f"cells[{number - 1}].source")
    if runs:
        line = source.count("\n", 0, runs[0][0]) + 1
        message = f"Cell {number}, line {line} holds {total:,} characters of encoded data, which will be kept."
        yield Finding("embedded-data", number, line, message)
