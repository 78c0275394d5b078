"""Pages of registered clients, for administrators. To everybody else these addresses do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gallery.accounts.current import reader
from gallery.lib.errors import NotThere
from gallery.provider.clients import change_client, client_with, register_client, remove_client, rotate_secret
from gallery.provider.forms import ClientForm, NewClientForm
from gallery.provider.queries import client_line, client_lines

CLIENTS = "/admin/clients/"
View = Callable[..., HttpResponse]


def administrators_only(view: View) -> View:
    """Answer everybody else as if there were nothing here, whatever the method."""

    @wraps(view)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
        person = reader(request)
        if person is None or not person.is_superuser:
            raise NotThere
        return view(request, by=person.username, **named)

    return guarded


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def clients(request: HttpRequest, by: str) -> HttpResponse:
    """The list, and a form to register one more. Its secret is shown in the answer alone."""
    form = NewClientForm(request.POST) if request.method == "POST" else NewClientForm()
    if form.is_valid():
        confidential = form.cleaned_data["kind"] == "confidential"
        made, secret = register_client(details=form.details(), by=by, confidential=confidential)
        return _made(request, made, secret, fresh=True)
    context = {"clients": client_lines(), "form": form}
    return render(request, "provider/clients.html", context, status=422 if form.is_bound else 200)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def client(request: HttpRequest, by: str, pk: int) -> HttpResponse:
    """One client: change it, give it a new secret, remove it."""
    found = client_with(pk=pk)
    line = client_line(found)
    form = ClientForm(request.POST) if request.method == "POST" else ClientForm(initial=_initial(line))
    if form.is_valid():
        change_client(client=found, details=form.details(), by=by)
        messages.success(request, _("The application is saved. What it is not allowed any more has ended."))
        return HttpResponseRedirect(CLIENTS)
    return render(request, "provider/client.html", {"line": line, "form": form}, status=422 if form.is_bound else 200)


@administrators_only
@require_POST
def secret(request: HttpRequest, by: str, pk: int) -> HttpResponse:
    """A new secret, shown in the answer alone."""
    found = client_with(pk=pk)
    return _made(request, found, rotate_secret(client=found, by=by), fresh=False)


@administrators_only
@require_POST
def remove(request: HttpRequest, by: str, pk: int) -> HttpResponse:
    """Remove a client with everything that it holds."""
    remove_client(client=client_with(pk=pk), by=by)
    messages.success(request, _("The application is removed. Nobody can sign in to it through the gallery any more."))
    return HttpResponseRedirect(CLIENTS)


def _made(request: HttpRequest, made: Any, plain: str, *, fresh: bool) -> HttpResponse:
    return render(request, "provider/client_made.html", {"line": client_line(made), "secret": plain, "fresh": fresh})


def _initial(line: Any) -> dict[str, Any]:
    return {
        "name": line.name,
        "redirect_uris": "\n".join(line.redirect_uris),
        "post_logout_redirect_uris": "\n".join(line.post_logout_redirect_uris),
        "scopes": list(line.scopes),
    }
