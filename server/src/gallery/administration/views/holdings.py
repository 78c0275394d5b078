"""Attributes given to people and taken back: from the page of the person, or from that of the attribute."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gallery.accounts.actions import person_named
from gallery.administration.attribute_queries import attribute_named
from gallery.administration.doors import administrator
from gallery.administration.views.answers import tried
from gallery.directory import actions
from gallery.lib.addresses import local_path


@require_POST
def grant(request: HttpRequest, name: str) -> HttpResponse:
    """Let a person hold an attribute."""
    by, found = administrator(request), person_named(name)
    attribute = attribute_named(request.POST.get("attribute", ""))
    words = _("%(name)s holds %(attribute)s.") % {"name": found.shown_name, "attribute": attribute.name}
    back = local_path(request.POST.get("next"), f"/admin/people/{found.username}")
    return tried(request, back, partial(actions.grant, attribute=attribute, person=found, by=by), done=words)


@require_POST
def withdraw(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """Take it away; what demands it is hidden from the next request on."""
    by, found, attribute = administrator(request), person_named(name), attribute_named(slug)
    words = _("%(name)s no longer holds %(attribute)s. That counts at once.")
    done = words % {"name": found.shown_name, "attribute": attribute.name}
    back = local_path(request.POST.get("next"), f"/admin/people/{found.username}")
    return tried(request, back, partial(actions.withdraw, attribute=attribute, person=found, by=by), done=done)
