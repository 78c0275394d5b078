"""Where else a cell appears."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.accounts.current import reader
from gallery.notebooks import elsewhere as queries
from gallery.notebooks.views.lists import page_asked
from gallery.notebooks.views.reading import version_asked


@require_safe
def also_elsewhere(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Which cells of a notebook stand in others, too: a page; for the notebook's own page the numbers at its cells."""
    page = queries.also_elsewhere(reader(request), uuid, version_asked(request))
    part = request.headers.get("HX-Request") == "true"
    return render(request, "notebooks/also_part.html" if part else "notebooks/also.html", {"page": page})


@require_safe
def elsewhere(request: HttpRequest, uuid: UUID, cell: str) -> HttpResponse:
    """Notebooks with the same cell, and with almost the same."""
    page = queries.elsewhere(reader(request), uuid, cell, page=page_asked(request))
    return render(request, "notebooks/elsewhere.html", {"page": page, "listing": page})
