"""What is like a notebook: below the notebook's page when the reader comes near, or as a page of its own."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from gallery.accounts.current import reader
from gallery.notebooks.access import readable
from gallery.recommendations.queries import similar_to

MOST_ON_A_PAGE = 24


@require_safe
@vary_on_headers("HX-Request")
def similar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Notebooks like this one, with the reason for each."""
    person = reader(request)
    notebook = readable(person, uuid)
    part = request.headers.get("HX-Request") == "true"
    found = similar_to(person, notebook) if part else similar_to(person, notebook, MOST_ON_A_PAGE)
    context = {"title": notebook.title, "url": notebook.get_absolute_url(), "suggestions": found}
    return render(request, f"recommendations/similar{'_part' if part else ''}.html", context)
