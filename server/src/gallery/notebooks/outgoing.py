"""A notebook as a file on its way out: through the same clean function once more."""

from commonplace_clean import dump
from django.http import HttpResponse

from gallery.notebooks.content import document
from gallery.notebooks.intake import clean_again
from gallery.notebooks.models import Notebook, Revision


def notebook_bytes(revision: Revision) -> bytes:
    """The .ipynb of a version."""
    return dump(clean_again(document(revision)).notebook)


def notebook_file(notebook: Notebook, revision: Revision) -> HttpResponse:
    """The .ipynb as an attachment that no browser runs or frames."""
    answer = HttpResponse(notebook_bytes(revision), content_type="application/x-ipynb+json")
    answer["Content-Disposition"] = f'attachment; filename="{notebook.slug}.ipynb"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
