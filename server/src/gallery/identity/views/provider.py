"""To a provider and back."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from gallery.accounts.current import reader, signed_in
from gallery.identity import oauth, openid
from gallery.identity.entering import enter
from gallery.identity.farewells import note_opened_by
from gallery.identity.flows import Flow, begin, take
from gallery.identity.pending import offer
from gallery.identity.profile import Profile
from gallery.identity.providers import OAuthProvider, OpenIdProvider, Provider, SamlProvider, provider_called
from gallery.identity.views.opening import open_session
from gallery.lib.addresses import local_path
from gallery.lib.errors import NotThere

LINKS = "link"  # add this way to the account that is signed in
CONFIRM = "/account/ways/confirm"


@require_safe
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Send the browser to the provider."""
    provider, links = provider_called(key), LINKS in request.GET
    back = local_path(request.GET.get("next"))
    if links:
        signed_in(request)
    elif reader(request) is not None:
        return HttpResponseRedirect(back)
    state, flow = begin(request.session, provider, back=back, links=links)
    return HttpResponseRedirect(_start_url(request, provider, state, flow))


def _start_url(request: HttpRequest, provider: Provider, state: str, flow: Flow) -> str:
    if isinstance(provider, OpenIdProvider):
        return openid.start_url(provider, state, flow, redirect_uri(provider))
    if isinstance(provider, OAuthProvider):
        return oauth.start_url(provider, state, flow, redirect_uri(provider))
    if isinstance(provider, SamlProvider):
        from gallery.identity import saml  # noqa: PLC0415 — large libraries, only where they are asked for

        return saml.start_url(provider, state)
    raise NotThere


@require_safe
def back(request: HttpRequest, key: str) -> HttpResponse:
    """Back from the provider, with a code or with an error."""
    provider, said = provider_called(key), {name: str(value) for name, value in request.GET.items()}
    flow = take(request.session, provider, said.get("state", ""))
    if isinstance(provider, OpenIdProvider):
        profile = openid.arrived(provider, said, flow, redirect_uri(provider))
    elif isinstance(provider, OAuthProvider):
        profile = oauth.arrived(provider, said, flow, redirect_uri(provider))
    else:
        raise NotThere
    return finish(request, provider, flow, profile)


def finish(request: HttpRequest, provider: Provider, flow: Flow, profile: Profile) -> HttpResponse:
    """Somebody is vouched for: sign in, or ask whether this way is to be added to the account that is signed in."""
    if flow.links:
        offer(request.session, signed_in(request), provider, profile)
        return HttpResponseRedirect(CONFIRM)
    open_session(request, enter(provider, profile))
    if isinstance(provider, OpenIdProvider):
        note_opened_by(request, provider, profile.session)
    return HttpResponseRedirect(flow.next)


def redirect_uri(provider: Provider) -> str:
    """The address to which the provider sends the browser back; registered there, letter by letter."""
    return f"{settings.CONFIG.url}/account/sign-in/from/{provider.key}"
