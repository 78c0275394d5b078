"""Pages for readers: the notebook, its versions, its file, the star."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery.accounts.current import reader, signed_in
from gallery.lib.errors import NotThere
from gallery.notebooks import actions
from gallery.notebooks.access import readable, revision_of
from gallery.notebooks.models import Notebook
from gallery.notebooks.outgoing import notebook_file
from gallery.notebooks.queries import history_page, notebook_page
from gallery.notebooks.usage import note_view


def version_asked(request: HttpRequest) -> int | None:
    """The number in `?version=`, None for the newest; anything else does not exist."""
    text = request.GET.get("version")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotThere
    return int(text)


@require_safe
def notebook(request: HttpRequest, uuid: UUID, slug: str = "") -> HttpResponse:
    """The page of a notebook. A title that changed leads to its present address."""
    page = notebook_page(reader(request), uuid, version_asked(request))
    address = page.card.url
    if request.path != address:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
    _note_view(request, uuid)
    return render(request, "notebooks/notebook.html", {"page": page, "nb": page.card})


def _note_view(request: HttpRequest, uuid: UUID) -> None:
    """Count it, unless nobody looks: a browser may load a page before it is asked to."""
    person = reader(request)
    if person is not None and request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        note_view(person, uuid)


@require_safe
def history(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All versions, newest first."""
    return render(request, "notebooks/history.html", {"page": history_page(reader(request), uuid)})


@require_safe
def download(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The .ipynb of a version, cleaned once more on its way out."""
    person = reader(request)
    found = readable(person, uuid)
    return notebook_file(found, revision_of(found, version_asked(request)), by=person)


@require_POST
def star(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep at hand."""
    person = signed_in(request)
    found = readable(person, uuid)
    actions.star(notebook=found, by=person)
    return _starred(request, found, starred=True)


@require_POST
def unstar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep at hand no longer."""
    person = signed_in(request)
    found = readable(person, uuid)
    actions.unstar(notebook=found, by=person)
    return _starred(request, found, starred=False)


def _starred(request: HttpRequest, found: Notebook, *, starred: bool) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        context = {"nb": {"uuid": found.uuid, "stars": found.stars, "starred": starred}, "focused": True}
        return render(request, "notebooks/star.html", context)
    messages.success(request, _("Starred: you find it on your home page.") if starred else _("No longer starred."))
    return HttpResponseRedirect(found.get_absolute_url())
