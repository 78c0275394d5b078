"""Everybody's personal tokens."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery.accounts.tokens import revoke_token_of_anybody
from gallery.administration.doors import administrator
from gallery.administration.token_queries import token_list
from gallery.administration.views.answers import tried
from gallery.lib.addresses import local_path
from gallery.lib.paging import page_number

ADDRESS = "/admin/tokens/"


@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """All tokens that were not revoked, or those that were looked for."""
    administrator(request)
    asked = request.GET
    listing = token_list(
        person=asked.get("person", "").strip()[:150],
        unused="unused" in asked,
        endless="endless" in asked,
        page=page_number(asked.get("page", "")),
    )
    return render(request, "administration/tokens.html", {"listing": listing, "here_path": request.get_full_path()})


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's token at once."""
    by = administrator(request)
    back = local_path(request.POST.get("next"), ADDRESS)
    done = _("The token is revoked: it opens nothing any more.")
    return tried(request, back, partial(revoke_token_of_anybody, pk=pk, by=by.username), done=done)
