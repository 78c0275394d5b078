"""What follows a button: the verb is tried, and the page that it came from says how it went."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from gallery.lib.errors import Conflict, Invalid


def tried(request: HttpRequest, back: str, verb: Callable[[], object], *, done: str) -> HttpResponse:
    """Try a verb, and go back with one sentence: that it is done, or why it is refused."""
    try:
        verb()
    except (Conflict, Invalid) as refusal:
        messages.error(request, _(refusal.message))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(back)
