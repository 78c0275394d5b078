"""Pages for who keeps a notebook: say that it is deprecated, and take that back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gallery.accounts.current import signed_in
from gallery.accounts.models import User
from gallery.lib.errors import Invalid
from gallery.notebooks import deprecation
from gallery.notebooks.access import allowed
from gallery.notebooks.forms import DeprecateForm
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import Role


@require_http_methods(["GET", "HEAD", "POST"])
def deprecate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that a notebook is deprecated, why, and what to use instead."""
    person = signed_in(request)
    notebook = allowed(person, uuid, Role.EDIT)
    form = DeprecateForm(request.POST or None, initial=_present(request, person, notebook))
    if request.method != "POST" or not form.is_valid() or not _said(person, notebook, form):
        return _page(request, notebook, form, status=422 if form.errors else 200)
    messages.success(request, _("It is marked as deprecated. Searches and recommendations leave it out from now on."))
    return HttpResponseRedirect(notebook.get_absolute_url())


def _present(request: HttpRequest, person: User, notebook: Notebook) -> dict[str, str]:
    said = deprecation.deprecation_of(person, notebook)
    if said is None:
        return {}
    return {"because": said.because, "instead": request.build_absolute_uri(said.instead[1]) if said.instead else ""}


def _said(person: User, notebook: Notebook, form: DeprecateForm) -> bool:
    """Whether it could be done; if not, the form says why."""
    try:
        instead = deprecation.instead_of(person, notebook, form.cleaned_data["instead"])
        deprecation.deprecate(notebook=notebook, by=person, because=form.cleaned_data["because"], instead=instead)
    except Invalid as error:
        form.add_error("instead", str(error))
        return False
    return True


def _page(request: HttpRequest, notebook: Notebook, form: DeprecateForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "title": notebook.title,
        "url": notebook.get_absolute_url(),
        "already": notebook.deprecated_at is not None,
    }
    return render(request, "notebooks/deprecate.html", context, status=status)


@require_POST
def undeprecate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take it back."""
    person = signed_in(request)
    notebook = allowed(person, uuid, Role.EDIT)
    deprecation.undeprecate(notebook=notebook, by=person)
    messages.success(request, _("It is no longer deprecated. It is found and recommended again."))
    return HttpResponseRedirect(notebook.get_absolute_url())
