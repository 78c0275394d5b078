"""Pages of suggestions: what is like a notebook, what its readers use, what is recommended to a person."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from gallery.accounts.current import reader, signed_in
from gallery.accounts.models import User
from gallery.notebooks.access import readable
from gallery.notebooks.models import Notebook
from gallery.recommendations import actions
from gallery.recommendations.queries import (
    Suggestion,
    also_viewed_with,
    dismissed_by,
    lucky_picks,
    recommended_to,
    similar_to,
)

MOST_ON_A_PAGE = 24


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


# Beside a notebook: below its page when the reader comes near, or as pages of their own


@dataclass(frozen=True)
class RelatedPage:
    """Notebooks that stand in some way to another one."""

    name: str
    heading: str
    lead: str
    nothing: str
    title: str
    url: str
    suggestions: tuple[Suggestion, ...]


@require_safe
@vary_on_headers("HX-Request")
def similar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Notebooks like this one, with the reason for each."""
    person, notebook, most = _asked(request, uuid)
    page = RelatedPage(
        name="similar",
        heading=_("Notebooks like this one"),
        lead=_("Alike in what is said of them and in what their code uses."),
        nothing=_("Notebooks are compared once a day."),
        title=notebook.title,
        url=notebook.get_absolute_url(),
        suggestions=similar_to(person, notebook, *most),
    )
    return _related(request, page)


@require_safe
@vary_on_headers("HX-Request")
def also_viewed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the people use who use this one."""
    person, notebook, most = _asked(request, uuid)
    page = RelatedPage(
        name="also-viewed",
        heading=_("People who use this one also use"),
        lead=_("Those that share most of its readers of the last 90 days come first."),
        nothing=_("Readers are compared once a day."),
        title=notebook.title,
        url=notebook.get_absolute_url(),
        suggestions=also_viewed_with(person, notebook, *most),
    )
    return _related(request, page)


def _asked(request: HttpRequest, uuid: UUID) -> tuple[User | None, Notebook, tuple[int, ...]]:
    person = reader(request)
    return person, readable(person, uuid), () if _is_part(request) else (MOST_ON_A_PAGE,)


def _related(request: HttpRequest, page: RelatedPage) -> HttpResponse:
    return render(request, f"recommendations/related{'_part' if _is_part(request) else ''}.html", {"page": page})


# For a person


@require_safe
def recommended(request: HttpRequest) -> HttpResponse:
    """Recommended for you, each with its reason; and what was dismissed, to bring it back."""
    person = signed_in(request)
    dismissed = dismissed_by(person)
    last = request.GET.get("dismissed", "")
    context = {
        "suggestions": recommended_to(person, MOST_ON_A_PAGE),
        "lucky": lucky_picks(person),
        "dismissed": dismissed,
        "just_dismissed": next((card for card in dismissed if str(card.uuid) == last), None),
    }
    return render(request, "recommendations/recommended.html", context)


@require_POST
def dismiss(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Not for me. Answers where it can be undone: in place of the card, or on the page."""
    person = signed_in(request)
    notebook = readable(person, uuid)
    actions.dismiss(notebook=notebook, by=person)
    if _is_part(request):
        return render(request, "recommendations/dismissed.html", {"nb": notebook, "focused": True})
    return HttpResponseRedirect(f"/recommended?dismissed={notebook.uuid}")


@require_POST
def bring_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Recommend it again."""
    person = signed_in(request)
    actions.bring_back(notebook=readable(person, uuid), by=person)
    return HttpResponseRedirect("/recommended")
