"""Browse and search; suggestions as one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.accounts.current import reader
from gallery.search.missed import tell_if_missed
from gallery.search.pages import browse_page, read_question
from gallery.search.queries import Question, suggest


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """All notebooks that the reader may see, or those that answer a question."""
    person = reader(request)
    page = browse_page(person, read_question(request.GET))
    if not page.chips:
        found = page.listing.total + page.listing.deprecated
        tell_if_missed(person, Question(text=page.asked.q, page=page.asked.page), found)
    return render(request, "search/browse.html", {"page": page, "listing": page.listing, "sort": page.sort})


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The list below the search box, as a piece of HTML."""
    text = read_question(request.GET).q
    found = suggest(reader(request), text) if text else ()
    return render(request, "search/suggestions.html", {"suggestions": found})
