"""Looking through what remains: embedded data is refused, secrets and personal data are shown to the author."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commonplace_clean import personal_data, secrets
from commonplace_clean.embedded import embedded_runs
from commonplace_clean.errors import NotebookRejected
from commonplace_clean.limits import Limits
from commonplace_clean.metadata import words_in
from commonplace_clean.patterns import Hit, hits, possible
from commonplace_clean.results import Finding, Notebook

_MOST_FINDINGS = 100


def scan(notebook: Notebook, limits: Limits) -> list[Finding]:
    """Return what the author should look at, in the order of the cells.

    Raises:
        NotebookRejected: a cell holds more base64 than ``limits`` allow; the cell is named.
    """
    watch = _Watch(notebook)
    findings = [*watch.words(notebook["metadata"], None)]
    for number, cell in enumerate(notebook["cells"], 1):
        findings += _embedded(cell["source"], number, limits.max_embedded_bytes)
        findings += watch.source(cell["source"], number)
        findings += watch.words(cell["metadata"], number)
    return _first(findings)


def _first(findings: list[Finding]) -> list[Finding]:
    more = len(findings) - _MOST_FINDINGS
    if more <= 0:
        return findings
    message = f"There are {more:,} more such places; these are the first {_MOST_FINDINGS}."
    return [*findings[:_MOST_FINDINGS], Finding(findings[_MOST_FINDINGS].kind, None, None, message)]


class _Watch:
    """Looks for the secrets and the personal data that one notebook could hold at all."""

    def __init__(self, notebook: Notebook) -> None:
        """Choose the rules that are worth trying."""
        words = [*words_in(notebook["metadata"])]
        for cell in notebook["cells"]:
            words += [cell["source"], *words_in(cell["metadata"])]
        text = "\n".join(words)
        self._rules = {
            "secret": possible(secrets.RULES, text),
            "personal-data": possible(personal_data.RULES, text),
        }

    def source(self, source: str, number: int) -> Iterator[Finding]:
        """Yield what is in the source of cell ``number``."""
        for kind, hit in self._hits(source):
            line = source.count("\n", 0, hit.first) + 1
            again = "" if hit.times == 1 else f", and {hit.times - 1:,} more of the kind"
            yield Finding(kind, number, line, f"Cell {number}, line {line} seems to hold {hit.name}{again}.")

    def words(self, metadata: dict[str, Any], number: int | None) -> Iterator[Finding]:
        """Yield what is in the metadata of cell ``number``, or of the notebook."""
        place = "The notebook's metadata" if number is None else f"The metadata of cell {number}"
        for kind, hit in self._hits("\n".join(words_in(metadata))):
            yield Finding(kind, number, None, f"{place} seems to hold {hit.name}.")

    def _hits(self, text: str) -> Iterator[tuple[str, Hit]]:
        for kind, rules in self._rules.items():
            yield from ((kind, hit) for hit in hits(text, rules))


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
