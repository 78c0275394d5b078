"""What is kept of an executed cell, and what never is."""

import json
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from commonplace_clean import cell_hash
from commonplace_lab.causes import cause_of
from commonplace_lab.records import Record

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SECRET = "the-secret-in-the-error"


def told(**changed: Any) -> dict[str, Any]:
    """What the browser's half tells of a cell that worked."""
    return {
        "id": str(uuid.uuid4()), "notebook": str(uuid.uuid4()), "revision": 3, "cell_hash": cell_hash("1 + 1"),
        "success": True, "error_type": "", "runtime_ms": 12, "started_at": "2026-11-21T08:59:00.250Z",
    } | changed  # fmt: skip


def read(**changed: Any) -> Record:
    record = Record.read(told(**changed), now=NOW)
    assert record is not None
    return record


def test_what_leaves_is_what_the_gallery_asks_for_and_nothing_else() -> None:
    item = told(source="1 + 1", output=SECRET, evalue=SECRET)
    record = Record.read(item, now=NOW)
    assert record is not None
    expected = {name: item[name] for name in ("id", "notebook", "revision", "cell_hash", "success", "runtime_ms")}
    assert record.body(causes=True) == expected | {"started_at": "2026-11-21T08:59:00.250Z"}


def test_of_a_failure_a_class_leaves_where_that_is_allowed() -> None:
    failed = read(success=False, error_type="ModuleNotFoundError")
    assert failed.body(causes=True)["cause"] == "package"
    assert "cause" not in failed.body(causes=False)
    assert "ModuleNotFoundError" not in repr(failed)


def test_a_type_that_carries_words_is_not_kept() -> None:
    assert SECRET not in repr(read(success=False, error_type=f"{SECRET}Error"))


@pytest.mark.parametrize(
    ("type_name", "cause"),
    [
        ("PermissionError", "right"), ("botocore.exceptions.AccessDenied", "right"), ("Unauthorized", "right"),
        ("ModuleNotFoundError", "package"), ("ImportError", "package"),
        ("MemoryError", "memory"), ("_ArrayMemoryError", "memory"), ("OutOfMemoryError", "memory"),
        ("ConnectionRefusedError", "source"), ("ReadTimeout", "source"), ("FileNotFoundError", "source"),
        ("OperationalError", "source"), ("HTTPError", "source"), ("OSError", "source"),
        ("ValueError", "input"), ("KeyError", "input"), ("JSONDecodeError", "input"), ("EmptyDataError", "input"),
        ("NameError", "other"), ("SyntaxError", "other"), ("ERROR", "other"), ("", "other"),
        ("KeyboardInterrupt", "other"), ("ZipImportErrorx" * 200, "package"),
    ],
)  # fmt: skip
def test_classes_of_failures(type_name: str, cause: str) -> None:
    assert cause_of(type_name) == cause


def test_nothing_began_later_than_now() -> None:
    assert read(started_at="2026-11-21T09:20:00Z").started_at == "2026-11-21T09:00:00.000Z"
    assert read(started_at="2026-11-21T09:59:00+01:00").started_at == "2026-11-21T08:59:00.000Z"


def test_runtimes_stay_within_what_can_be_kept() -> None:
    assert [read(runtime_ms=value).runtime_ms for value in (-5, 0.6, 10**15)] == [0, 1, 2**31 - 1]


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "x"}, {"id": 7}, {"notebook": "../me"}, {"cell_hash": "ABC"}, {"cell_hash": None}, {"success": 1},
        {"runtime_ms": "fast"}, {"runtime_ms": float("nan")}, {"runtime_ms": float("inf")}, {"runtime_ms": True},
        {"started_at": "soon"}, {"revision": "3"}, {"success": False, "error_type": {}},
    ],
)  # fmt: skip
def test_what_is_no_record_is_none(changed: dict[str, Any]) -> None:
    assert Record.read(told(**changed), now=NOW) is None


@pytest.mark.parametrize("item", [None, [], "text", {}, 5])
def test_neither_is_anything_else(item: object) -> None:
    assert Record.read(item, now=NOW) is None


def test_browser_and_gallery_calculate_the_same_hash() -> None:
    text = (Path(__file__).parents[1] / "src/executions/cell_hash.test.ts").read_text(encoding="utf-8")
    known = re.findall(r"^  \[('.*'), '([0-9a-f]{64})'\]", text, re.MULTILINE)
    assert len(known) == 3
    for literal, hashed in known:
        source = json.loads(f'"{literal[1:-1].replace(chr(34), chr(92) + chr(34)).replace(chr(92) + "x", "")}"')
        assert cell_hash(source) == hashed
