"""JupyterHub's configuration: our settings, said in its words."""

import sys
from typing import Any

import jupyterhub.log

from commonplace_hub.authenticator import OPERATORS, GalleryAuthenticator
from commonplace_hub.pages import TEMPLATES, links
from commonplace_hub.preparation import accounts, crypt_key, database
from commonplace_hub.provider import ProviderAuthenticator, discover
from commonplace_hub.settings import Settings, read
from commonplace_hub.spawner import EphemeralSpawner

SCOPES = ["openid", "profile", "groups", "notebooks:read", "notebooks:write", "executions:write"]
OWN_TOKENS = "admin:auth_state!user"  # a person's server reads that person's gallery token, nobody else's
TETHER = [sys.executable, "-m", "commonplace_hub.tether"]


def configure(c: Any, settings: Settings) -> None:
    """Write the whole configuration into `c`."""
    _hub(c, settings)
    _sign_in(c, settings)
    _servers(c, settings)
    _rights(c)
    _ends(c, settings)
    _leavers(c, settings)


def _hub(c: Any, settings: Settings) -> None:
    local = "http://127.0.0.1"
    c.JupyterHub.bind_url = f"http://{settings.host}:{settings.hub_port}"
    c.JupyterHub.public_url = settings.public_url
    c.JupyterHub.hub_bind_url = f"{local}:{settings.port + 101}"
    c.JupyterHub.db_url = f"sqlite:///{database(settings)}"
    c.JupyterHub.upgrade_db = True
    c.JupyterHub.cookie_secret_file = str(settings.folder / "cookie-secret")
    c.JupyterHub.cookie_max_age_days = 1
    c.JupyterHub.template_paths = [str(TEMPLATES)]
    leave = f"{settings.issuer}/logout/?client_id={settings.client_id}"
    c.JupyterHub.template_vars = links("/", settings.gallery_url) | {"gallery_sign_out_url": leave}
    c.JupyterHub.active_server_limit = settings.servers
    c.ConfigurableHTTPProxy.api_url = f"{local}:{settings.port + 102}"
    c.ConfigurableHTTPProxy.command = [*TETHER, str(settings.proxy_command)]
    c.ConfigurableHTTPProxy.pid_file = str(settings.folder / "proxy.pid")
    # one-time tickets travel in addresses; logs must not keep them
    jupyterhub.log.SCRUB_PARAM_KEYS += ("ticket", "next")


def _sign_in(c: Any, settings: Settings) -> None:
    c.JupyterHub.authenticator_class = GalleryAuthenticator
    c.Authenticator.auto_login = True  # the gallery's page is the only sign-in page
    c.Authenticator.allow_all = True  # who may use Jupyter is decided in the gallery
    c.Authenticator.manage_groups = True
    c.Authenticator.auth_refresh_age = 300
    c.Authenticator.refresh_pre_spawn = True
    c.Authenticator.auth_refresh_strict = True  # who was deactivated gets no token through a running server
    c.OAuthenticator.client_id = settings.client_id
    c.OAuthenticator.client_secret = settings.client_secret
    c.OAuthenticator.authorize_url = f"{settings.issuer}/authorize/"
    c.OAuthenticator.token_url = f"{settings.issuer}/token/"
    c.OAuthenticator.userdata_url = f"{settings.issuer}/userinfo/"
    c.OAuthenticator.oauth_callback_url = f"{settings.public_url}/hub/oauth_callback"
    c.OAuthenticator.username_claim = "preferred_username"
    c.OAuthenticator.scope = SCOPES
    c.OAuthenticator.enable_pkce = True
    if settings.provider:
        _sign_in_at_provider(c, settings)


def _sign_in_at_provider(c: Any, settings: Settings) -> None:
    """The second configuration: the organisation's provider has the sign-in page, the gallery still says who it is."""
    found = discover(settings.provider)
    c.JupyterHub.authenticator_class = ProviderAuthenticator
    c.OAuthenticator.authorize_url = found.authorize
    c.OAuthenticator.token_url = found.token
    c.OAuthenticator.basic_auth = found.basic
    c.OAuthenticator.client_id = settings.provider_client_id
    c.OAuthenticator.client_secret = settings.provider_client_secret
    c.OAuthenticator.scope = list(settings.provider_scopes)
    c.ProviderAuthenticator.gallery_client_id = settings.client_id
    c.ProviderAuthenticator.gallery_client_secret = settings.client_secret
    c.ProviderAuthenticator.gallery_token_url = f"{settings.issuer}/token/"
    c.ProviderAuthenticator.gallery_exchange_url = f"{settings.issuer}/exchange/"


def _servers(c: Any, settings: Settings) -> None:
    uids = accounts(settings)
    c.JupyterHub.spawner_class = EphemeralSpawner
    c.Spawner.cmd = [str(settings.analyst_environment / "bin/jupyterhub-singleuser")]
    c.Spawner.args = [] if uids else ["--allow-root"]
    c.Spawner.default_url = "/lab"
    c.Spawner.env_keep = list(settings.kept)
    c.Spawner.environment = {"COMMONPLACE_GALLERY_URL": settings.gallery_url}
    c.Spawner.http_timeout = c.Spawner.start_timeout = 180
    c.Spawner.poll_interval = 5
    c.Spawner.mem_limit = settings.memory or None
    c.LocalProcessSpawner.term_timeout = 5
    c.EphemeralSpawner.homes = str(settings.homes)
    c.EphemeralSpawner.kept = str(settings.kept_folders)
    c.EphemeralSpawner.kept_key = crypt_key(settings)
    c.EphemeralSpawner.environment_folder = str(settings.analyst_environment)
    c.EphemeralSpawner.first_uid = uids[0] if uids else 0
    c.EphemeralSpawner.last_uid = uids[-1] if uids else 0
    c.EphemeralSpawner.max_seconds = settings.max_seconds
    c.EphemeralSpawner.idle_seconds = settings.idle_seconds
    c.EphemeralSpawner.processes = settings.processes


def _rights(c: Any) -> None:
    """Who may do what in the hub. JupyterHub's `admin` may enter every server, so nobody gets it."""
    watch = ["admin-ui", "list:users", "read:users:name", "read:users:activity", "read:servers", "read:hub"]
    c.JupyterHub.load_roles = [
        {"name": "user", "scopes": ["self", OWN_TOKENS]},
        {"name": "server", "scopes": ["users:activity!user", "access:servers!server", OWN_TOKENS]},
        {"name": "operator", "groups": [OPERATORS], "scopes": [*watch, "delete:servers"]},
        {
            "name": "culler",
            "services": ["culler"],
            "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        },
    ]


def _ends(c: Any, settings: Settings) -> None:
    """The service that ends servers which are idle or too old."""
    options = {
        "timeout": settings.idle_seconds,
        "max-age": settings.max_seconds,
        "cull-every": settings.cull_every,
    }
    command = [*TETHER, sys.executable, "-m", "jupyterhub_idle_culler"]
    command += [f"--{name}={seconds}" for name, seconds in options.items()]
    c.JupyterHub.services = [{"name": "culler", "command": command}]


def _leavers(c: Any, settings: Settings) -> None:
    """The gallery, which tells the hub that somebody left. It may delete people, and read or start nothing."""
    if settings.service_token:
        c.JupyterHub.services.append({"name": "gallery", "api_token": settings.service_token})
        c.JupyterHub.load_roles.append({"name": "gallery", "services": ["gallery"], "scopes": ["delete:users"]})


configure(get_config(), read())  # type: ignore[name-defined] # noqa: F821 - JupyterHub provides it
