"""The page about oneself: which applications one signed in to, and the way to end that."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery.accounts.current import signed_in
from gallery.lib.errors import NotThere
from gallery.provider.clients import client_with
from gallery.provider.consents import withdraw_consent
from gallery.provider.queries import applications_of


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """The list."""
    return render(request, "provider/applications.html", {"applications": applications_of(signed_in(request))})


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """End what one allowed an application."""
    person = signed_in(request)
    if pk not in {line.pk for line in applications_of(person)}:
        raise NotThere
    client = client_with(pk=pk)
    withdraw_consent(person=person, client=client)
    words = _("%(name)s opens nothing of yours any more. Signing in to it again asks you again.")
    if client.skip_authorization:
        words = _("%(name)s is signed out: whatever it had of yours opens nothing any more.")
    messages.success(request, words % {"name": client.name})
    return HttpResponseRedirect("/account/applications")
