"""An OpenID provider for tests: django-oauth-toolkit, which the gallery uses too, in one file.

`python provider.py PORT FOLDER HUB_URL SECRET` serves it. `GET /sign-in/<name>` signs in without a password,
`GET /people/<name>/disable` deactivates somebody, `…/expire` ends their access tokens, and
`GET /token-requests` tells how often tokens were asked for.
"""

import sys
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.utils import timezone

PORT, FOLDER, HUB, SECRET = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
SCOPES = ["openid", "profile", "groups", "notebooks:read", "notebooks:write", "executions:write"]
PEOPLE = {"admin": True, "ada": False, "grace": False, "nina": False, "otto": False}
counted = {"tokens": 0}


def _key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    plain = serialization.NoEncryption()
    encoded = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return encoded.decode()


settings.configure(
    SECRET_KEY="only-for-tests",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "provider.sqlite"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    SESSION_COOKIE_NAME="provider-session",
    LOGIN_URL="/sign-in-page",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": _key(),
        "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Claims",
        "PKCE_REQUIRED": True,
        "ROTATE_REFRESH_TOKEN": True,
        "REFRESH_TOKEN_REUSE_PROTECTION": True,
        "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 0,
        "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
        "SCOPES": {scope: scope for scope in SCOPES},
    },
)
sys.modules["provider"] = sys.modules[__name__]
settings.ROOT_URLCONF = "provider"
settings.OAUTH2_PROVIDER["OAUTH2_VALIDATOR_CLASS"] = "provider.Claims"
django.setup()

from django.contrib.auth import get_user_model, login  # noqa: E402 - needs the settings above
from django.core.wsgi import get_wsgi_application  # noqa: E402
from oauth2_provider.models import AccessToken, Application  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402


class Claims(OAuth2Validator):  # type: ignore[misc]
    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        return {
            "preferred_username": request.user.username,
            "groups": ["analysts"],
            "admin": request.user.is_superuser,
        }


def sign_in(request: HttpRequest, name: str) -> HttpResponse:
    login(request, get_user_model().objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
    following = request.GET.get("next")
    return HttpResponseRedirect(following) if following else HttpResponse("signed in")


def sign_in_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the provider's sign-in page", status=401)


def disable(request: HttpRequest, name: str) -> HttpResponse:
    AccessToken.objects.filter(user__username=name).delete()
    get_user_model().objects.filter(username=name).update(is_active=False)
    return HttpResponse("disabled")


def expire(request: HttpRequest, name: str) -> HttpResponse:
    AccessToken.objects.filter(user__username=name).update(expires=timezone.now())
    return HttpResponse("expired")


def token_requests(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(counted["tokens"]))


urlpatterns = [
    path("sign-in/<name>", sign_in),
    path("sign-in-page", sign_in_page),
    path("people/<name>/disable", disable),
    path("people/<name>/expire", expire),
    path("token-requests", token_requests),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]


class Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - inherited
        counted["tokens"] += " /o/token/" in str(args[0])


def main() -> None:
    call_command("migrate", verbosity=0)
    for name, administrator in PEOPLE.items():
        get_user_model().objects.create_user(username=name, is_superuser=administrator)
    Application.objects.create(
        client_id="commonplace-hub",
        client_secret=SECRET,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=f"{HUB}/hub/oauth_callback",
        skip_authorization=True,
        algorithm=Application.RS256_ALGORITHM,
    )
    make_server("127.0.0.1", PORT, get_wsgi_application(), handler_class=Handler).serve_forever()


if __name__ == "__main__":
    main()
