"""Feeds; the page of what one follows; the way out of the daily mail."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.accounts.current import reader, signed_in
from gallery.accounts.models import User
from gallery.feeds.actions import resume_mail, stop_mail, subscribe, unsubscribe
from gallery.feeds.atom import feed_of
from gallery.feeds.forms import FeedTokenForm, ListForm
from gallery.feeds.lists import List, searched
from gallery.feeds.models import Kind
from gallery.feeds.queries import TOKEN, address_of, feeds_page
from gallery.feeds.stopping import person_behind
from gallery.feeds.tokens import create_feed_token, reader_with, revoke_feed_token
from gallery.lib.addresses import local_path
from gallery.lib.errors import Invalid, NotThere

ATOM = "application/atom+xml; charset=utf-8"
INERT = "sandbox; default-src 'none'"
ACCOUNT_FEEDS = "/account/feeds"


def _inert(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers to programs, refusals too: no page of the site, which would repeat a token from the address."""

    @wraps(view)
    def answer(request: HttpRequest, **which: str) -> HttpResponse:
        try:
            response = view(request, **which)
        except NotThere as error:
            response = HttpResponse(_(error.message) + "\n", status=error.status, content_type="text/plain")
        response["Content-Security-Policy"] = INERT
        return response

    return answer


@require_safe
@_inert
def feed(request: HttpRequest, kind: Kind, value: str = "") -> HttpResponse:
    """What is new in a list, as Atom."""
    return HttpResponse(feed_of(_reader(request), List(kind, value)), content_type=ATOM)


@require_safe
@_inert
def search_feed(request: HttpRequest) -> HttpResponse:
    """What is new among the answers to a question, as Atom: the same question as on the search page."""
    return HttpResponse(feed_of(_reader(request), searched(request.GET)), content_type=ATOM)


def _reader(request: HttpRequest) -> User | None:
    """Whose feed it is. A token in the address counts alone, whoever is signed in beside it."""
    secret = request.GET.get(TOKEN)
    return reader(request) if secret is None else reader_with(secret)


@require_safe
def account_feeds(request: HttpRequest) -> HttpResponse:
    """What one follows, by mail and in feed readers."""
    chosen = ListForm({"kind": request.GET.get("kind", Kind.ALL), "value": request.GET.get("value", "")})
    return _page(request, signed_in(request), chosen=chosen.wanted())


def _page(
    request: HttpRequest, person: User, *, chosen: List, form: FeedTokenForm | None = None, status: int = 200
) -> HttpResponse:
    context = {"page": feeds_page(person), "chosen": chosen, "token": form or FeedTokenForm()}
    return render(request, "feeds/account.html", context, status=status)


@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    """Make a private address and show it on this page alone: its secret is not kept anywhere."""
    person, form, wanted = signed_in(request), FeedTokenForm(request.POST), ListForm(request.POST).wanted()
    if not form.is_valid():
        return _page(request, person, chosen=wanted, form=form, status=422)
    made, secret = create_feed_token(owner=person, name=form.cleaned_data["name"])
    context = {"name": made.name, "what": wanted, "address": address_of(wanted, secret)}
    return render(request, "feeds/token_made.html", context)


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own private addresses."""
    revoke_feed_token(owner=signed_in(request), pk=pk)
    messages.success(request, _("The private address is revoked: feeds asked for with it are not found any more."))
    return HttpResponseRedirect(f"{ACCOUNT_FEEDS}#addresses")


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Have what is new in a list mailed once a day."""
    person, form = signed_in(request), ListForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("This does not say what to follow. Go back to the list and try again."))
    subscribe(person=person, wanted=form.wanted())
    messages.success(request, _("You are told by mail, at most once a day, when something here is new or changed."))
    return HttpResponseRedirect(local_path(request.POST.get("next"), ACCOUNT_FEEDS))


@require_POST
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a list no longer."""
    unsubscribe(person=signed_in(request), pk=pk)
    messages.success(request, _("You are not told about this list any more."))
    return HttpResponseRedirect(local_path(request.POST.get("next"), ACCOUNT_FEEDS))


@require_POST
def daily_mail(request: HttpRequest) -> HttpResponse:
    """Stop the daily mail, or have it again."""
    person = signed_in(request)
    if request.POST.get("wanted") == "yes":
        resume_mail(person=person)
        messages.success(request, _("You get the daily mail again."))
    else:
        stop_mail(person=person)
        messages.success(request, _("You get no daily mail any more. What you follow is kept."))
    return HttpResponseRedirect(ACCOUNT_FEEDS)


@csrf_exempt  # RFC 8058: the mail program posts without a session; the signed address itself is the right
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """The way out that each mail carries. Looking at it changes nothing, since programs look at links too."""
    person = person_behind(signed)
    if request.method == "POST":
        stop_mail(person=person)
    return render(request, "feeds/stop.html", {"stopped": request.method == "POST"})
