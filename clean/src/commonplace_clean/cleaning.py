"""The one function that makes notebooks code-only: gate, reading, rebuild, scan."""

import json
from dataclasses import dataclass
from typing import Any

from commonplace_clean.gate import read_json
from commonplace_clean.limits import Limits
from commonplace_clean.personal_data import personal_data_in
from commonplace_clean.rebuild import rebuild
from commonplace_clean.report import Finding, Stripped
from commonplace_clean.secrets import secrets_in

MOST_WARNINGS = 100


@dataclass(frozen=True)
class Cleaned:
    """A clean notebook (nbformat 4.5), what was removed to make it, and what its author should look at."""

    notebook: dict[str, Any]
    stripped: Stripped
    warnings: tuple[Finding, ...]


def clean_notebook(raw: bytes, *, limits: Limits = Limits()) -> Cleaned:
    """A clean notebook from the bytes of a file; raises `NotebookRejected` and nothing else."""
    return _cleaned(read_json(raw, limits=limits), len(raw), limits)


def clean_document(document: Any, *, limits: Limits = Limits()) -> Cleaned:
    """The same for a document that `read_json` or the gallery itself has parsed."""
    size = len(json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return _cleaned(document, size, limits)


def _cleaned(document: Any, size: int, limits: Limits) -> Cleaned:
    notebook, stripped, findings = rebuild(document, limits)
    stripped.bytes = max(0, size - len(dump(notebook)))
    for number, cell in enumerate(notebook["cells"], start=1):
        findings += _scanned(number, cell["source"])
    return Cleaned(notebook=notebook, stripped=stripped, warnings=tuple(findings[:MOST_WARNINGS]))


def _scanned(number: int, source: str) -> list[Finding]:
    secret = [Finding("secret", number, f"Cell {number}, line {line} seems to hold {kind}.") for line, kind in secrets_in(source)]
    person = [Finding("personal-data", number, f"Cell {number}, line {line} seems to hold {kind}.") for line, kind in personal_data_in(source)]
    return secret + person


def dump(notebook: dict[str, Any]) -> bytes:
    """The canonical file of a clean notebook: the same content, the same bytes."""
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
