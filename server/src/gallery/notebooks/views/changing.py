"""Pages for owners: change the description, go back to a version, the trash."""

from collections.abc import Collection
from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.accounts.current import signed_in
from gallery.accounts.models import User
from gallery.lib.card_proposals import proposed_card
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
    """Change title, description, tags, card and who may see it; `?card=proposed` fills in what the card lacks."""
    person = signed_in(request)
    notebook = allowed(person, uuid, Role.EDIT)
    owns = role_of(person, notebook) == Role.OWN
    if request.method != "POST":
        proposed = _proposed(notebook) if request.GET.get("card") == "proposed" else {}
        return _edit_page(request, notebook, EditForm(initial=_present(notebook) | proposed, owns=owns), proposed)
    form = EditForm(request.POST, initial=_present(notebook), owns=owns)
    if not form.is_valid():
        return _edit_page(request, notebook, form, status=422)
    _save(notebook, person, form)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(notebook.get_absolute_url())


def _present(notebook: Notebook) -> dict[str, str]:
    tags = ", ".join(sorted(tag.name for tag in notebook.tags.all()))
    return asdict(notebook.question_card) | {
        "title": notebook.title,
        "description": notebook.description,
        "tags": tags,
        "visibility": Visibility.PRIVATE if notebook.visibility == Visibility.SHARED else notebook.visibility,
    }


def _proposed(notebook: Notebook) -> dict[str, str]:
    """What the notebook's text says for the questions that nobody answered yet; nothing of it is kept by showing it."""
    content = document(revision_of(notebook, None))
    found = asdict(proposed_card(content, notebook.language, notebook.description))
    return {name: value for name, value in found.items() if value and not getattr(notebook, name)}


def _save(notebook: Notebook, person: User, form: EditForm) -> None:
    actions.describe(notebook=notebook, by=person, about=form.about())
    if "visibility" in form.changed_data:
        actions.set_visibility(notebook=notebook, by=person, visibility=form.shown_to())


def _edit_page(
    request: HttpRequest, notebook: Notebook, form: EditForm, proposed: Collection[str] | None = None, status: int = 200
) -> HttpResponse:
    # The saved title, not the typed one, since the heading says what is being edited.
    context = {
        "form": form,
        "title": notebook.title,
        "url": notebook.get_absolute_url(),
        "uuid": notebook.uuid,
        "asked": proposed is not None and request.GET.get("card") == "proposed",
        "proposed": proposed,
        "card": notebook.question_card,
    }
    return render(request, "notebooks/edit.html", context, status=status)


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
