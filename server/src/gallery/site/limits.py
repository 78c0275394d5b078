"""Requests that are too large, or whose address no database can look up, end before anything reads them."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gallery.lib.errors import NotThere, TooLarge
from gallery.site.errors import bare_answer

ENVELOPE = 1_000_000  # what a form or the API may add to the notebook itself
DRAINED = 4  # how many times the limit is read and thrown away, so that the browser gets to see the answer
_CHUNK = 64 * 1024


class BodyLimit:
    """Answers 413 to a body over the limit, and 404 to an address with a NUL in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Compare what the request says of its length; bodies without a length are never read."""
        limit = settings.CONFIG.upload_bytes + ENVELOPE
        length = _length(request)
        if "\0" in request.path:  # PostgreSQL has no text with it, so there is nothing of that name
            return bare_answer(request, NotThere())
        if length <= limit:
            return self.get_response(request)
        _drain(request, min(length, DRAINED * limit))
        return bare_answer(request, TooLarge(_sentence(settings.CONFIG.upload_bytes)))


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


def _drain(request: HttpRequest, length: int) -> None:
    while length > 0 and (piece := request.read(min(_CHUNK, length))):
        length -= len(piece)


def _sentence(most: int) -> str:
    return (
        f"This is larger than the {most / 1e6:g} MB that the gallery accepts, so nothing was kept. "
        "Outputs count while a notebook is sent: clear them in Jupyter (Edit, Clear outputs of all cells), then try."
    )
