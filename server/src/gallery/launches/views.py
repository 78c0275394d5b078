"""The page *Run in Jupyter*: it ends in the reader's own JupyterLab with the notebook open."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.accounts.models import User
from gallery.environments.models import HUB
from gallery.environments.queries import environments_of
from gallery.launches.actions import issue_ticket
from gallery.launches.hub import hub_address, hub_is_up
from gallery.lib.errors import NotThere
from gallery.notebooks.access import allowed
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import Role

CHOOSE = "choose"


@require_safe
@login_required
def run(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make a ticket and send the browser to the server of choice: `?in=` names it or asks, the hub by default."""
    assert isinstance(request.user, User)  # noqa: S101 — login_required has seen to it
    notebook = allowed(request.user, uuid, Role.RUN)
    chosen = request.GET.get("in", "")
    own = environments_of(request.user)
    if chosen == CHOOSE or (not chosen and not settings.CONFIG.hub):
        return _choose(request, notebook)
    if chosen in {"", HUB}:
        return _run_on_hub(request, notebook)
    for environment in own:
        if environment.key == chosen:
            return _open(request.user, notebook, environment.key, environment.url)
    raise NotThere("This Jupyter server is not one of yours.")


def _run_on_hub(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    if not hub_is_up():
        context = {"title": notebook.title, "url": notebook.get_absolute_url(), "retry": request.path}
        return render(request, "launches/unavailable.html", context, status=503)
    assert isinstance(request.user, User)  # noqa: S101
    return _open(request.user, notebook, HUB, hub_address())


def _open(person: User, notebook: Notebook, environment: str, server: str) -> HttpResponse:
    """Send the browser to JupyterLab there; the notebook's id leads back to its page where the ticket is too old."""
    ticket = issue_ticket(person=person, notebook=notebook, environment=environment)
    words = urlencode({"commonplace-ticket": ticket, "commonplace-notebook": notebook.uuid})
    return HttpResponseRedirect(f"{server}/lab?{words}")


def _choose(request: HttpRequest, notebook: Notebook) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101
    own = environments_of(request.user)
    context = {
        "title": notebook.title,
        "url": notebook.get_absolute_url(),
        "run": request.path,
        "environments": own,
    }
    return render(request, "launches/choose.html", context)
