"""Pages of the house itself: home, help, terms, theme."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from gallery.accounts.current import reader
from gallery.accounts.terms import current_terms
from gallery.lib.addresses import local_path
from gallery.lib.permissions import Permission
from gallery.site.context import THEME_COOKIE, THEMES
from gallery.site.home import home_page

YEAR = 365 * 24 * 3600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where everybody begins."""
    person = reader(request)
    template = "home.html" if person else "welcome.html"
    return render(request, template, {"page": home_page(person)})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How things are done here, on one page."""
    return render(request, "help.html", {"permissions": list(Permission)})


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """What authors confirm."""
    return render(request, "terms.html", {"terms": current_terms().text})


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember a theme in a cookie; the next page comes in it."""
    answer = HttpResponseRedirect(local_path(request.POST.get("next")))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        answer.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=settings.CONFIG.production)
    return answer
