"""What records of executions are compared with: one record a request, as one would first write the endpoint.

The same sign-in, scope, reading rule and hash of the cell; each record is one row, one insert, one transaction. Unlike
the gallery's own it knows no bound, and a record that comes again is an error of the database.
"""

import json
from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from gallery.accounts.bearer import principal_of
from gallery.executions.known_cells import known_among
from gallery.executions.models import Execution
from gallery.lib.permissions import Permission
from gallery.notebooks.permissions import visible_to
from gallery.site.urls import urlpatterns as of_the_gallery


@csrf_exempt
@require_POST
def take_one(request: HttpRequest) -> JsonResponse:
    """Keep one record."""
    principal = principal_of(request)
    principal.needs(Permission.EXECUTIONS_WRITE)
    told = json.loads(request.body)
    notebook = visible_to(principal.user).filter(uuid=told["notebook"]).first()
    if notebook is None:
        return JsonResponse({"unknown": 1}, status=404)
    place = (UUID(told["notebook"]), str(told["cell_hash"]))
    at = datetime.fromisoformat(told["started_at"]).astimezone(UTC)
    Execution.objects.create(
        person=principal.person(),
        key=told["id"],
        notebook=notebook,
        source_hash=place[1] if known_among({place}, {place[0]: notebook.pk}) else "",
        success=told["success"],
        runtime_ms=told["runtime_ms"],
        started_at=at,
        day=at.date(),
        received_at=timezone.now(),
    )
    return JsonResponse({"accepted": 1}, status=202)


urlpatterns = [path("single", take_one), *of_the_gallery]
