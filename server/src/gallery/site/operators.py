"""Addresses for operators: alive, ready, counted."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from gallery.accounts.models import User
from gallery.notebooks.permissions import visible_to


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ready"})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Totals in Prometheus' text format. Whoever asks is nobody, so only what nobody may see is counted."""
    totals = {
        "commonplace_people": User.objects.filter(is_active=True).count(),
        "commonplace_notebooks": visible_to(None).count(),
    }
    lines = [f"# TYPE {name} gauge\n{name} {value}\n" for name, value in totals.items()]
    return HttpResponse("".join(lines), content_type="text/plain; version=0.0.4")
