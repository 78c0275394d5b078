"""Pages for owners: change the description, go back to a version, the trash."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.accounts.current import signed_in
from gallery.accounts.models import User
from gallery.lib.descriptions import template_text
from gallery.lib.errors import NotThere
from gallery.notebooks import actions
from gallery.notebooks.access import allowed, revision_of, trashed
from gallery.notebooks.content import document
from gallery.notebooks.forms import EditForm
from gallery.notebooks.intake import clean_again
from gallery.notebooks.models import Notebook, Visibility
from gallery.notebooks.permissions import Role, role_of
from gallery.notebooks.queries import history_page, trash_of


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change title, description, tags and who may see it."""
    person = signed_in(request)
    notebook = allowed(person, uuid, Role.EDIT)
    owns = role_of(person, notebook) == Role.OWN
    if request.method != "POST":
        return _edit_page(request, notebook, EditForm(initial=_present(notebook), owns=owns))
    form = EditForm(request.POST, initial=_present(notebook), owns=owns)
    if not form.is_valid():
        return _edit_page(request, notebook, form, status=422)
    _save(notebook, person, form)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(notebook.get_absolute_url())


def _present(notebook: Notebook) -> dict[str, str]:
    tags = ", ".join(sorted(tag.name for tag in notebook.tags.all()))
    return {
        "title": notebook.title,
        "description": notebook.description,
        "tags": tags,
        "visibility": Visibility.PRIVATE if notebook.visibility == Visibility.SHARED else notebook.visibility,
    }


def _save(notebook: Notebook, person: User, form: EditForm) -> None:
    actions.describe(notebook=notebook, by=person, about=form.about())
    if "visibility" in form.changed_data:
        actions.set_visibility(notebook=notebook, by=person, visibility=form.shown_to())


def _edit_page(request: HttpRequest, notebook: Notebook, form: EditForm, status: int = 200) -> HttpResponse:
    # The saved title, not the typed one, since the heading says what is being edited.
    context = {
        "form": form,
        "title": notebook.title,
        "url": notebook.get_absolute_url(),
        "uuid": notebook.uuid,
    }
    return render(request, "notebooks/edit.html", context | {"template_text": template_text()}, status=status)


@require_POST
def restore(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make an earlier version the newest one."""
    person = signed_in(request)
    notebook = allowed(person, uuid, Role.EDIT)
    number = request.POST.get("version", "")
    if number not in {str(line.number) for line in history_page(person, uuid).versions}:
        raise NotThere(_("This notebook has no such version."))
    cleaned = clean_again(document(revision_of(notebook, int(number))))
    made = actions.restore_revision(notebook=notebook, by=person, number=int(number), cleaned=cleaned)
    messages.success(
        request,
        _("Version %(old)s is back, as version %(new)s. Nothing in between is lost.")
        % {"old": number, "new": made.number},
    )
    return HttpResponseRedirect(notebook.get_absolute_url())


@require_POST
def trash(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Move to the trash, from where it comes back with one click."""
    person = signed_in(request)
    notebook = allowed(person, uuid, Role.OWN)
    actions.trash(notebook=notebook, by=person)
    messages.success(request, _("“%(title)s” is in the trash. You can bring it back here.") % {"title": notebook.title})
    return HttpResponseRedirect("/trash")


@require_POST
def untrash(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Bring back from the trash."""
    person = signed_in(request)
    notebook = trashed(person, uuid)
    actions.untrash(notebook=notebook, by=person)
    messages.success(request, _("It is back."))
    return HttpResponseRedirect(notebook.get_absolute_url())


@require_safe
def trash_page(request: HttpRequest) -> HttpResponse:
    """One's own notebooks in the trash."""
    return render(request, "notebooks/trash.html", {"cards": trash_of(signed_in(request))})
