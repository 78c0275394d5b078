"""Where a provider tells that somebody has signed out there."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gallery.identity.farewells import farewell_of, follow
from gallery.identity.providers import OpenIdProvider, provider_called
from gallery.lib.errors import Invalid, NotThere


@csrf_exempt
@require_POST
def farewell(request: HttpRequest, key: str) -> HttpResponse:
    """Back-channel logout: the provider's server sends a signed token; no browser and no cookie is involved."""
    provider = provider_called(key)
    if not isinstance(provider, OpenIdProvider):
        raise NotThere
    try:
        follow(provider, farewell_of(provider, request.POST.get("logout_token", "")))
    except Invalid as error:
        return JsonResponse({"error": "invalid_request", "error_description": error.message}, status=400)
    return HttpResponse()
