"""Saving: cells stored once, revisions immutable, two people at once, nothing half done."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from commonplace_clean import Cleaned
from django.db import IntegrityError, connection, transaction
from gallery.accounts.models import User
from gallery.audit.models import AuditEvent
from gallery.lib.errors import NotAllowed
from gallery.notebooks import actions, recording
from gallery.notebooks.content import document
from gallery.notebooks.models import Cell, Notebook, Revision, RevisionCell
from gallery.notebooks.outgoing import notebook_bytes

Write = Callable[..., Notebook]
Clean = Callable[..., Cleaned]


def sources_of(revision: Revision) -> list[str]:
    return [cell["source"] for cell in document(revision)["cells"]]


def test_what_was_saved_comes_back(ada: User, write: Write) -> None:
    notebook = write(ada, "a = 1", "print('ä€𝄞')")
    assert notebook.head is not None
    assert sources_of(notebook.head) == ["a = 1", "print('ä€𝄞')"]


def test_a_cell_is_stored_once_however_many_notebooks_hold_it(ada: User, grace: User, write: Write) -> None:
    write(ada, "import pandas", "import pandas")
    write(grace, "import pandas")
    assert Cell.objects.count() == 1
    assert RevisionCell.objects.count() == 3


def test_code_and_prose_of_the_same_text_are_two_cells(ada: User, write: Write) -> None:
    write(ada, "same")
    write(ada, "same", kind="markdown")
    assert set(Cell.objects.values_list("kind", flat=True)) == {"code", "markdown"}


def test_a_new_version_names_its_base(ada: User, write: Write, cleaned: Clean) -> None:
    notebook = write(ada, "a = 1")
    second = actions.save_revision(notebook=notebook, by=ada, cleaned=cleaned("a = 2"), base=1, message="two")
    assert (second.number, second.base, sources_of(second)) == (2, 1, ["a = 2"])
    notebook.refresh_from_db()
    assert notebook.head == second


def test_an_unchanged_version_is_not_saved_again(ada: User, write: Write, cleaned: Clean) -> None:
    notebook = write(ada, "a = 1")
    assert actions.save_revision(notebook=notebook, by=ada, cleaned=cleaned("a = 1"), base=1).number == 1


def test_saving_on_an_old_base_is_a_conflict_that_names_who(ada: User, write: Write, cleaned: Clean) -> None:
    notebook = write(ada, "a = 1")
    actions.save_revision(notebook=notebook, by=ada, cleaned=cleaned("a = 2"), base=1, message="mine first")
    with pytest.raises(actions.RevisionConflict) as caught:
        actions.save_revision(notebook=notebook, by=ada, cleaned=cleaned("a = 3"), base=1)
    assert caught.value.extra["current_revision"] == 2
    assert caught.value.extra["current_message"] == "mine first"
    assert notebook.revisions.count() == 2


def test_a_stranger_cannot_save_a_version(ada: User, otto: User, write: Write, cleaned: Clean) -> None:
    with pytest.raises(NotAllowed, match="save your own copy"):
        actions.save_revision(notebook=write(ada, public=True), by=otto, cleaned=cleaned("x"), base=1)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_saving_at_once_exactly_one_wins(ada: User, write: Write, cleaned: Clean) -> None:
    notebook, outcomes, start = write(ada, "a = 0"), [], threading.Barrier(2)

    def save(source: str) -> None:
        start.wait()
        try:
            actions.save_revision(
                notebook=Notebook.objects.get(pk=notebook.pk), by=ada, cleaned=cleaned(source), base=1
            )
            outcomes.append("saved")
        except actions.RevisionConflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(f"a = {number}",)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "saved"]
    assert notebook.revisions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_save_that_fails_half_way_leaves_nothing(
    ada: User, write: Write, cleaned: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = write(ada, "a = 1")

    def fail(*_: object, **__: object) -> Any:
        raise RuntimeError("disk full")

    monkeypatch.setattr(recording, "next_change", fail)
    with pytest.raises(RuntimeError):
        actions.save_revision(notebook=notebook, by=ada, cleaned=cleaned("a = 2"), base=1)
    assert Revision.objects.count() == 1
    assert Cell.objects.count() == 1
    assert not AuditEvent.objects.filter(action="revision.saved").exists()


def test_revisions_cannot_be_changed(ada: User, write: Write) -> None:
    revision = write(ada).head
    assert revision is not None
    revision.message = "rewritten"
    with pytest.raises(TypeError, match="immutable"):
        revision.save()


def test_going_back_makes_a_new_version(ada: User, write: Write, cleaned: Clean) -> None:
    notebook = write(ada, "a = 1")
    actions.save_revision(notebook=notebook, by=ada, cleaned=cleaned("a = 2"), base=1)
    third = actions.restore_revision(notebook=notebook, by=ada, number=1, cleaned=cleaned("a = 1"))
    assert (third.number, sources_of(third), third.message) == (3, ["a = 1"], "Back to version 1")


def test_trash_and_back(ada: User, write: Write) -> None:
    notebook = write(ada)
    actions.trash(notebook=notebook, by=ada)
    assert notebook.trashed_at is not None
    actions.untrash(notebook=notebook, by=ada)
    assert Notebook.objects.get(pk=notebook.pk).trashed_at is None


def test_every_verb_leaves_an_event_and_moves_the_sequence(ada: User, write: Write) -> None:
    notebook = write(ada)
    first = Notebook.objects.get(pk=notebook.pk).changed
    actions.trash(notebook=notebook, by=ada)
    assert Notebook.objects.get(pk=notebook.pk).changed > first > 0
    assert list(AuditEvent.objects.order_by("at").values_list("action", flat=True)) == [
        "notebook.created",
        "notebook.trashed",
    ]


def test_the_audit_log_knows_no_titles(ada: User, write: Write) -> None:
    write(ada, title="Secret plan Canary7")
    assert not any("Canary7" in json.dumps(event.detail) + event.subject for event in AuditEvent.objects.all())


def test_stars_count_once(ada: User, otto: User, write: Write) -> None:
    notebook = write(ada, public=True)
    for person in (otto, otto, ada):
        actions.star(notebook=notebook, by=person)
    assert notebook.stars == 2
    actions.unstar(notebook=notebook, by=otto)
    assert Notebook.objects.get(pk=notebook.pk).stars == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0, "base": None},
        {"number": 1, "base": None},
        {"number": 5, "base": 7},
    ],
)
def test_the_database_refuses_impossible_revisions(ada: User, write: Write, wrong: dict[str, Any]) -> None:
    notebook = write(ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(notebook=notebook, author=ada, fingerprint="f" * 64, **wrong)


def test_the_database_refuses_unknown_kinds_and_visibilities(ada: User, write: Write) -> None:
    notebook = write(ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(digest="d" * 64, kind="heading", source_hash="s" * 64, body=b"", size=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notebook.objects.filter(pk=notebook.pk).update(visibility="everyone")


def test_a_limit_that_was_lowered_leaves_old_versions_readable(ada: User, write: Write, settings: Any) -> None:
    notebook = write(ada, "x = 1\n" * 500)
    assert notebook.head is not None
    settings.CONFIG = replace(settings.CONFIG, upload_bytes=1_000)
    assert b"x = 1" in notebook_bytes(notebook.head)
