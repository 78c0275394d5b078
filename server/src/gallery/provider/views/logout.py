"""Sign-out that an application began: at once where it proves who signs out, else after a question."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from oauth2_provider.models import get_application_model
from oauthlib.common import add_params_to_uri

from gallery.accounts.current import reader
from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.provider.asking import AskedWrongly
from gallery.provider.ending import end_tokens
from gallery.provider.form_targets import allow_return_to
from gallery.provider.hints import Hint, read_hint
from gallery.provider.parameters import wrong_with

PARAMETERS = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state")


@csrf_exempt  # an application's own form may lead here; it ends nothing without a proof or a question
@require_http_methods(["GET", "HEAD", "POST"])
def end_session(request: HttpRequest) -> HttpResponse:
    """RP-initiated logout."""
    if request.method == "POST":
        return _as_a_link(request)
    hint, client, back = _read(request.GET)
    person = reader(request)
    if person is None:
        return HttpResponseRedirect(back or "/")
    if hint is not None and hint.person_pk == str(person.pk):
        return _ended(request, person, client, back)
    context = {"client": client.name if client else "", "given": _given(request.GET)}
    response = render(request, "provider/sign_out.html", context)
    if back:
        allow_return_to(response, back)
    return response


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The person wants it."""
    _, client, back = _read(request.POST)
    person = reader(request)
    if person is None:
        return HttpResponseRedirect(back or "/")
    return _ended(request, person, client, back)


def _as_a_link(request: HttpRequest) -> HttpResponse:
    """A form of another site comes without our cookie; a link brings it."""
    given = QueryDict(mutable=True)
    given.update(_given(request.POST))
    return HttpResponseRedirect(f"{request.path}?{given.urlencode()}")


def _given(query: QueryDict) -> dict[str, str]:
    return {name: query.get(name, "") for name in PARAMETERS if query.get(name)}


def _read(query: QueryDict) -> tuple[Hint | None, Any, str]:
    wrong = wrong_with(query)
    if wrong:
        raise AskedWrongly(f"It asked in a way that the gallery does not understand. {wrong}")
    proof = query.get("id_token_hint", "")
    hint = read_hint(proof) if proof else None
    if proof and hint is None:
        raise AskedWrongly("What it says about who signs out does not come from this gallery. You are still signed in.")
    client = _client(query, hint)
    return hint, client, _back(query, client)


def _client(query: QueryDict, hint: Hint | None) -> Any:
    named = query.get("client_id", "")
    if hint is not None and named and hint.client.client_id != named:
        raise AskedWrongly("It speaks for another application. You are still signed in.")
    if hint is not None:
        return hint.client
    found = get_application_model().objects.filter(client_id=named).first() if named else None
    if named and found is None:
        raise AskedWrongly("No application is registered here under the name that it gave. You are still signed in.")
    return found


def _back(query: QueryDict, client: Any) -> str:
    address = query.get("post_logout_redirect_uri", "")
    if not address:
        return ""
    if client is None or address not in client.post_logout_redirect_uris.split():
        raise AskedWrongly(
            "It wants you to return to an address that is not registered for it. You were not sent there."
        )
    state = query.get("state", "")
    return str(add_params_to_uri(address, [("state", state)])) if state else address


def _ended(request: HttpRequest, person: User, client: Any, back: str) -> HttpResponse:
    if client is not None:
        end_tokens(person=person, client=client)
    subject = f"client:{client.client_id}" if client else f"person:{person.username}"
    record(actor=person.username, action="person.signed-out", subject=subject)
    logout(request)
    return HttpResponseRedirect(back or "/")
