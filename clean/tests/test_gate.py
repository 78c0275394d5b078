"""The gate refuses bytes that are too large, too deep, or mean different things to different readers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from commonplace_clean import Limits, NotebookRejected, clean_document, clean_notebook, read_json

from clean.tests.notebooks import as_bytes, code, notebook


def refusal(raw: bytes, **limits: Any) -> NotebookRejected:
    """Return the error for ``raw``."""
    with pytest.raises(NotebookRejected) as caught:
        read_json(raw, limits=Limits(**limits))
    return caught.value


def test_a_file_of_exactly_the_limit_passes_and_one_byte_more_is_too_large() -> None:
    raw = as_bytes(notebook(code()))
    assert clean_notebook(raw, limits=Limits(max_bytes=len(raw))).notebook["cells"][0]["source"] == "1 + 1"
    error = refusal(raw, max_bytes=len(raw) - 1)
    assert (error.status, error.where) == (413, "")
    assert "at most" in error.reason


def test_one_byte_order_mark_is_read_over() -> None:
    assert read_json(b"\xef\xbb\xbf{}") == {}


FAULTS = {
    "nothing": (b"", "empty", ""),
    "only spaces": (b" \n\t ", "empty", ""),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbf{}", "byte order mark", "line 1, column 1"),
    "Latin-1": (b'{"a":\n "\xe9"}', "UTF-8", "line 2, column 3"),
    "UTF-16": ("{}".encode("utf-16"), "UTF-8", "line 1, column 1"),
    "overlong UTF-8": (b'{"a": "\xc0\xaf"}', "UTF-8", "line 1, column 8"),
    "a surrogate in UTF-8": (b'"\xed\xa0\x80"', "UTF-8", "line 1, column 2"),
    "a plain NUL": (b'{"a": "\0"}', "NUL", "line 1, column 8"),
    "an escaped NUL": (b'{"a":\n"x\\u0000"}', "NUL", "line 2, column 3"),
    "an escaped NUL after a backslash": (b'"\\\\\\u0000"', "NUL", "line 1, column 4"),
    "half a pair, the first": (b'"\\ud83d"', "surrogate", "line 1, column 2"),
    "half a pair, the second": (b'"\\uDE00"', "surrogate", "line 1, column 2"),
    "a pair the wrong way round": (b'"\\ude00\\ud83d"', "surrogate", "line 1, column 2"),
    "a half before a pair": (b'"\\ud83d\\ud83d\\ude00"', "surrogate", "line 1, column 2"),
    "a half after a pair": (b'"\\ud83d\\ude00\\ude00"', "surrogate", "line 1, column 14"),
    "NaN": (b'{"a": NaN}', "NaN", "line 1, column 7"),
    "Infinity": (b"[1,\n Infinity]", "Infinity", "line 2, column 2"),
    "negative infinity": (b"[-Infinity]", "Infinity", "line 1, column 2"),
    "21 digits": (b"[1" + b"0" * 20 + b"]", "20 digits", "line 1, column 2"),
    "21 digits below zero": (b"[-1" + b"0" * 20 + b"]", "20 digits", "line 1, column 3"),
    "a million digits": (b"1" * 1_000_000, "20 digits", "line 1, column 1"),
    "21 digits and a stop": (b"[" + b"1" * 21 + b".]", "20 digits", "line 1, column 2"),
    "21 digits and half an exponent": (b"[" + b"1" * 21 + b"e+]", "20 digits", "line 1, column 2"),
    "infinity by its exponent": (b"[1e999]", "too large", ""),
    "the same key twice": (b'{"a": 1, "a": 2}', "twice", ""),
    "the same key twice, written differently": (b'{"a": 1, "\\u0061": 2}', "twice", ""),
    "the same key twice, deep inside": (
        b'{"cells": [{}, {"metadata": {"x": 1, "x": 1}}]}',
        "twice",
        "cells[1].metadata",
    ),
    "a key cut off": (b'{"a', "unterminated string", "line 1, column 2"),
    "no JSON": (b"{'a': 1}", "not JSON", "line 1, column 2"),
    "two documents": (b"{} {}", "not JSON", "line 1, column 4"),
    "a line break in a string": (b'"a\nb"', "not JSON", "line 1, column 3"),
    "a wrong escape": (b'"\\x41"', "not JSON", "line 1, column 2"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_clean_json_is_refused_with_the_place(fault: str) -> None:
    raw, word, where = FAULTS[fault]
    error = refusal(raw)
    assert word in error.reason
    assert (error.status, error.where) == (422, where)


FINE = {
    "20 digits": b"[12345678901234567890]",
    "20 digits below zero": b"[-12345678901234567890]",
    "a long fraction": b"[0.1234567890123456789012345]",
    "a long exponent": b"[1e-0000000000000000000000001]",
    "a long number with a fraction": b"[1234567890123456789012345.5]",
    "digits in a string": b'["1234567890123456789012345"]',
    "NaN in a string": b'["NaN", "say \\"Infinity\\""]',
    "a backslash before u0000": b'["\\\\u0000", "\\\\ud800"]',
    "a whole pair": b'["\\ud83d\\ude00"]',
    "the same key in two objects": b'[{"a": 1}, {"a": 1}]',
    "brackets in a string": b'["' + b"[{" * 500 + b'"]',
    "brackets after an escaped quote": b'["\\"' + b"[{" * 500 + b'\\\\"]',
}


@pytest.mark.parametrize("kind", FINE)
def test_what_only_looks_wrong_is_read_as_any_parser_reads_it(kind: str) -> None:
    assert read_json(FINE[kind]) == json.loads(FINE[kind])


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_depth_is_counted_exactly(opening: bytes, closing: bytes) -> None:
    assert read_json(opening * 99 + b"[]" + closing * 99) is not None
    error = refusal(b"\n" + opening * 100 + b"[]" + closing * 100)
    assert "100 levels" in error.reason
    assert error.where.startswith("line 2, column")


@pytest.mark.parametrize("raw", [b"[" * 1_000_000, b'{"a":' * 1_000_000, b"[" * 500_000 + b"]" * 500_000])
def test_a_million_brackets_are_a_sentence_and_no_recursion(raw: bytes) -> None:
    assert "levels deep" in refusal(raw).reason


def test_a_string_left_open_hides_no_depth() -> None:
    error = refusal(b'["' + b"[" * 1_000)
    assert "not JSON" in error.reason


def test_a_refusal_never_quotes_the_content() -> None:
    canary = "Quokka"
    for raw in (f'{{"{canary}": 1, "{canary}": 2}}', f'{{"{canary}" 1}}', f'"\\{canary}"', f'{{"x": {canary}}}'):
        assert canary not in str(refusal(raw.encode()))


def test_a_refusal_is_one_sentence_with_the_place_in_it() -> None:
    assert str(refusal(b'{"a": NaN}')) == "The file has NaN or Infinity, which JSON does not know (line 1, column 7)."


def test_a_document_in_memory_passes_the_same_gate() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    round_and_round: dict[str, object] = {}
    round_and_round["metadata"] = round_and_round
    for odd in (
        notebook(metadata={"x": float("nan")}),
        notebook(metadata={"x": 10**30}),
        notebook(code("\ud800")),
        notebook(code("\0")),
        notebook(metadata={"x": {1}}),
        notebook(metadata={(1, 2): 1}),
        deep,
        round_and_round,
    ):
        with pytest.raises(NotebookRejected):
            clean_document(odd)


WRONG_LIMITS: list[dict[str, Any]] = [{"max_bytes": 0}, {"max_cells": 0}, {"max_depth": 0}, {"max_depth": 201}]


@pytest.mark.parametrize("wrong", WRONG_LIMITS)
def test_limits_that_nothing_could_meet_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"at (least|most)"):
        Limits(**wrong)
