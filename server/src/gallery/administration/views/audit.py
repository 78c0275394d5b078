"""The audit log: a page, and a file."""

import csv
import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from gallery.administration.audit_queries import COLUMNS, Narrowed, all_told, audit_page, narrowed_by
from gallery.administration.doors import administrator
from gallery.administration.sentences import FAMILIES
from gallery.audit.actions import record
from gallery.lib.paging import page_number


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """What happened, latest first."""
    administrator(request)
    listing = audit_page(narrowed_by(request.GET), page_number(request.GET.get("page", "")))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "listing": listing,
        "families": [(key, title) for key, (title, _family) in FAMILIES.items()],
        "download": f"/admin/audit.csv?{kept.urlencode()}",
    }
    return render(request, "administration/audit.html", context)


@require_GET
def download(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file that is never whole in memory. That it was taken is recorded first."""
    by, narrowed = administrator(request), narrowed_by(request.GET)
    record(actor=by.username, action="audit.exported", subject="audit", filters=narrowed.words)
    answer = StreamingHttpResponse(_lines(narrowed), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="audit-{timezone.now():%Y-%m-%d}.csv"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


class _Echo:
    """Hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _lines(narrowed: Narrowed) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for event, told in all_told(narrowed):
        detail = json.dumps(event.detail, ensure_ascii=False)
        cells = (event.at.isoformat(), event.actor, event.action, event.subject, detail, told.text)
        yield writer.writerow([_inert(cell) for cell in cells])


def _inert(cell: str) -> str:
    """What a spreadsheet would run as a formula stays text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
