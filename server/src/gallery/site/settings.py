"""Django's settings, drawn from `config`."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from gallery.identity.provider_file import read_providers
from gallery.lib.kept import kept_secret
from gallery.provider.keys import retired_keys, signing_key
from gallery.site.config import (
    WrongSetting,
    database_settings,
    hub_service_token,
    mail_settings,
    read_config,
)
from gallery.site.headers import static_headers

CONFIG = read_config()
BASE = Path(__file__).resolve().parent
CONFIG.home.mkdir(parents=True, exist_ok=True, mode=0o700)

SIGN_IN, _complaints = read_providers(CONFIG.sign_in, os.environ)
if _complaints:
    raise WrongSetting(_complaints[0])

SECRET_KEY = kept_secret(CONFIG.home, "django")
DEBUG = False
ALLOWED_HOSTS = sorted({CONFIG.url.split("//")[1].rsplit(":", 1)[0], CONFIG.host, "127.0.0.1", "localhost"})
CSRF_TRUSTED_ORIGINS = [CONFIG.url]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "oauth2_provider",
    "csp",
    "gallery.audit",
    "gallery.accounts",
    "gallery.directory",
    "gallery.identity",
    "gallery.provider",
    "gallery.notices",
    "gallery.notebooks",
    "gallery.environments",
    "gallery.executions",
    "gallery.health",
    "gallery.launches",
    "gallery.search",
    "gallery.wanted",
    "gallery.recommendations",
    "gallery.feeds",
    "gallery.administration",
    "gallery.site",
]

MIDDLEWARE = [
    "gallery.site.headers.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gallery.site.limits.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "gallery.administration.doors.AdministrationDoor",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "gallery.administration.middleware.AdminMode",
    "gallery.administration.middleware.Announcements",
    "django_htmx.middleware.HtmxMiddleware",
    "gallery.feeds.middleware.FollowableLists",
    "gallery.provider.form_targets.SignInLeadsToClients",
    "gallery.site.errors.ErrorPages",
]

ROOT_URLCONF = "gallery.site.urls"
WSGI_APPLICATION = "gallery.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gallery.site.context.everywhere",
            ],
        },
    },
]

DATABASES = {"default": database_settings(CONFIG)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
VIEWS_WRITTEN_AFTER: float | None = 5.0  # seconds; None: by whoever asks for it

LOGIN_URL = "/account/sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "gallery.accounts.hashers.ClientSecretHasher",
]

# Cookies ignore ports: names of our own keep them apart from the hub's on the same host.
SESSION_COOKIE_NAME = "commonplace_session"
CSRF_COOKIE_NAME = "commonplace_csrf"
LANGUAGE_COOKIE_NAME = "commonplace_language"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.production
SESSION_COOKIE_AGE = 7 * 24 * 3600
CSRF_FAILURE_VIEW = "gallery.site.errors.csrf_failure"

SECURE_HSTS_SECONDS = 365 * 24 * 3600 if CONFIG.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = CONFIG.production
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if CONFIG.production:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, CONFIG.hub_url],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = CONFIG.upload_bytes + 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = CONFIG.upload_bytes + 1_000_000  # uploaded bytes never reach the disk
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"  # the library's own, named for our references to it
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_ISS_ENDPOINT": f"{CONFIG.url}/o",
    "OIDC_RSA_PRIVATE_KEY": signing_key(CONFIG.home),
    "OIDC_RSA_PRIVATE_KEYS_INACTIVE": retired_keys(CONFIG.home),
    "OAUTH2_VALIDATOR_CLASS": "gallery.provider.validator.GalleryValidator",
    "SCOPES_BACKEND_CLASS": "gallery.provider.scopes.RegisteredScopes",
    "PKCE_REQUIRED": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["http", "https"],
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "ID_TOKEN_EXPIRE_SECONDS": 3600,
    "REFRESH_TOKEN_EXPIRE_SECONDS": 12 * 3600,
    "ROTATE_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": False,  # the hub of a laptop is at http://127.0.0.1
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
    "CLIENT_SECRET_HASHER": "client_secret",
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Served straight from the package: nothing to collect, and a rebuilt front end shows at the next start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "gallery.site.logs.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "django_tasks": {"level": "WARNING"}},
}

globals().update(mail_settings(CONFIG))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIG.mail_from

HUB_CLIENT_ID = "commonplace-hub"
HUB_SERVICE_TOKEN = hub_service_token(CONFIG.home)
