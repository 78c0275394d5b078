"""The page that a client sends people to: sign in, allow, return."""

import hmac

from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from oauth2_provider.exceptions import OAuthToolkitError
from oauth2_provider.oauth2_backends import get_oauthlib_core

from gallery.accounts.current import reader
from gallery.accounts.models import User
from gallery.lib.addresses import sign_in_path
from gallery.lib.errors import NotAllowed
from gallery.provider.asking import Asked, Refused, read_asked
from gallery.provider.consents import give_consent, needs_no_question
from gallery.provider.form_targets import allow_return_to
from gallery.provider.hints import read_hint
from gallery.provider.scopes import described
from gallery.provider.sessions import signed_in_at

FIELDS = {"csrfmiddlewaretoken", "shown", "answer"}
SHOWN = "gallery.provider.shown"


@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Answer the client, or ask the person first."""
    try:
        asked = read_asked_alone(request)
        person = reader(request)
        if person is None:
            return _sign_in_first(request, asked)
        if request.method == "POST":
            return _answered(request, asked, person)
        return _decided(request, asked, person)
    except Refused as refused:
        return HttpResponseRedirect(refused.address)


def read_asked_alone(request: HttpRequest) -> Asked:
    """The request stands in the address; the form may add an answer and nothing else."""
    if set(request.POST) - FIELDS:
        raise NotAllowed("This form has fields that do not belong to it. Nothing was allowed. Go back and try again.")
    return read_asked(request)


def _sign_in_first(request: HttpRequest, asked: Asked) -> HttpResponse:
    if "none" in asked.prompt:
        raise Refused(asked, "login_required")
    return HttpResponseRedirect(sign_in_path(request.get_full_path()))


def _decided(request: HttpRequest, asked: Asked, person: User) -> HttpResponse:
    silent = "none" in asked.prompt
    if _too_long_ago(request, asked, person):
        if silent:
            raise Refused(asked, "login_required")
        return _page(request, "provider/again.html", asked, person)
    known = needs_no_question(person=person, client=asked.client, scopes=asked.scopes, redirect_uri=asked.redirect_uri)
    if known and ("consent" not in asked.prompt or asked.client.skip_authorization):
        return _allowed(request, asked)
    if silent:
        raise Refused(asked, "consent_required")
    return _page(request, "provider/consent.html", asked, person)


def _too_long_ago(request: HttpRequest, asked: Asked, person: User) -> bool:
    if "login" in asked.prompt:
        return True
    if asked.hint:
        hint = read_hint(asked.hint)
        if hint is None or hint.person_pk != str(person.pk):
            return True
    return asked.max_age is not None and (timezone.now() - signed_in_at(request)).total_seconds() > asked.max_age


def _page(request: HttpRequest, template: str, asked: Asked, person: User) -> HttpResponse:
    context = {
        "client": asked.client.name,
        "scopes": described(asked.scopes),
        "redirect_uri": asked.redirect_uri,
        "person": person.shown_name,
        "action": request.get_full_path(),
        "shown": _seal(request, person),
    }
    response = render(request, template, context)
    allow_return_to(response, asked.redirect_uri)
    return response


def _seal(request: HttpRequest, person: User) -> str:
    """Ties a form to what its page showed, and to whom: neither can be exchanged behind the reader's back."""
    shown = f"{person.pk}\n{request.session.session_key}\n{request.META.get('QUERY_STRING', '')}"
    return signing.Signer(salt=SHOWN).signature(shown)


def _answered(request: HttpRequest, asked: Asked, person: User) -> HttpResponse:
    if not hmac.compare_digest(request.POST.get("shown", ""), _seal(request, person)):
        raise NotAllowed("This is not what the page showed, or not to you. Nothing was allowed. Go back and try again.")
    answer = request.POST.get("answer", "")
    if answer == "again":
        logout(request)
        return HttpResponseRedirect(sign_in_path(f"{request.path}?{_without_login(request.GET)}"))
    if answer != "allow":
        raise Refused(asked, "access_denied")
    if _too_long_ago(request, asked, person):
        raise Refused(asked, "login_required")
    give_consent(person=person, client=asked.client, scopes=asked.scopes)
    return _allowed(request, asked)


def _without_login(query: QueryDict) -> str:
    changed = query.copy()
    changed["prompt"] = " ".join(word for word in query.get("prompt", "").split() if word != "login")
    if not changed["prompt"]:
        del changed["prompt"]
    changed.pop("id_token_hint", None)
    return changed.urlencode()


def _allowed(request: HttpRequest, asked: Asked) -> HttpResponse:
    credentials = asked.credentials | {"signed_in_at": signed_in_at(request)}
    try:
        address, *_ = get_oauthlib_core().create_authorization_response(
            request, list(asked.scopes), credentials, allow=True
        )
    except OAuthToolkitError as error:
        raise Refused(asked, error.oauthlib_error.error, error.oauthlib_error.description or "") from None
    return HttpResponseRedirect(address)
