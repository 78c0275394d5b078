"""Pages on which a stranger makes an account."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gallery.accounts.current import reader
from gallery.accounts.throttle import address_of
from gallery.identity import registration
from gallery.identity.forms import AddressForm, RegistrationForm
from gallery.identity.views.opening import open_session
from gallery.lib.errors import Invalid, NotThere

METHODS = ["GET", "HEAD", "POST"]


@sensitive_post_parameters()
@require_http_methods(METHODS)
def register(request: HttpRequest) -> HttpResponse:
    """The first step: a mail address to confirm, or at once name and password where none is asked for."""
    _check_open()
    if reader(request) is not None:
        return HttpResponseRedirect("/")
    return _ask_for_address(request) if registration.needs_mail() else _make(request, email="")


@sensitive_post_parameters()
@require_http_methods(METHODS)
def confirmed(request: HttpRequest, token: str) -> HttpResponse:
    """The second step, by the link from the mail: name and password."""
    _check_open()
    return _make(request, email=registration.confirmed_address(token))


def _check_open() -> None:
    if not registration.is_open():
        raise NotThere


def _ask_for_address(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        registration.check_tries(address_of(request))
        registration.send_link(form.cleaned_data["email"])
        return _answer(request, _("Look into your mail: there is a link with which you go on. It counts for a day."))
    domains = ", ".join(settings.CONFIG.mail_domains)
    return _page(request, {"address": form, "domains": domains}, bound=form.is_bound)


def _make(request: HttpRequest, *, email: str) -> HttpResponse:
    form = RegistrationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        registration.check_tries(address_of(request))
        done = _made(request, form, email)
        if done is not None:
            return done
    context = {"form": form, "email": email, "approval": registration.needs_approval()}
    return _page(request, context, bound=form.is_bound)


def _made(request: HttpRequest, form: RegistrationForm, email: str) -> HttpResponse | None:
    values = form.cleaned_data
    try:
        person = registration.register(
            name=values["username"],
            full_name=values["full_name"],
            password=values["password"],
            email=email,
            reason=values.get("reason", ""),
        )
    except Invalid as error:
        form.add_error(None, ValidationError(_(error.message)))
        return None
    if not person.is_active:
        sentence = _("Your request is noted. An administrator looks at it and tells you when you can sign in.")
        return _answer(request, sentence)
    open_session(request, person)
    messages.success(request, _("Your account is made, and you are signed in."))
    return HttpResponseRedirect("/")


def _answer(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "identity/asked.html", {"sentence": sentence})


def _page(request: HttpRequest, context: dict[str, object], *, bound: bool) -> HttpResponse:
    return render(request, "identity/register.html", context, status=422 if bound else 200)
