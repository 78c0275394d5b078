"""Ways to sign in: added after a click of agreement, removed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gallery.accounts.current import signed_in
from gallery.accounts.throttle import address_of, check_tries, note_failure
from gallery.identity.forms import DirectoryForm
from gallery.identity.linking import link, unlink
from gallery.identity.pending import forget, offer, offered
from gallery.identity.profile import Profile
from gallery.identity.providers import LdapProvider, provider_called

WAYS, CONFIRM = "/account/#ways", "/account/ways/confirm"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Show the provider that one has an account there: on its own page, or with name and password."""
    person, provider = signed_in(request), provider_called(key)
    if not isinstance(provider, LdapProvider):
        return HttpResponseRedirect(f"/account/sign-in/with/{provider.key}?link")
    form = DirectoryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (profile := _checked(request, provider, form)):
        offer(request.session, person, provider, profile)
        return HttpResponseRedirect(CONFIRM)
    context = {"title": provider.title, "form": form}
    return render(request, "identity/add_directory.html", context, status=422 if form.is_bound else 200)


def _checked(request: HttpRequest, provider: LdapProvider, form: DirectoryForm) -> Profile | None:
    """Who has this name and password in the directory. Wrong tries count as failed sign-ins."""
    from gallery.identity.ldap import profile_of  # noqa: PLC0415 — a large library, only where it is asked for

    name, address = form.cleaned_data["username"], address_of(request)
    check_tries(name=name, address=address)
    found = profile_of(provider, name, form.cleaned_data["password"])
    if found is None:
        note_failure(name=name, address=address)
        form.add_error(None, ValidationError(_("Name and password do not belong together.")))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Show whose account it is, and add it when the person agrees."""
    person = signed_in(request)
    pending = offered(request.session, person)
    provider = provider_called(pending.provider)
    if request.method != "POST":
        context = {"title": provider.title, "shown": pending.shown, "name": person.username}
        return render(request, "identity/confirm.html", context)
    forget(request.session)
    link(person=person, provider=provider, subject=pending.subject, shown=pending.shown)
    messages.success(request, _("You can sign in with %(title)s from now on.") % {"title": provider.title})
    return HttpResponseRedirect(WAYS)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a way to sign in."""
    unlink(person=signed_in(request), pk=pk)
    messages.success(request, _("This way to sign in is removed, with the groups and rights that it brought."))
    return HttpResponseRedirect(WAYS)
