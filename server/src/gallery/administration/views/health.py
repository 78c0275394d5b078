"""How the notebooks of the whole house fare."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.administration.doors import administrator
from gallery.administration.health_queries import platform_health


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Distribution, by language, what failed lately, outages."""
    return render(request, "administration/health.html", {"page": platform_health(administrator(request))})
