"""Attributes: defined, described, granted, deleted."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gallery.administration.attribute_queries import attribute_lines, attribute_named, attribute_page
from gallery.administration.doors import administrator
from gallery.administration.forms import AttributeForm, HolderForm, NewAttributeForm
from gallery.administration.views.answers import tried
from gallery.directory import actions
from gallery.directory.models import Attribute
from gallery.lib.errors import Conflict, Invalid
from gallery.lib.paging import page_number

ADDRESS = "/admin/attributes/"
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def attributes(request: HttpRequest) -> HttpResponse:
    """All of them, and a form for one more."""
    by = administrator(request)
    form = NewAttributeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.create_attribute(by=by, **form.cleaned_data)
        except Invalid as error:
            form.add_error("slug", ValidationError(_(error.message)))
        else:
            messages.success(request, _("%(name)s is defined.") % {"name": made.name})
            return HttpResponseRedirect(f"{ADDRESS}{made.slug}")
    context = {"attributes": attribute_lines(), "form": form}
    return render(request, "administration/attributes.html", context, status=422 if form.is_bound else 200)


@require_http_methods(METHODS)
def attribute(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: what it means, and who holds it."""
    by, found = administrator(request), attribute_named(slug)
    if request.method != "POST":
        return _page(request, found)
    form = AttributeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, form=form)
    verb = partial(actions.describe_attribute, attribute=found, by=by, **form.cleaned_data)
    return tried(request, f"{ADDRESS}{slug}", verb, done=_("Saved."))


def _page(request: HttpRequest, found: Attribute, status: int = 200, **forms: object) -> HttpResponse:
    page = attribute_page(found, page_number(request.GET.get("page", "")))
    context = {
        "page": page,
        "listing": page,
        "form": AttributeForm(initial={"name": found.name, "description": found.description}),
        "holder": HolderForm(),
    }
    return render(request, "administration/attribute.html", context | forms, status=status)


@require_POST
def grant(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody hold it."""
    by, found = administrator(request), attribute_named(slug)
    form = HolderForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, holder=form)
    person = form.cleaned_data["person"]
    done = _("%(name)s holds %(attribute)s.") % {"name": person.shown_name, "attribute": found.name}
    verb = partial(actions.grant, attribute=found, person=person, by=by)
    return tried(request, f"{ADDRESS}{slug}", verb, done=done)


@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove one that no notebook demands; one that is demanded says so."""
    by, found = administrator(request), attribute_named(slug)
    try:
        actions.delete_attribute(attribute=found, by=by)
    except Conflict as refusal:
        messages.error(request, _(refusal.message))
        return HttpResponseRedirect(f"{ADDRESS}{slug}")
    messages.success(request, _("%(name)s is gone.") % {"name": found.name})
    return HttpResponseRedirect(ADDRESS)
