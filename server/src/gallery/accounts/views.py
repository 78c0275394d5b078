"""Pages about oneself: sign in and out, profile, password, personal tokens."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.accounts.actions import describe_person
from gallery.accounts.current import reader, signed_in
from gallery.accounts.forms import PasswordForm, ProfileForm, SignInForm, TokenForm
from gallery.accounts.models import User
from gallery.accounts.passwords import change_password
from gallery.accounts.queries import person_head, tokens_of
from gallery.accounts.throttle import TooManyTries, address_of, check_tries, note_failure
from gallery.accounts.tokens import create_token, revoke_token
from gallery.lib.addresses import local_path

ACCOUNT = "/account/"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a local password, then go where one wanted to go."""
    back = local_path(request.POST.get("next") or request.GET.get("next"))
    if request.method != "POST":
        if reader(request) is not None:
            return HttpResponseRedirect(back)
        return _sign_in_page(request, SignInForm(), back)
    form = SignInForm(request.POST)
    if form.is_valid() and _entered(request, form):
        return HttpResponseRedirect(back)
    return _sign_in_page(request, form, back, status=429 if form.has_error("__all__", "throttled") else 422)


def _entered(request: HttpRequest, form: SignInForm) -> bool:
    name, address = form.cleaned_data["username"], address_of(request)
    try:
        check_tries(name=name, address=address)
    except TooManyTries as error:
        form.add_error(None, ValidationError(_(error.message), code="throttled"))
        return False
    person = form.person(request)
    if person is None:
        note_failure(name=name, address=address)
        form.add_error(
            None,
            ValidationError(_("Name and password do not belong together. Check that caps lock is off and try again.")),
        )
        return False
    login(request, person)
    return True


def _sign_in_page(request: HttpRequest, form: SignInForm, back: str, status: int = 200) -> HttpResponse:
    return render(request, "accounts/sign_in.html", {"form": form, "next": back}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect("/")


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Profile, password, tokens."""
    return _account_page(request, signed_in(request))


def _account_page(request: HttpRequest, person: User, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "person": person_head(person),
        "tokens": tokens_of(person),
        "profile": ProfileForm(initial={"full_name": person.full_name, "about": person.about}),
        "password": PasswordForm(person),
        "token": TokenForm(),
    }
    return render(request, "accounts/account.html", context | forms, status=status)


@require_POST
def save_profile(request: HttpRequest) -> HttpResponse:
    """Change name and description."""
    person, form = signed_in(request), ProfileForm(request.POST)
    if not form.is_valid():
        return _account_page(request, person, status=422, profile=form)
    describe_person(person=person, full_name=form.cleaned_data["full_name"], about=form.cleaned_data["about"])
    messages.success(request, _("Your profile is saved."))
    return HttpResponseRedirect(ACCOUNT)


@sensitive_post_parameters()
@require_POST
def save_password(request: HttpRequest) -> HttpResponse:
    """Change the password; other sessions end, this one stays. Wrong guesses count as failed sign-ins."""
    person = signed_in(request)
    address = address_of(request)
    check_tries(name=person.username, address=address)
    form = PasswordForm(person, request.POST)
    if not form.is_valid():
        if "present" in form.errors:
            note_failure(name=person.username, address=address)
        return _account_page(request, person, status=422, password=form)
    change_password(person=person, password=form.cleaned_data["new"])
    update_session_auth_hash(request, person)
    messages.success(request, _("Your password is changed. You are signed out everywhere else."))
    return HttpResponseRedirect(ACCOUNT)


@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    """Make a token and show its secret on this page alone: it is not kept anywhere."""
    person, form = signed_in(request), TokenForm(request.POST)
    if not form.is_valid():
        return _account_page(request, person, status=422, token=form)
    made, secret = create_token(
        owner=person,
        name=form.cleaned_data["name"],
        scopes=form.cleaned_data["scopes"],
        days=form.cleaned_data["days"],
    )
    return render(
        request, "accounts/token_made.html", {"name": made.name, "secret": secret, "expires": made.expires_at}
    )


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens."""
    revoke_token(owner=signed_in(request), pk=pk)
    messages.success(request, _("The token is revoked: it opens nothing any more."))
    return HttpResponseRedirect(f"{ACCOUNT}#tokens")
