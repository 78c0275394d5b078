"""What went wrong, as a page for people and as a problem document for programs; the same for every address."""

import re
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from gallery.accounts.current import reader
from gallery.administration.denials import note_denial
from gallery.lib.addresses import sign_in_path
from gallery.lib.errors import GalleryError, NotAllowed, NotStorable, NotThere, SignInNeeded
from gallery.site.api import is_nul, problem
from gallery.site.context import everywhere

API = "/api/"
SAFE = {"GET", "HEAD"}


class WrongMethod(GalleryError):
    """The address exists, but not for this kind of request."""

    status = 405
    type = "method-not-allowed"
    title = "This address cannot be used like that"


class OutOfOrder(GalleryError):
    """Our own fault."""

    status = 500
    type = "out-of-order"
    title = "Something broke on our side"


def error_page(request: HttpRequest, error: GalleryError) -> HttpResponse:
    """The answer to an error: a page within the site, or a problem document below the API."""
    if request.path.startswith(API):
        return problem(error)
    context = _words(error) | {"signed_out": reader(request) is None, "path": request.get_full_path()}
    context["ask_path"] = _ask_path(request) if error.status == HTTPStatus.NOT_FOUND else ""
    return HttpResponse(render_to_string("errors/page.html", context, request=request), status=error.status)


def _ask_path(request: HttpRequest) -> str:
    """Where a signed-in person asks for access to whatever notebook has this address, if there is one."""
    found = re.match(r"/notebooks/([0-9a-f-]{36})(?:/|$)", request.path)
    return f"/notebooks/{found[1]}/ask" if found and reader(request) is not None else ""


def bare_answer(request: HttpRequest, error: GalleryError) -> HttpResponse:
    """The same where nobody is known yet and nothing else can be relied on."""
    if request.path.startswith(API):
        return problem(error)
    # Without the request no context processor runs, so the database is not asked.
    page = render_to_string("errors/bare.html", _words(error) | everywhere(request))
    return HttpResponse(page, status=error.status)


def _words(error: GalleryError) -> dict[str, object]:
    return {"status": error.status, "title": _(error.title), "message": _(error.message), "kind": error.type}


class ErrorPages:
    """Turns our own errors, and bare refusals of Django's decorators, into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A 405 without words receives some."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.streaming:
            return response
        page = error_page(
            request, WrongMethod("This address cannot be used in that way. Go back to where you came from.")
        )
        page["Allow"] = response.get("Allow", "")
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Only our own errors, and a NUL that reached the database; the others are Django's to handle."""
        if is_nul(error):
            error = NotStorable()
        if not isinstance(error, GalleryError):
            return None
        if isinstance(error, SignInNeeded) and request.method in SAFE and not request.path.startswith(API):
            return HttpResponseRedirect(sign_in_path(request.get_full_path()))
        note_denial(request, error)
        return error_page(request, error)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400: its text may quote the request, so it is not shown."""
    return bare_answer(
        request, GalleryError("The gallery could not make sense of this request. Go back and try again.")
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 403."""
    refusal = NotAllowed("You are not allowed to do this.")
    note_denial(request, refusal)
    return error_page(request, refusal)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404 for an address that nobody answers: the same as for what is hidden."""
    absence = NotThere()
    note_denial(request, absence)
    return error_page(request, absence)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500, rendered without the database, which may be what is broken."""
    sentence = (
        "Nothing that you saved is lost. Try again in a moment; "
        "if it happens again, tell whoever runs this gallery when it happened."
    )
    return bare_answer(request, OutOfOrder(sentence))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: mostly a page that stayed open for long, or blocked cookies."""
    sentence = (
        "This form was sent from a page that is too old, or your browser refuses cookies. Nothing was changed. "
        "Go back, copy what you typed if it was long, reload the page and send it again."
    )
    return error_page(request, NotAllowed(sentence))
