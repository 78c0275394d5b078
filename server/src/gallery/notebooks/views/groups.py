"""Pages of groups and organisations, with their notebooks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery.accounts.current import reader, signed_in
from gallery.directory.group_queries import group_named
from gallery.lib.errors import NotThere
from gallery.notebooks.access import readable
from gallery.notebooks.group_queries import group_page, groups_page
from gallery.notebooks.landing import set_landing
from gallery.notebooks.organisation_queries import organisation_page
from gallery.notebooks.views.lists import page_asked, sort_asked


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """All groups, one's own first."""
    page = groups_page(reader(request), page_asked(request))
    return render(request, "notebooks/groups.html", {"page": page, "listing": page})


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """A group: what it shows first, its notebooks, its members."""
    page = group_page(reader(request), slug, sort=sort_asked(request), page=page_asked(request))
    context = {"page": page, "group": page.head, "listing": page.listing, "sort": sort_asked(request)}
    return render(request, "notebooks/group.html", context)


@require_POST
def landing(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what the group's page shows first; nothing chosen is none."""
    person = signed_in(request)
    found = group_named(slug)
    chosen = request.POST.get("notebook", "")
    set_landing(group=found, notebook=readable(person, _uuid(chosen)) if chosen else None, by=person)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(found.get_absolute_url())


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotThere from None


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation: its parts, its people, their notebooks."""
    person = signed_in(request)
    page = organisation_page(person, slug, sort=sort_asked(request), page=page_asked(request))
    context = {"page": page, "organisation": page.head, "listing": page.listing, "sort": sort_asked(request)}
    return render(request, "notebooks/organisation.html", context)
