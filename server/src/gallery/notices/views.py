"""The page of notices."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.accounts.current import signed_in
from gallery.notices.actions import see_all
from gallery.notices.queries import notices_of


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What happened that concerns the reader; looking at it marks it as seen."""
    person = signed_in(request)
    lines = notices_of(person)
    if person.unseen_notices and request.method == "GET":
        see_all(person=person)
    return render(request, "notices/notices.html", {"lines": lines})
