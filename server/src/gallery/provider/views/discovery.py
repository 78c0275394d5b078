"""What the provider can do, for programs that set themselves up; drawn from what it really accepts."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from oauth2_provider.views import JwksInfoView

from gallery.provider.asking import issuer
from gallery.provider.claims import SCOPE_OF_CLAIM
from gallery.provider.scopes import DESCRIBED

WAYS = ["client_secret_basic", "client_secret_post"]


@require_safe
def configuration(request: HttpRequest) -> HttpResponse:
    """OpenID Connect Discovery."""
    at = issuer()
    response = JsonResponse(
        {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize/",
            "token_endpoint": f"{at}/token/",
            "userinfo_endpoint": f"{at}/userinfo/",
            "jwks_uri": f"{at}/.well-known/jwks.json",
            "revocation_endpoint": f"{at}/revoke_token/",
            "introspection_endpoint": f"{at}/introspect/",
            "end_session_endpoint": f"{at}/logout/",
            "scopes_supported": list(DESCRIBED),
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", *SCOPE_OF_CLAIM],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": [*WAYS, "none"],
            "revocation_endpoint_auth_methods_supported": [*WAYS, "none"],
            "introspection_endpoint_auth_methods_supported": WAYS,
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": ["none", "login", "consent"],
            "claims_parameter_supported": False,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "authorization_response_iss_parameter_supported": True,
        }
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


jwks = require_safe(JwksInfoView.as_view())
