"""A notebook on its way out: through the same clean function once more."""

from typing import Any

from commonplace_clean import dump
from django.http import HttpResponse

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.notebooks.content import document
from gallery.notebooks.intake import clean_again
from gallery.notebooks.models import Notebook, Revision


def notebook_content(revision: Revision) -> dict[str, Any]:
    """The document of a version."""
    return clean_again(document(revision)).notebook


def notebook_bytes(revision: Revision) -> bytes:
    """The .ipynb of a version."""
    return dump(notebook_content(revision))


def notebook_file(notebook: Notebook, revision: Revision, *, by: User | None) -> HttpResponse:
    """The .ipynb as an attachment that no browser runs or frames. Who took it is recorded."""
    record(
        actor=by.username if by is not None else "guest",
        action="notebook.downloaded",
        subject=f"notebook:{notebook.uuid}",
        number=revision.number,
    )
    answer = HttpResponse(notebook_bytes(revision), content_type="application/x-ipynb+json")
    answer["Content-Disposition"] = f'attachment; filename="{notebook.slug}.ipynb"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
