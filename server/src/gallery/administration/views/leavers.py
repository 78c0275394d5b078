"""What people left behind, and to whom it goes."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gallery.accounts.actions import person_named
from gallery.accounts.models import User
from gallery.administration import actions, leaver_queries
from gallery.administration.doors import administrator
from gallery.administration.forms import HandOverForm
from gallery.lib.errors import Conflict, Invalid
from gallery.lib.paging import page_number


@require_safe
def leavers(request: HttpRequest) -> HttpResponse:
    """Who left how much."""
    administrator(request)
    return render(request, "administration/leavers.html", {"page": leaver_queries.leavers()})


@require_http_methods(["GET", "HEAD", "POST"])
def leaver(request: HttpRequest, name: str) -> HttpResponse:
    """What one person left; in admin mode with titles, and to hand over."""
    by, found = administrator(request), person_named(name)
    if request.method != "POST":
        return _page(request, found, by, HandOverForm())
    leaver_queries.left_by(found)  # somebody who is here leaves nothing
    form = HandOverForm(request.POST)
    if form.is_valid():
        try:
            number = actions.hand_over(leaver=found, notebooks=_chosen(request), to=form.cleaned_data["to"], by=by)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, ValidationError(_(refusal.message)))
        else:
            words = ngettext("%(n)s notebook is handed over.", "%(n)s notebooks are handed over.", number)
            messages.success(request, words % {"n": number})
            return HttpResponseRedirect(f"/admin/leavers/{found.username}")
    return _page(request, found, by, form, status=422)


def _chosen(request: HttpRequest) -> set[UUID]:
    found = set()
    for text in request.POST.getlist("notebook"):
        try:
            found.add(UUID(text))
        except ValueError:
            continue  # what no page of ours sends
    return found


def _page(request: HttpRequest, found: User, by: User, form: HandOverForm, status: int = 200) -> HttpResponse:
    page = leaver_queries.leaver_page(found, reader=by, page=page_number(request.GET.get("page", "")))
    context = {"page": page, "listing": page, "form": form}
    return render(request, "administration/leaver.html", context, status=status)
