"""Announcements: looked after by administrators, dismissed by whoever has read them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gallery.administration import announcements as board
from gallery.administration.doors import administrator
from gallery.administration.forms import AnnouncementForm
from gallery.administration.middleware import DISMISSED, dismissed_in
from gallery.administration.models import Announcement
from gallery.lib.addresses import local_path
from gallery.lib.errors import Invalid

ADDRESS = "/admin/announcements/"
METHODS = ["GET", "HEAD", "POST"]
SHOWN = 100
YEAR = 365 * 24 * 3600


@require_http_methods(METHODS)
def announcements(request: HttpRequest) -> HttpResponse:
    """The latest ones, and a form for one more."""
    by = administrator(request)
    form = AnnouncementForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, lambda: board.put_up(by=by, **form.cleaned_data)):
        messages.success(request, _("It stands on every page from its beginning on, at most ten seconds later."))
        return HttpResponseRedirect(ADDRESS)
    now = timezone.now()
    lines = [(board.shown(one), board.shown(one).counts_at(now)) for one in Announcement.objects.all()[:SHOWN]]
    context = {"lines": lines, "form": form, "now": now}
    return render(request, "administration/announcements.html", context, status=422 if form.is_bound else 200)


@require_http_methods(METHODS)
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one."""
    by, found = administrator(request), board.announcement_with(pk)
    names = ("text", "level", "begins_at", "ends_at")
    initial = {name: getattr(found, name) for name in names}
    form = AnnouncementForm(request.POST) if request.method == "POST" else AnnouncementForm(initial=initial)
    if form.is_valid() and _done(form, lambda: board.change(announcement=found, by=by, **form.cleaned_data)):
        messages.success(request, _("Saved. Who had dismissed it sees it again."))
        return HttpResponseRedirect(ADDRESS)
    context = {"form": form, "pk": pk}
    return render(request, "administration/announcement.html", context, status=422 if form.is_bound else 200)


def _done(form: AnnouncementForm, verb: Any) -> bool:
    try:
        verb()
    except Invalid as error:
        form.add_error(None, ValidationError(_(error.message)))
        return False
    return True


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one down."""
    by, found = administrator(request), board.announcement_with(pk)
    board.take_down(announcement=found, by=by)
    messages.success(request, _("It is taken down."))
    return HttpResponseRedirect(ADDRESS)


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """For everybody: do not show this one to this browser again. Not known to anybody but the browser."""
    keys = [one.key for one in board.shown_to(()) if one.pk == pk]
    kept = [*(key for key in dismissed_in(request) if key), *keys][-board.MOST_DISMISSED :]
    answer = HttpResponseRedirect(local_path(request.POST.get("next")))
    secure = settings.CONFIG.production
    answer.set_cookie(DISMISSED, ".".join(kept), max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return answer
