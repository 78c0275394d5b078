"""Hostile input costs no more than its length.

Long texts are made to send a search back and forth. Each search runs in a process of its own, which the system ends
when it has used far more computing time than a linear search can need: a search for a pattern listens to nobody.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from commonplace_clean import NotebookRejected, clean_notebook, personal_data, secrets
from commonplace_clean.embedded import embedded_runs
from commonplace_clean.gate import read_json

from clean.tests.notebooks import as_bytes, code, notebook

LENGTH = 200_000
GROUP = 10  # pieces for each process; together they take about a second, and one quadratic search takes half a minute
MOST_SECONDS = 15  # of computing time, so that a busy machine makes no difference
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


@pytest.mark.parametrize("first", range(0, len(PIECES), GROUP))
def test_searching_repeated_pieces_costs_their_length(first: int) -> None:
    call = f"from clean.tests.test_linear_time import search; search({first})"
    ended = subprocess.run(
        [sys.executable, "-c", call], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, f"searched to {first + GROUP}\n"), ended.stdout + ended.stderr


def search(first: int) -> None:
    """Try every rule on texts of some of the pieces; say which piece it is, in case this is the last word."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    for piece in PIECES[first : first + GROUP]:
        source = piece * (LENGTH // len(piece))
        sys.stderr.write(f"searching {piece!r}\n")
        for rule in (*secrets.RULES, *personal_data.RULES):
            sum(rule.check(match) for match in rule.expression.finditer(source))
        list(embedded_runs(source))
    sys.stdout.write(f"searched to {first + GROUP}\n")


@pytest.mark.parametrize(
    "raw",
    [
        b'"' * 500_000,
        b"\\" * 500_000,
        b'"' + b"\\" * 500_000,
        b'"' + b'\\"' * 500_000,
        b'"' + rb"\ud800" * 500_000,
        b"[" + b"1," * 500_000,
        b"[" + b"-" * 500_000,
        b"1" * 500_000 + b".",
        b"1e" + b"1" * 500_000,
        b"[" + b"N" * 500_000,
        b"{" * 500_000,
        b"[]" * 500_000,
        b"\n" * 500_000 + b"\xff",
    ],
)
def test_bytes_made_to_hold_up_the_gate_are_refused_at_once(raw: bytes) -> None:
    with pytest.raises(NotebookRejected):
        read_json(raw)


def test_many_cells_and_many_equal_ids_cost_their_number() -> None:
    cells = [code("same", id="same")] * 5_000
    result = clean_notebook(as_bytes(notebook(*cells)))
    assert len({cell["id"] for cell in result.notebook["cells"]}) == 5_000
