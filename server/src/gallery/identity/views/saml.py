"""The addresses that a SAML identity provider knows, and the one that the browser goes to afterwards."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from gallery.identity.assertions import fetch, keep
from gallery.identity.flows import take
from gallery.identity.providers import SamlProvider, provider_called
from gallery.identity.views.provider import finish
from gallery.lib.errors import NotThere


@require_safe
def metadata(request: HttpRequest, key: str) -> HttpResponse:
    """What the identity provider has to know about us."""
    from gallery.identity.saml import metadata as described  # noqa: PLC0415 — large libraries, only where asked for

    return HttpResponse(described(_provider(key)), content_type="application/samlmetadata+xml")


@csrf_exempt
@sensitive_post_parameters()
@require_POST
def consume(request: HttpRequest, key: str) -> HttpResponse:
    """The identity provider's answer, posted by the browser from another site: so without our cookies.

    It is checked and kept; the next address, which the browser opens with its cookies, decides whether the
    question was this browser's.
    """
    from gallery.identity.saml import assertion_in  # noqa: PLC0415 — as above

    provider = _provider(key)
    assertion = assertion_in(provider, request.POST.get("SAMLResponse", ""))
    keep(provider, assertion)
    return HttpResponseRedirect(f"/account/saml/{provider.key}/done?state={assertion.state}")


@require_safe
def done(request: HttpRequest, key: str) -> HttpResponse:
    """Back in the browser that asked."""
    provider, state = _provider(key), request.GET.get("state", "")
    flow = take(request.session, provider, state)
    return finish(request, provider, flow, fetch(provider, state))


def _provider(key: str) -> SamlProvider:
    provider = provider_called(key)
    if not isinstance(provider, SamlProvider):
        raise NotThere
    return provider
