"""Pages on which people are looked after."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery.accounts.actions import person_named
from gallery.accounts.administrators import change_person, make_administrator, unmake_administrator
from gallery.accounts.models import User
from gallery.administration import actions
from gallery.administration.doors import administrator
from gallery.administration.forms import NewPersonForm, PersonForm
from gallery.administration.people_queries import FILTERS, leaving, people_list, person_page
from gallery.administration.views.answers import tried
from gallery.directory.actions import place as place_person
from gallery.directory.organisation_queries import organisation_named
from gallery.identity import registration
from gallery.lib.errors import Invalid
from gallery.lib.paging import page_number

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, or those who were looked for."""
    administrator(request)
    asked = request.GET
    listing = people_list(
        q=asked.get("q", "").strip()[:100],
        state=asked.get("state", ""),
        page=page_number(asked.get("page", "")),
    )
    return render(request, "administration/people.html", {"listing": listing, "filters": FILTERS})


@require_http_methods(METHODS)
def new_person(request: HttpRequest) -> HttpResponse:
    """Make a person. The password is random and shown in the answer alone."""
    by = administrator(request)
    form = NewPersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made, secret = actions.make_person(by=by, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, _(error.message))
        else:
            return _with_password(request, made, secret)
    return render(request, "administration/new_person.html", {"form": form}, status=422 if form.is_bound else 200)


def _with_password(request: HttpRequest, found: User, secret: str) -> HttpResponse:
    context = {"name": found.username, "shown_name": found.shown_name, "secret": secret}
    return render(request, "administration/new_password.html", context)


@require_safe
def person(request: HttpRequest, name: str) -> HttpResponse:
    """One person."""
    by = administrator(request)
    return _page(request, person_named(name), by)


def _page(request: HttpRequest, found: User, by: User, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "page": person_page(found, reader=by),
        "form": PersonForm(initial={"full_name": found.full_name, "email": found.email}),
    }
    return render(request, "administration/person.html", context | forms, status=status)


def _url(found: User) -> str:
    return f"/admin/people/{found.username}"


@require_POST
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Change name and mail address."""
    by, found = administrator(request), person_named(name)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, by, status=422, form=form)
    verb = partial(change_person, person=found, by=by.username, **form.cleaned_data)
    return tried(request, _url(found), verb, done=_("Saved."))


@require_http_methods(METHODS)
def deactivate(request: HttpRequest, name: str) -> HttpResponse:
    """Say what would happen; then do it."""
    by, found = administrator(request), person_named(name)
    if request.method != "POST":
        return render(request, "administration/deactivate.html", {"page": leaving(found), "own": found.pk == by.pk})
    done = _("%(name)s is deactivated: sessions, tokens and servers have ended.") % {"name": found.shown_name}
    return tried(request, _url(found), partial(actions.deactivate, person=found, by=by), done=done)


@require_POST
def reactivate(request: HttpRequest, name: str) -> HttpResponse:
    """Let somebody in again."""
    by, found = administrator(request), person_named(name)
    done = _("%(name)s can sign in again.") % {"name": found.shown_name}
    return tried(request, _url(found), partial(actions.reactivate, person=found, by=by), done=done)


@require_POST
def approve(request: HttpRequest, name: str) -> HttpResponse:
    """Let somebody in who asked."""
    by, found = administrator(request), person_named(name)
    done = _("%(name)s can sign in from now on. Nobody was told; write a line.") % {"name": found.shown_name}
    return tried(request, _url(found), partial(registration.approve, name=name, by=by), done=done)


@require_POST
def refuse(request: HttpRequest, name: str) -> HttpResponse:
    """Turn somebody down who asked; nothing of them stays but the record."""
    by, found = administrator(request), person_named(name)
    done = _("The request of %(name)s is refused and forgotten.") % {"name": found.shown_name}
    return tried(request, "/admin/people/", partial(registration.refuse, name=name, by=by), done=done)


@require_POST
def password(request: HttpRequest, name: str) -> HttpResponse:
    """A random password, shown in the answer alone."""
    by, found = administrator(request), person_named(name)
    return _with_password(request, found, actions.set_new_password(person=found, by=by))


@require_POST
def administers(request: HttpRequest, name: str) -> HttpResponse:
    """Make somebody an administrator, or no longer one."""
    by, found = administrator(request), person_named(name)
    if request.POST.get("administrator") == "yes":
        done = _("%(name)s is an administrator.") % {"name": found.shown_name}
        return tried(request, _url(found), partial(make_administrator, person=found, by=by.username), done=done)
    done = _("%(name)s is no longer an administrator.") % {"name": found.shown_name}
    return tried(request, _url(found), partial(unmake_administrator, person=found, by=by.username), done=done)


@require_POST
def place(request: HttpRequest, name: str) -> HttpResponse:
    """Say to which organisation somebody belongs."""
    by, found = administrator(request), person_named(name)
    slug = request.POST.get("organisation", "")
    verb = partial(place_person, person=found, organisation=organisation_named(slug) if slug else None, by=by)
    return tried(request, _url(found), verb, done=_("Saved."))
