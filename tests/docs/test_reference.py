"""The reference says what the code says; a page that does not is named, and so is what the code leaves out."""

import ast
import re
from pathlib import Path

import pytest
from gallery.lib.scopes import SCOPES
from gallery.site import data_classes
from gallery.site.api import check_scopes

from tools.failure import Failure
from tools.fences.tree import tree
from tools.reference import data, drawings, settings, stale, write
from tools.reference.events import Event, events
from tools.reference.routes import routes
from tools.surroundings import ROOT


def test_every_page_says_what_the_code_says() -> None:
    assert list(stale(ROOT, drawings())) == []


def test_a_planted_difference_and_a_missing_page_are_named(tmp_path: Path) -> None:
    drawn = {Path("one.md"): lambda: "one\n", Path("two.md"): lambda: "two\n", Path("three.md"): lambda: "three\n"}
    assert write(tmp_path, drawn) == list(drawn)
    assert write(tmp_path, drawn) == []
    assert list(stale(tmp_path, drawn)) == []
    (tmp_path / "one.md").write_text("an older one\n")
    (tmp_path / "two.md").unlink()
    assert [sentence.split()[0] for sentence in stale(tmp_path, drawn)] == ["one.md", "two.md"]


def test_a_setting_that_is_not_described_is_found() -> None:
    in_code = {
        node.value
        for path, module in tree(ROOT).python()
        if path.parts[:2] != ("tests", "docs")
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"COMMONPLACE_[A-Z_]*[A-Z]", node.value)
    }
    assert {"COMMONPLACE_HOME", "COMMONPLACE_ENDS_AT"} <= in_code
    assert sorted(in_code - settings.names()) == []


def test_a_new_setting_changes_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings.draw()
    one = {"name": "COMMONPLACE_PLANTED", "default": True, "meaning": "Nothing."}
    monkeypatch.setattr(settings, "described_settings", lambda: [one])
    assert "| `COMMONPLACE_PLANTED` | `true` | Nothing. |" in settings.draw()
    assert "COMMONPLACE_PLANTED" not in before


def test_every_column_is_sorted_and_every_sorted_one_exists() -> None:
    assert [*data.unsorted(), *data.vanished()] == []


def test_an_unsorted_column_and_a_vanished_one_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = {data_classes.DataClass.PLAIN: "id name colour"}
    monkeypatch.setitem(data_classes.DATA_CLASSES, "notebooks_tag", planted)
    monkeypatch.delitem(data_classes.DATA_CLASSES, "notebooks_star")
    assert data.vanished() == ["notebooks_tag.colour does not exist"]
    assert "notebooks_star.person_id has no class" in data.unsorted()
    with pytest.raises(Failure, match=r"notebooks_star\.at has no class"):
        data.draw()


def test_no_column_has_two_classes() -> None:
    for table, classes in data_classes.DATA_CLASSES.items():
        columns = " ".join(classes.values()).split()
        assert sorted(columns) == sorted(set(columns)), table


FOUND = '''
STOPPED = "thing.stopped"
def start(thing):
    """Start a thing."""
    record(actor="a", action="thing.started", subject="b", speed=1)
def stop(thing):
    """Stop a thing."""
    record(actor="a", action=STOPPED, subject="b")
def turn(thing):
    """Turn a thing."""
    _note(thing, "thing.left" if thing else "thing.right")
def _note(thing, action):
    record(actor="a", action=action, subject="b")
def push(thing):
    """Push a thing."""
    _pushed(thing)
def _pushed(thing):
    record(actor="a", action="thing.pushed", subject="b")
'''


def test_events_are_found_however_their_action_is_written() -> None:
    found = {event.action: event for event in events([("things/actions.py", ast.parse(FOUND))])}
    assert sorted(found) == ["thing.left", "thing.pushed", "thing.right", "thing.started", "thing.stopped"]
    assert found["thing.started"] == Event("thing.started", "Start a thing.", ("speed",), "things/actions.py")
    assert found["thing.left"].meaning == "Turn a thing."
    assert found["thing.pushed"].meaning == "Push a thing."


@pytest.mark.parametrize(
    "planted",
    [
        'def a():\n    record(actor="a", action=f"thing.{word}", subject="b")',
        'def a():\n    record("a", "thing.started", "b")',
        'def a(action):\n    record(actor="a", action=action, subject="b")',
    ],
)
def test_an_action_that_cannot_be_read_is_refused(planted: str) -> None:
    with pytest.raises(Failure):
        list(events([("things/actions.py", ast.parse(planted))]))


def test_every_call_names_its_scope() -> None:
    """The gallery does not start otherwise; here the table is read back from the routes."""
    assert {f"{route.method} {route.path.removeprefix('/api/v1')}" for route in routes()} == set(SCOPES)


def test_a_call_without_a_scope_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(SCOPES, "GET /me")
    with pytest.raises(RuntimeError, match="GET /me"):
        check_scopes()
