"""What many people looked for in vain: administrators decide what of it is shown."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery.administration.doors import administrator
from gallery.wanted.queries import missed_terms
from gallery.wanted.terms import dismiss_term, restore_term, waiting

ADDRESS = "/admin/wanted/"
SHOWN = 200


@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    """Words that enough people looked for, those that are shown and those that are not."""
    administrator(request)
    context = {
        "shown": missed_terms(SHOWN),
        "dismissed": missed_terms(SHOWN, dismissed=True),
        "waiting": waiting(),
    }
    return render(request, "administration/wanted.html", context)


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Show these words to nobody."""
    dismiss_term(pk=pk, by=administrator(request))
    messages.success(request, _("Nobody sees these words any more."))
    return HttpResponseRedirect(ADDRESS)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Show them again."""
    restore_term(pk=pk, by=administrator(request))
    messages.success(request, _("These words are shown again."))
    return HttpResponseRedirect(ADDRESS)
