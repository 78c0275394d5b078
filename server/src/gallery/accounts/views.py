"""Pages about oneself: profile, password, personal tokens, the way out. The way in is the room of identity."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from gallery.accounts.actions import describe_person
from gallery.accounts.current import reader, signed_in
from gallery.accounts.forms import PasswordForm, ProfileForm, TokenForm
from gallery.accounts.models import User
from gallery.accounts.passwords import change_password
from gallery.accounts.queries import person_head, tokens_of
from gallery.accounts.sections import sections_for
from gallery.accounts.throttle import address_of, check_tries, note_failure
from gallery.accounts.tokens import create_token, revoke_token
from gallery.audit.actions import record

ACCOUNT = "/account/"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    person = reader(request)
    if person is not None:
        record(actor=person.username, action="person.signed-out", subject=f"person:{person.username}")
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
        "has_password": person.has_usable_password(),
        "sections": sections_for(person),
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
