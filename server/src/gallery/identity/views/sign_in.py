"""The sign-in page: a button for each provider, name and password."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gallery.accounts.current import reader
from gallery.accounts.forms import SignInForm
from gallery.accounts.throttle import TooManyTries, address_of, check_tries, note_failure
from gallery.identity.passwords import asks_for_passwords, person_with_password
from gallery.identity.queries import buttons
from gallery.identity.views.opening import open_session
from gallery.lib.addresses import local_path
from gallery.lib.errors import GalleryError

LOCAL = "local"  # the way in for administrators, where passwords are switched off for everybody else


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with name and password, or choose a provider; then go where one wanted to go."""
    back = local_path(request.POST.get("next") or request.GET.get("next"))
    if request.method != "POST":
        if reader(request) is not None:
            return HttpResponseRedirect(back)
        return _page(request, SignInForm(), back)
    form = SignInForm(request.POST)
    if form.is_valid() and _entered(request, form):
        return HttpResponseRedirect(back)
    return _page(request, form, back, status=429 if form.has_error("__all__", "throttled") else 422)


def _entered(request: HttpRequest, form: SignInForm) -> bool:
    name, address = form.cleaned_data["username"], address_of(request)
    try:
        check_tries(name=name, address=address)
        person = person_with_password(request, name, form.cleaned_data["password"])
    except TooManyTries as error:
        form.add_error(None, ValidationError(_(error.message), code="throttled"))
        return False
    except GalleryError as error:
        form.add_error(None, ValidationError(_(error.message)))
        return False
    if person is None:
        note_failure(name=name, address=address)
        form.add_error(
            None,
            ValidationError(_("Name and password do not belong together. Check that caps lock is off and try again.")),
        )
        return False
    open_session(request, person)
    return True


def _page(request: HttpRequest, form: SignInForm, back: str, status: int = 200) -> HttpResponse:
    local = LOCAL in request.GET or LOCAL in request.POST
    context = {
        "form": form,
        "next": back,
        "local": local,
        "buttons": buttons(),
        "passwords": asks_for_passwords() or local,
        "registration": settings.CONFIG.registration != "closed",
    }
    return render(request, "accounts/sign_in.html", context, status=status)
