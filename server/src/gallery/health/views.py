"""The page of a notebook's health."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.accounts.current import reader
from gallery.health.pages import health_page
from gallery.notebooks.access import readable


@require_safe
def health(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Can I expect this notebook to work for me today?"""
    return render(request, "health/health.html", {"page": health_page(reader(request), uuid)})


@require_safe
def below_title(request: HttpRequest, uuid: UUID, slug: str) -> HttpResponse:
    """The same below the readable address of a notebook: leads to where the page is."""
    return HttpResponseRedirect(f"/notebooks/{readable(reader(request), uuid).uuid}/health")
