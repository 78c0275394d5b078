"""Pages of registered Jupyter servers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gallery.accounts.current import signed_in
from gallery.environments.actions import register, remove
from gallery.environments.forms import RegisterForm
from gallery.environments.queries import environments_of
from gallery.lib.errors import Invalid


@require_http_methods(["GET", "HEAD", "POST"])
def environments(request: HttpRequest) -> HttpResponse:
    """The list, and a form to register one more. Its token is shown in the answer alone."""
    form = RegisterForm(request.POST) if request.method == "POST" else RegisterForm()
    owner = signed_in(request)
    if form.is_valid():
        try:
            made, secret = register(owner=owner, name=form.cleaned_data["name"], url=form.cleaned_data["url"])
            return render(request, "environments/registered.html", {"environment": made, "secret": secret})
        except Invalid as error:
            form.refuse(error.message)
    context = {"form": form, "environments": environments_of(owner)}
    return render(request, "environments/environments.html", context, status=422 if form.is_bound else 200)


@require_POST
def forget(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Remove a server and end its token."""
    remove(owner=signed_in(request), uuid=uuid)
    messages.success(request, _("The server is removed and its token opens nothing any more."))
    return HttpResponseRedirect("/environments/")
