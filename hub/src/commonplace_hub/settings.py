"""The hub's settings: read once from `COMMONPLACE_…` environment variables, checked, explained."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CHECKOUT = Path(__file__).resolve().parents[3]
HOUR = 3600
# All but the first three lead the kit to what the operator offers.
KEPT = "LANG LC_ALL TZ COMMONPLACE_SOURCES COMMONPLACE_CHECKPOINTS COMMONPLACE_SPARK COMMONPLACE_PACKAGES"
LAST_UID = 2**32 - 2  # the kernel reserves the one after it


class WrongSetting(Exception):
    """A setting cannot be used; the message says which and why, in one sentence."""


@dataclass(frozen=True)
class Settings:
    """What the hub was told. Paths are absolute, times in seconds, sizes in bytes (0 = no limit)."""

    home: Path
    host: str
    port: int
    hub_port: int
    public_url: str
    gallery_url: str
    issuer: str
    client_id: str
    client_secret: str
    service_token: str
    provider: str
    provider_client_id: str
    provider_client_secret: str
    provider_scopes: tuple[str, ...]
    max_seconds: int
    idle_seconds: int
    cull_every: int
    uids: range
    memory: int
    processes: int
    servers: int
    kept: tuple[str, ...]
    analyst_environment: Path
    proxy_command: Path

    @property
    def folder(self) -> Path:
        """Where the hub keeps its database, keys and the homes of running servers."""
        return self.home / "hub"

    @property
    def homes(self) -> Path:
        return self.folder / "homes"

    @property
    def kept_folders(self) -> Path:
        """What outlives servers: records of run cells that could not be sent yet."""
        return self.folder / "kept"


def read(env: Mapping[str, str] | None = None) -> Settings:
    """Settings from `env` (default: the process's environment).

    Raises WrongSetting with a sentence for the operator.
    """
    env = os.environ if env is None else env
    port = _number(env, "PORT", 8000, smallest=1)
    host = env.get("COMMONPLACE_HOST") or "127.0.0.1"
    hub_port = _number(env, "COMMONPLACE_HUB_PORT", port + 100, smallest=1)
    gallery = (env.get("COMMONPLACE_GALLERY_URL") or f"http://{host}:{port}").rstrip("/")
    return Settings(
        home=_path(env, "COMMONPLACE_HOME", CHECKOUT / "var"),
        host=host,
        port=port,
        hub_port=hub_port,
        public_url=(env.get("COMMONPLACE_HUB_URL") or f"http://{host}:{hub_port}").rstrip("/"),
        gallery_url=gallery,
        issuer=(env.get("COMMONPLACE_HUB_ISSUER") or f"{gallery}/o").rstrip("/"),
        client_id=env.get("COMMONPLACE_HUB_CLIENT_ID") or "commonplace-hub",
        client_secret=env.get("COMMONPLACE_HUB_CLIENT_SECRET", ""),
        service_token=env.get("COMMONPLACE_HUB_SERVICE_TOKEN", ""),
        **_provider(env),
        **_lifetimes(env),
        uids=_uids(env),
        memory=_size(env, "COMMONPLACE_SERVER_MEMORY"),
        processes=_number(env, "COMMONPLACE_SERVER_PROCESSES", 0),
        servers=_number(env, "COMMONPLACE_SERVER_LIMIT", 0),
        kept=tuple((env.get("COMMONPLACE_SERVER_KEEPS") or KEPT).split()),
        analyst_environment=_path(env, "COMMONPLACE_ANALYST_ENVIRONMENT", CHECKOUT / ".venv-analyst"),
        proxy_command=_path(env, "COMMONPLACE_HUB_PROXY", CHECKOUT / "hub/node_modules/.bin/configurable-http-proxy"),
    )


def describe(settings: Settings) -> dict[str, str]:
    """Every setting as text, without the secret: for a log or a help page."""
    shown = {field.name: str(getattr(settings, field.name)) for field in fields(settings)}
    return shown | {
        "client_secret": "set" if settings.client_secret else "missing",
        "service_token": "set" if settings.service_token else "missing",
        "provider_client_secret": "set" if settings.provider_client_secret else "missing",
    }


def _provider(env: Mapping[str, str]) -> dict[str, Any]:
    """The organisation's provider, where people sign in there instead of at the gallery."""
    issuer = (env.get("COMMONPLACE_HUB_PROVIDER") or "").rstrip("/")
    parts = urlsplit(issuer)
    if issuer and parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
        raise WrongSetting(f"COMMONPLACE_HUB_PROVIDER is {issuer!r}, but must be an address that begins with https://.")
    return {
        "provider": issuer,
        "provider_client_id": env.get("COMMONPLACE_HUB_PROVIDER_CLIENT_ID") or "commonplace-hub",
        "provider_client_secret": env.get("COMMONPLACE_HUB_PROVIDER_CLIENT_SECRET", ""),
        "provider_scopes": tuple((env.get("COMMONPLACE_HUB_PROVIDER_SCOPES") or "openid profile email").split()),
    }


def _lifetimes(env: Mapping[str, str]) -> dict[str, Any]:
    return {
        "max_seconds": _number(env, "COMMONPLACE_SERVER_MAX_SECONDS", 8 * HOUR, smallest=1),
        "idle_seconds": _number(env, "COMMONPLACE_SERVER_IDLE_SECONDS", HOUR, smallest=1),
        "cull_every": _number(env, "COMMONPLACE_SERVER_CHECK_SECONDS", 60, smallest=1),
    }


def _path(env: Mapping[str, str], name: str, default: Path) -> Path:
    # absolute, but not resolved: a link that an operator made on purpose is kept
    return Path(os.path.abspath(env.get(name) or default))  # noqa: PTH100


def _number(env: Mapping[str, str], name: str, default: int, smallest: int = 0) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal() or int(text) < smallest:
        raise WrongSetting(f"{name} is {text!r}, but must be a whole number of at least {smallest}.")
    return int(text)


def _size(env: Mapping[str, str], name: str) -> int:
    text = (env.get(name) or "0").strip().upper()
    factors = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
    digits, factor = (text[:-1], factors[text[-1]]) if text[-1:] in factors else (text, 1)
    if not digits.isdecimal():
        raise WrongSetting(f"{name} is {text!r}, but must be a size such as 2G or 800M (0 for no limit).")
    return int(digits) * factor


def _uids(env: Mapping[str, str]) -> range:
    name, default = "COMMONPLACE_SERVER_UIDS", "30000-39999"
    text = env.get(name) or default
    first, _, last = text.partition("-")
    if not (first.isdecimal() and last.isdecimal()) or not 1000 <= int(first) <= int(last) <= LAST_UID:
        raise WrongSetting(f"{name} is {text!r}, but must be a range such as {default}, from 1000 upwards.")
    return range(int(first), int(last) + 1)
