"""What leaves the gallery by other ways than an answer: mails and exports."""

import argparse
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.core import mail
from django.db import transaction
from gallery.notices.models import Notice
from gallery.notices.tasks import mail_notice
from gallery.site.commands import export_command

from server.tests.matrix.actors import Actor
from server.tests.matrix.checks import Matrix
from server.tests.matrix.rule import read_by
from server.tests.matrix.world import username


def check_mails(matrix: Matrix) -> list[str]:
    """Send everything that waits, now: each mail tells its reader only of what they may read at this moment."""
    mail.outbox.clear()
    with transaction.atomic():  # taken back, so that the same mails can be sent once more
        for key in list(Notice.objects.filter(mailed_at=None).values_list("pk", flat=True)):
            mail_notice.call(key)
        transaction.set_rollback(True)
    return [line for sent in mail.outbox for line in _told_too_much(matrix, sent)]


def _told_too_much(matrix: Matrix, sent: "mail.EmailMessage") -> Iterator[str]:
    names = {f"{username(name)}@test.example": name for name in matrix.world.people}
    text = f"{sent.subject}\n{sent.body}".lower()
    readable = read_by(Actor("reader of a mail", names[sent.to[0]]))
    for state, one in matrix.world.written.items():
        if state not in readable and any(word in text for word in one.words.all()):
            yield f"a mail to {sent.to[0]} tells of “{state}”"


def check_export(matrix: Matrix, folder: Path, owner: str = "") -> list[str]:
    """The operator's archive holds what is alive, of one person or of everybody, and nothing from the trash."""
    file = folder / "out.zip"
    export_command.run(argparse.Namespace(file=file, owner=username(owner) if owner else None))
    with zipfile.ZipFile(file) as archive:
        text = "\n".join(archive.read(name).decode() for name in archive.namelist()).lower()
    complaints = []
    for state, one in matrix.world.written.items():
        due = not state.trashed and owner in {"", state.responsible}
        named = [word for word in (one.words.title, one.words.code, one.words.tag) if word in text]
        if bool(named) is not due:
            complaints.append(f"the export {'lacks' if due else 'holds'} “{state}”")
    return complaints
