"""Hostile input costs no more than its length: half a megabyte made to make a search go back and forth.

With a quadratic step anywhere, each of these would take many minutes; the runner ends a test after two.
"""

from __future__ import annotations

import pytest
from commonplace_clean import NotebookRejected, clean_notebook, personal_data, secrets
from commonplace_clean.embedded import embedded_runs
from commonplace_clean.gate import read_json
from commonplace_clean.patterns import Rule

from clean.tests.notebooks import as_bytes, code, notebook

LENGTH = 500_000
PIECES = [
    "a", "A", "1", " ", "-", "_", "=", "@", "a@", "a.", "a-", "a@b.", "a@a", "+1", "+1 ", "+1-", "(2",
    "1 ", "1-", "00", "00 1", "11 1", "AB12", "AB12 ", "eyJ", "-eyJ", "eyJa.", "-eyJaaaaaaaa.", "://",
    "://a:", "://a:a", ":", ";pwd=", "pwd=", 'pwd="', "password", "password=", 'password="aB3',
    "passwordpassword = ", "token", "token ", "token = ", "secret_", "key: '", "export ", "export a",
    "export password", "sk-", "-sk-", "sk-a", "xox", "xoxb-", "-xoxb-", "ghp_", "hf_", "SG.", "SG.a",
    "AKIA", "-----BEGIN ", "-----BEGIN RSA ", "PRIVATE KEY", "AccountKey=", "?sig=", "1:AA", "ssn",
    "ssn-", "ssn 1", "hooks.slack.com/services/", "a" * 59 + " ", "a" * 60 + " ", "a" * 60 + "=",
    "a" * 60 + '"\n"', "aB3" * 20 + " " * 39,
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_repeated_pieces_cost_their_length(piece: str) -> None:
    source = piece * (LENGTH // len(piece))
    for rule in (*secrets.RULES, *personal_data.RULES):
        assert tried(rule, source) >= 0
    assert sum(length for _, length in embedded_runs(source)) <= len(source)


def tried(rule: Rule, source: str) -> int:
    """Return how often the rule matches: the search has then been everywhere."""
    return sum(1 for match in rule.expression.finditer(source) if rule.check(match))


@pytest.mark.parametrize(
    "raw",
    [
        b'"' * LENGTH,
        b"\\" * LENGTH,
        b'"' + b"\\" * LENGTH,
        b'"' + b'\\"' * LENGTH,
        b'"' + rb"\ud800" * LENGTH,
        b"[" + b"1," * LENGTH,
        b"[" + b"-" * LENGTH,
        b"1" * LENGTH + b".",
        b"1e" + b"1" * LENGTH,
        b"[" + b"N" * LENGTH,
        b"{" * LENGTH,
        b"[]" * LENGTH,
        b"\n" * LENGTH + b"\xff",
    ],
)
def test_bytes_made_to_hold_up_the_gate_are_refused_at_once(raw: bytes) -> None:
    with pytest.raises(NotebookRejected):
        read_json(raw)


def test_many_cells_and_many_equal_ids_cost_their_number() -> None:
    cells = [code("same", id="same")] * 5_000
    result = clean_notebook(as_bytes(notebook(*cells)))
    assert len({cell["id"] for cell in result.notebook["cells"]}) == 5_000
