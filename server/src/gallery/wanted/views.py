"""Pages of the board: for everybody who is signed in."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.accounts.current import signed_in
from gallery.accounts.models import User
from gallery.lib.errors import Conflict, Invalid
from gallery.lib.paging import page_number
from gallery.wanted import actions
from gallery.wanted.access import seen
from gallery.wanted.forms import AnswerForm, AskForm, RemoveForm
from gallery.wanted.models import Wanted
from gallery.wanted.queries import SHOWN, board, wanted_page
from gallery.wanted.states import State


@require_safe
def wanted_board(request: HttpRequest) -> HttpResponse:
    """What is wanted, the most needed first."""
    person, said = signed_in(request), request.GET.get("state", "")
    state = State(said) if said in SHOWN else State.OPEN
    page = board(person, state=state, page=page_number(request.GET.get("page", "")))
    return render(request, "wanted/board.html", {"page": page, "listing": page, "states": SHOWN})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a notebook; a search that found nothing has filled in the question."""
    person = signed_in(request)
    if request.method != "POST":
        words = " ".join(request.GET.get("q", "").replace("\0", " ").split())
        form = AskForm(initial={"question": words[: actions.LONGEST_QUESTION]}, person=person)
        return render(request, "wanted/ask.html", {"form": form})
    form = AskForm(request.POST, person=person)
    if not form.is_valid():
        return render(request, "wanted/ask.html", {"form": form}, status=422)
    said = form.cleaned_data
    made = actions.ask(by=person, question=said["question"], explanation=said["explanation"], group=form.group())
    messages.success(request, _("Asked. You are told here and by mail when somebody answers."))
    return HttpResponseRedirect(made.get_absolute_url())


@require_safe
def wanted(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One request."""
    person = signed_in(request)
    return _page(request, person, uuid, AnswerForm(person=person))


def _page(request: HttpRequest, person: User, uuid: UUID, form: AnswerForm, status: int = 200) -> HttpResponse:
    page = wanted_page(person, uuid)
    context = {"page": page, "one": page.line, "form": form, "remove": RemoveForm()}
    return render(request, "wanted/wanted.html", context, status=status)


@require_POST
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give a notebook; what cannot be is said beside the field."""
    person = signed_in(request)
    found, form = seen(person, uuid), AnswerForm(request.POST, person=person)
    if form.is_valid():
        try:
            actions.answer(wanted=found, by=person, notebook=form.cleaned_data["notebook"])
        except (Invalid, Conflict) as error:
            form.add_error("notebook", ValidationError(_(error.message)))
        else:
            messages.success(request, _("Thank you. Everybody who needs it is told."))
            return HttpResponseRedirect(found.get_absolute_url())
    return _page(request, person, uuid, form, status=422)


def _doing(verb: Callable[[Wanted, User], None], done: str) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """A view that does one thing to a request and leads back to it."""

    @require_POST
    def view(request: HttpRequest, uuid: UUID) -> HttpResponse:
        person = signed_in(request)
        found = seen(person, uuid)
        verb(found, person)
        messages.success(request, _(done))
        return HttpResponseRedirect(found.get_absolute_url())

    return view


second = _doing(lambda one, by: actions.second(wanted=one, by=by), _noop("You are told when somebody answers."))
unsecond = _doing(lambda one, by: actions.unsecond(wanted=one, by=by), _noop("You are no longer counted here."))
close = _doing(
    lambda one, by: actions.close(wanted=one, by=by), _noop("Closed. Whoever answered is told that it helped.")
)
reopen = _doing(lambda one, by: actions.reopen(wanted=one, by=by), _noop("It is open again."))


@require_POST
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For administrators: take it from the board, with a reason."""
    person = signed_in(request)
    actions.remove(wanted=seen(person, uuid), by=person, because=request.POST.get("because", ""))
    messages.success(request, _("Removed. Whoever asked is told why."))
    return HttpResponseRedirect("/wanted")
