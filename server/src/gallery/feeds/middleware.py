"""Pages of lists that can be followed: who asks for Atom is led to the feed; the page learns how it is followed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers

from gallery.accounts.current import reader
from gallery.feeds.lists import List, searched
from gallery.feeds.models import Kind
from gallery.feeds.queries import TOKEN, following, with_token

ATOM = "application/atom+xml"
SAFE = {"GET", "HEAD"}
# The names of the addresses of list pages. That of browsing and searching is apart: its query is the list.
KINDS = {
    "tag": Kind.TAG,
    "language": Kind.LANGUAGE,
    "person": Kind.PERSON,
    "group": Kind.GROUP,
    "organisation": Kind.ORGANISATION,
}
BROWSE = "browse"


class FollowableLists:
    """Puts `following` on the request of a list's page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What such an address answers depends on what is asked for."""
        response = self.get_response(request)
        if list_behind(request) is not None:
            patch_vary_headers(response, ["Accept"])
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Before any right is looked at, so that what is hidden and what is absent lead on alike."""
        wanted = list_behind(request)
        if wanted is None:
            return None
        if request.get_preferred_type(["text/html", ATOM]) == ATOM:
            return HttpResponseRedirect(with_token(wanted.feed, request.GET.get(TOKEN)))
        request.following = following(reader(request), wanted)  # type: ignore[attr-defined]
        return None


def list_behind(request: HttpRequest) -> List | None:
    """The list that the page at this address shows, or None."""
    match = request.resolver_match
    if match is None or request.method not in SAFE:
        return None
    if match.url_name == BROWSE:
        return searched(request.GET)
    kind = KINDS.get(match.url_name or "")
    return List(kind, str(next(iter(match.kwargs.values())))) if kind is not None else None
