"""Pages about who may see a notebook: share, give away, demand, ask, answer, take over, invitations."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.accounts.current import signed_in
from gallery.accounts.models import User
from gallery.directory.models import Attribute
from gallery.lib.errors import GalleryError
from gallery.notebooks import actions, ownership, requests, sharing
from gallery.notebooks.access import allowed, readable
from gallery.notebooks.invitations import accept
from gallery.notebooks.models import Notebook, Visibility
from gallery.notebooks.permissions import Role, can_read, role_of
from gallery.notebooks.share_forms import AskForm, GiveForm, ShareForm, VisibilityForm
from gallery.notebooks.share_page import share_page


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who can see it and why; a form shares it with somebody more."""
    person = signed_in(request)
    notebook = allowed(person, uuid, Role.OWN)
    if request.method != "POST":
        return _page(request, person, notebook)
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _page(request, person, notebook, status=422, form=form)
    try:
        sharing.share(notebook=notebook, by=person, wish=form.wish())
    except GalleryError as error:
        form.add_error(None, error.message)
        return _page(request, person, notebook, status=error.status, form=form)
    messages.success(request, _("Shared."))
    return _back(notebook)


def _page(
    request: HttpRequest, person: User, notebook: Notebook, status: int = 200, **filled: forms.Form
) -> HttpResponse:
    notebook.refresh_from_db(fields=["visibility"])
    shown = Visibility.PRIVATE if notebook.visibility == Visibility.SHARED else notebook.visibility
    context = {
        "page": share_page(person, notebook),
        "form": ShareForm(),
        "visibility": VisibilityForm(initial={"visibility": shown}),
        "give": GiveForm(auto_id="give_%s"),
    }
    return render(request, "notebooks/share.html", context | filled, status=status)


def _back(notebook: Notebook) -> HttpResponse:
    return HttpResponseRedirect(f"/notebooks/{notebook.uuid}/share")


@require_POST
def visibility(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open it to everybody, or close it again."""
    person = signed_in(request)
    notebook = allowed(person, uuid, Role.OWN)
    form = VisibilityForm(request.POST)
    if not form.is_valid():
        return _page(request, person, notebook, status=422, visibility=form)
    actions.set_visibility(notebook=notebook, by=person, visibility=Visibility(form.cleaned_data["visibility"]))
    messages.success(request, _("Saved. It counts from now on."))
    return _back(notebook)


@require_POST
def unshare(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Take a share back, or return one's own."""
    person = signed_in(request)
    notebook = readable(person, uuid)
    sharing.unshare(notebook=notebook, by=person, pk=pk)
    messages.success(request, _("Taken back. It counts from now on."))
    return _back(notebook) if role_of(person, notebook) == Role.OWN else HttpResponseRedirect("/")


@require_POST
def demands(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Demand the ticked attributes of every reader."""
    person = signed_in(request)
    notebook = allowed(person, uuid, Role.OWN)
    chosen = list(Attribute.objects.filter(slug__in=request.POST.getlist("attribute")))
    ownership.set_demands(notebook=notebook, by=person, attributes=chosen)
    messages.success(request, _("Saved. It counts from now on."))
    return _back(notebook)


@require_POST
def give(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give it to another person or to a group."""
    person = signed_in(request)
    notebook = allowed(person, uuid, Role.OWN)
    form = GiveForm(request.POST, auto_id="give_%s")
    if not form.is_valid():
        return _page(request, person, notebook, status=422, give=form)
    try:
        _given(person, notebook, form)
    except GalleryError as error:
        form.add_error(None, error.message)
        return _page(request, person, notebook, status=error.status, give=form)
    messages.success(request, _("“%(title)s” has a new owner.") % {"title": notebook.title})
    return HttpResponseRedirect(notebook.get_absolute_url() if can_read(person, notebook) else "/")


def _given(person: User, notebook: Notebook, form: GiveForm) -> None:
    target, keep = form.cleaned_data["target"], form.cleaned_data["keep_editing"]
    if target.group is not None:
        ownership.give_to_group(notebook=notebook, by=person, group=target.group)
    else:
        ownership.give_to_person(notebook=notebook, by=person, person=target.person, keep_editing=keep)


@require_POST
def answer(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Grant or decline a request."""
    person = signed_in(request)
    notebook = allowed(person, uuid, Role.OWN)
    granted = request.POST.get("answer") == "grant"
    asked = notebook.requests.filter(pk=pk).first()
    role = Role(asked.role) if granted and asked is not None else None
    requests.answer(notebook=notebook, by=person, pk=pk, role=role)
    messages.success(request, _("Granted.") if granted else _("Declined."))
    return _back(notebook)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for access. The same page and the same answer whether or not there is such a notebook."""
    person = signed_in(request)
    if request.method != "POST":
        return render(request, "notebooks/ask.html", {"form": AskForm(), "uuid": uuid})
    form = AskForm(request.POST)
    if not form.is_valid():
        return render(request, "notebooks/ask.html", {"form": form, "uuid": uuid}, status=422)
    requests.ask(person=person, uuid=uuid, role=Role(form.cleaned_data["role"]), message=form.cleaned_data["message"])
    said = _("If there is such a notebook, its owners have been asked. You will find their answer under Notices.")
    messages.success(request, said)
    return HttpResponseRedirect("/")


@require_POST
def take_over(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Become the owner of what a leaver left."""
    person = signed_in(request)
    notebook = readable(person, uuid)
    ownership.take_over(notebook=notebook, by=person)
    messages.success(request, _("“%(title)s” is yours now.") % {"title": notebook.title})
    return HttpResponseRedirect(notebook.get_absolute_url())


@require_safe
def invitation(request: HttpRequest, signed: str) -> HttpResponse:
    """What a mailed invitation leads to: one button that takes the share."""
    signed_in(request)
    return render(request, "notebooks/invitation.html", {"signed": signed})


@require_POST
def accept_invitation(request: HttpRequest, signed: str) -> HttpResponse:
    """Take the share of an invitation."""
    person = signed_in(request)
    notebook = accept(person=person, signed=signed)
    return HttpResponseRedirect(notebook.get_absolute_url() if can_read(person, notebook) else "/")
