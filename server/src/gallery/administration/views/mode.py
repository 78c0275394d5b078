"""The page on which admin mode is switched on, and the button that ends it."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gallery.accounts.models import User
from gallery.accounts.throttle import TooManyTries, address_of, check_tries, note_failure
from gallery.administration.doors import administrator
from gallery.administration.forms import AdminModeForm
from gallery.administration.mode import mode_of, switch_off, switch_on
from gallery.lib.addresses import local_path, sign_in_path
from gallery.provider.sessions import signed_in_at

ADDRESS = "/admin/mode"
FRESH = timedelta(minutes=5)  # how old a sign-in may be that stands in for a password


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def mode(request: HttpRequest) -> HttpResponse:
    """Say why, show that it is you, and see what is private for a while."""
    person = administrator(request)
    back = local_path(request.POST.get("next") or request.GET.get("next"), "/admin/")
    with_password = person.has_usable_password()
    if request.method != "POST":
        return _page(request, AdminModeForm(with_password=with_password), back)
    form = AdminModeForm(request.POST, with_password=with_password)
    if not form.is_valid() or not _is_you(request, person, form):
        return _page(request, form, back, status=429 if form.has_error("__all__", "throttled") else 422)
    switch_on(request, person=person, reason=form.cleaned_data["reason"])
    messages.success(request, _("Admin mode is on. Everything that you do from now on is recorded."))
    return HttpResponseRedirect(back)


def _is_you(request: HttpRequest, person: User, form: AdminModeForm) -> bool:
    """By the password, throttled as sign-in is; without one, by a sign-in that has just happened."""
    if "password" not in form.fields:
        if _is_fresh(request):
            return True
        form.add_error(None, ValidationError(_("Your sign-in is too long ago. Sign in once more, then come back.")))
        return False
    address = address_of(request)
    try:
        check_tries(name=person.username, address=address)
    except TooManyTries as error:
        form.add_error(None, ValidationError(_(error.message), code="throttled"))
        return False
    if person.check_password(form.cleaned_data["password"]):
        return True
    note_failure(name=person.username, address=address)
    form.add_error("password", ValidationError(_("This is not your password.")))
    return False


def _is_fresh(request: HttpRequest) -> bool:
    return timezone.now() - signed_in_at(request) < FRESH


def _page(request: HttpRequest, form: AdminModeForm, back: str, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": back,
        "minutes": settings.CONFIG.admin_mode_minutes,
        "fresh_sign_in": "password" not in form.fields and not _is_fresh(request),
        "on": mode_of(request),
    }
    return render(request, "administration/mode.html", context, status=status)


@require_POST
def off(request: HttpRequest) -> HttpResponse:
    """End admin mode. One that has ended already stays so."""
    switch_off(request, person=administrator(request))
    messages.success(request, _("Admin mode is off. You see again what everybody with your rights sees."))
    return HttpResponseRedirect("/admin/")


@require_POST
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """End the session, so that signing in once more shows who sits at the keyboard."""
    administrator(request)
    logout(request)
    return HttpResponseRedirect(sign_in_path(ADDRESS))
