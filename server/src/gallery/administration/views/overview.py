"""The first page of the administration."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.administration.doors import administrator
from gallery.administration.overview import overview


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Numbers and ways on."""
    administrator(request)
    return render(request, "administration/overview.html", {"page": overview()})


@require_safe
def without_slash(request: HttpRequest) -> HttpResponse:
    """As people type it."""
    administrator(request)
    return HttpResponseRedirect("/admin/")
