"""People looked after on a terminal: the same verbs, the same record."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.notebooks.models import Notebook
from gallery.site.command_line import main

Events = Callable[[str], Sequence[AuditEvent]]


def test_deactivated_reactivated_made_an_administrator(admin: User, ada: User, events: Events) -> None:
    for verb, active, administrator in [
        ("deactivate", False, False),
        ("reactivate", True, False),
        ("make-admin", True, True),
    ]:
        assert main(["user", verb, "ada"]) == 0
        ada.refresh_from_db()
        assert (ada.is_active, ada.is_superuser) == (active, administrator)
    for action in ("person.deactivated", "person.reactivated", "administrator.given"):
        assert [one.actor for one in events(action)] == ["command line"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["deactivate", "admin"], "Admin is the last administrator"),
        (["make-admin", "nobody"], "There is no person called nobody"),
    ],
)
def test_what_cannot_be(admin: User, words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", *words]) == 1
    assert says in capsys.readouterr().err
    admin.refresh_from_db()
    assert admin.is_active


def test_what_was_exported_is_on_record_before_the_archive_is_there(
    ada: User, write: Callable[..., Notebook], events: Events, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(ada)
    for words in ([], ["--owner", "ada"]):
        assert main(["export", str(tmp_path / "all.zip"), *words]) == 0
    told = [(one.actor, one.subject, one.detail["count"]) for one in events("notebooks.exported")]
    assert told == [("command line", "everybody", 1), ("command line", "person:ada", 1)]
    monkeypatch.setattr("gallery.audit.actions.record", _full)
    assert main(["export", str(tmp_path / "untold.zip")]) == 1
    assert not (tmp_path / "untold.zip").exists()


def _full(**event: object) -> None:
    raise OSError("the disk is full")
