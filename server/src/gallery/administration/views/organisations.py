"""Organisations: made, described, moved, deleted."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gallery.administration.doors import administrator
from gallery.administration.forms import OrganisationForm
from gallery.administration.organisation_queries import organisation_lines
from gallery.administration.views.answers import tried
from gallery.directory import actions
from gallery.directory.models import Organisation
from gallery.directory.organisation_queries import organisation_named
from gallery.lib.errors import Conflict

ADDRESS = "/admin/organisations/"
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def organisations(request: HttpRequest) -> HttpResponse:
    """The tree, and a form for one more."""
    by = administrator(request)
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = actions.create_organisation(by=by, parent=_parent(request), **form.cleaned_data)
        messages.success(request, _("%(name)s is made.") % {"name": made.name})
        return HttpResponseRedirect(ADDRESS)
    context = {"organisations": organisation_lines(), "form": form, "chosen": request.POST.get("parent", "")}
    return render(request, "administration/organisations.html", context, status=422 if form.is_bound else 200)


def _parent(request: HttpRequest) -> Organisation | None:
    slug = request.POST.get("parent", "")
    return organisation_named(slug) if slug else None


@require_http_methods(METHODS)
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: what it is called, where it hangs."""
    by, found = administrator(request), organisation_named(slug)
    if request.method != "POST":
        form = OrganisationForm(initial={"name": found.name, "description": found.description})
        return _page(request, found, form)
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    verb = partial(actions.describe_organisation, organisation=found, by=by, **form.cleaned_data)
    return tried(request, f"{ADDRESS}{slug}", verb, done=_("Saved."))


def _page(request: HttpRequest, found: Organisation, form: OrganisationForm, status: int = 200) -> HttpResponse:
    lines = organisation_lines()
    (line,) = [one for one in lines if one.slug == found.slug]
    context = {"line": line, "form": form, "others": [one for one in lines if one.slug != found.slug]}
    return render(request, "administration/organisation.html", context, status=status)


@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Hang it, with everything below it, under another one."""
    by, found = administrator(request), organisation_named(slug)
    verb = partial(actions.move_organisation, organisation=found, parent=_parent(request), by=by)
    return tried(request, f"{ADDRESS}{slug}", verb, done=_("%(name)s is moved.") % {"name": found.name})


@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove one without people and parts; another one says so."""
    by, found = administrator(request), organisation_named(slug)
    try:
        actions.delete_organisation(organisation=found, by=by)
    except Conflict as refusal:
        messages.error(request, _(refusal.message))
        return HttpResponseRedirect(f"{ADDRESS}{slug}")
    messages.success(request, _("%(name)s is gone.") % {"name": found.name})
    return HttpResponseRedirect(ADDRESS)
