"""What cannot be used is refused as a whole, with one clear sentence; nothing else can come in with it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from gallery.accounts.models import User
from gallery.executions.models import Execution
from gallery.executions.reports import MOST, MOST_BYTES
from gallery.notebooks.models import Notebook

from server.tests.executions.conftest import item

Write = Callable[..., Notebook]
Send = Callable[..., Any]

HASH = "cell_hash is not the SHA-256 of the cell's source: 64 digits from 0-9 and a-f."
TIME = "started_at is not a time with its zone, as in 2030-01-31T18:00:00Z."
FIELDS = "it must be an object with these fields alone: "
WRONG = [
    ({"cell_hash": "abc"}, HASH),
    ({"cell_hash": "A" * 64}, HASH),
    ({"cell_hash": "a" * 64 + "\n"}, HASH),
    ({"cell_hash": "\0" * 64}, HASH),
    ({"cell_hash": "import secrets; print(1)"}, HASH),
    ({"cell_hash": 5}, HASH),
    ({"cell_hash": None}, HASH),
    ({"started_at": "yesterday"}, TIME),
    ({"started_at": "2030-01-31T18:00:00"}, TIME),
    ({"started_at": 1_900_000_000}, TIME),
    ({"started_at": "2030-02-31T18:00:00Z"}, TIME),
    ({"runtime_ms": -1}, "runtime_ms is not whole milliseconds from 0 to 2147483647."),
    ({"runtime_ms": 2**31}, "runtime_ms is not whole milliseconds"),
    ({"runtime_ms": 1.5}, "runtime_ms is not whole milliseconds"),
    ({"runtime_ms": "12"}, "runtime_ms is not whole milliseconds"),
    ({"runtime_ms": True}, "runtime_ms is not whole milliseconds"),
    ({"success": "yes"}, "success is not true or false."),
    ({"success": 1}, "success is not true or false."),
    ({"id": "1"}, "id is not a UUID made for this execution alone."),
    ({"id": "\0"}, "id is not a UUID"),
    ({"notebook": "first-look"}, "notebook is not the notebook's UUID."),
    ({"revision": 0}, "revision is not the number of the version"),
    ({"cause": "KeyError: 'salary of Ada'"}, "cause is not one of right, package, source, memory, input, other."),
    ({"cause": "\0"}, "cause is not one of"),
    ({"source": "x = 1"}, FIELDS),
    ({"output": "42"}, FIELDS),
    ({"traceback": ["Traceback"]}, FIELDS),
    ({"\0": 1}, FIELDS),
]


@pytest.mark.parametrize(("change", "sentence"), WRONG)
def test_one_item_is_wrong(ada: User, write: Write, send: Send, change: dict[str, Any], sentence: str) -> None:
    notebook = write(ada)
    answer = send(ada, item(notebook), item(notebook) | change, item(notebook) | {"success": "also wrong"})
    said = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert (said["type"], said["item"]) == ("invalid", 1)
    assert said["detail"].startswith(f"items[1]: {sentence}")
    assert said["detail"].endswith(" Nothing was kept.")
    assert not Execution.objects.exists()


@pytest.mark.parametrize("field", ["cell_hash", "id", "notebook", "started_at", "cause", "an unknown name"])
def test_what_was_sent_is_not_repeated(ada: User, write: Write, send: Send, field: str) -> None:
    one = item(write(ada)) | ({"canary": 1} if field == "an unknown name" else {field: "canary"})
    assert "canary" not in send(ada, one).content.decode()


@pytest.mark.parametrize("missing", ["id", "notebook", "cell_hash", "success", "runtime_ms", "started_at"])
def test_something_is_missing(ada: User, write: Write, send: Send, missing: str) -> None:
    one = item(write(ada))
    del one[missing]
    assert send(ada, one).json()["detail"].startswith(f"items[0]: {missing} is missing; it is ")


@pytest.mark.parametrize(
    "body", ["", "no JSON", "[]", "{}", '{"items": {}}', '{"items": null}', '{"items": [], "code": "1"}', "[" * 10_000]
)
def test_the_body_is_no_batch(ada: User, send: Send, body: str) -> None:
    answer = send(ada, body=body)
    assert answer.status_code == 422
    assert answer.json()["detail"] == (
        "The body must be a JSON object with `items`, a list of executions, and nothing else. Nothing was kept."
    )


@pytest.mark.parametrize("one", [None, 1, "x", []])
def test_an_item_is_no_object(ada: User, send: Send, one: Any) -> None:
    answer = send(ada, one)
    assert (answer.status_code, answer.json()["detail"].startswith(f"items[0]: {FIELDS}")) == (422, True)


def test_bytes_that_are_no_text(ada: User, send: Send) -> None:
    assert send(ada, body=b'{"items": ["\xff\xfe"]}').status_code == 422


def test_too_many_items(ada: User, write: Write, send: Send) -> None:
    notebook = write(ada)
    answer = send(ada, *(item(notebook) for _ in range(MOST + 1)))
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "A batch may have 1000 items. Nothing was kept; send the rest in another batch.",
    )
    assert not Execution.objects.exists()


def test_too_many_bytes(ada: User, send: Send) -> None:
    answer = send(ada, body=json.dumps({"items": [], "padding": "x" * MOST_BYTES}))
    assert (answer.status_code, answer.json()["type"]) == (413, "too-large")


def test_a_full_batch_is_taken(ada: User, write: Write, send: Send) -> None:
    notebook = write(ada)
    assert send(ada, *(item(notebook) for _ in range(MOST))).json()["accepted"] == MOST
