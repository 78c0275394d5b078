"""Settings from the environment: read once, checked in one place, explained by `commonplace check`."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from gallery.lib.kept import kept_secret

CHECKOUT = Path(__file__).resolve().parents[4]


class WrongSetting(Exception):
    """A setting cannot be used; the message names it and says what to write instead."""


def setting(name: str, default: object, meaning: str) -> dict[str, object]:
    """Describe a setting; the reference page is drawn from these descriptions."""
    return {"name": name, "default": default, "meaning": meaning}


def described(name: str, default: object, meaning: str) -> Any:
    """A dataclass field that knows its environment variable and its meaning."""
    return field(metadata=setting(name, default, meaning))


@dataclass(frozen=True)
class Config:
    """Every setting of the gallery, checked."""

    home: Path = described("COMMONPLACE_HOME", "var/ in the checkout", "Folder that holds all data.")
    host: str = described("COMMONPLACE_HOST", "127.0.0.1", "Address on which the gallery listens.")
    port: int = described("PORT", 8000, "Port of the gallery.")
    url: str = described("COMMONPLACE_URL", "http://HOST:PORT", "Address that people type; no slash at the end.")
    database_url: str = described(
        "DATABASE_URL",
        "SQLite in COMMONPLACE_HOME",
        "postgres://user:password@host:port/name for PostgreSQL.",
    )
    hub: bool = described("COMMONPLACE_HUB", True, "Whether a JupyterHub is started and offered: true or false.")
    hub_port: int = described(
        "COMMONPLACE_HUB_PORT", "PORT + 100", "Port of the hub that is started beside the gallery."
    )
    hub_url: str = described("COMMONPLACE_HUB_URL", "http://HOST:HUB_PORT", "Address at which browsers reach the hub.")
    upload_bytes: int = described("COMMONPLACE_UPLOAD_BYTES", 10_000_000, "Largest notebook accepted, in bytes.")
    anonymous_reading: bool = described(
        "COMMONPLACE_ANONYMOUS_READING", True, "Whether public notebooks can be read without signing in."
    )
    attachments: bool = described("COMMONPLACE_ATTACHMENTS", False, "Whether pictures attached to cells are kept.")
    production: bool = described("COMMONPLACE_PRODUCTION", False, "True behind HTTPS: secure cookies, HSTS, no demo.")
    demo: bool = described("COMMONPLACE_DEMO", True, "Whether the demo is loaded into an empty gallery.")
    sign_in: Path | None = described(
        "COMMONPLACE_SIGN_IN",
        "none: names and passwords of the gallery's own",
        "TOML file that lists the providers with which people may sign in: OpenID Connect, OAuth 2, LDAP, SAML.",
    )
    local_sign_in: bool = described(
        "COMMONPLACE_LOCAL_SIGN_IN",
        True,
        "Whether people may sign in with a password of the gallery. Administrators may, at /account/sign-in?local.",
    )
    registration: str = described(
        "COMMONPLACE_REGISTRATION",
        "closed",
        "Whether people may make an account themselves: closed, approval (an administrator agrees first) or open.",
    )
    mail_domains: tuple[str, ...] = described(
        "COMMONPLACE_MAIL_DOMAINS",
        "none: no mail address is asked for",
        "Whoever registers confirms a mail address in one of these domains, with spaces or commas between them.",
    )
    admin_mode_minutes: int = described(
        "COMMONPLACE_ADMIN_MODE_MINUTES",
        30,
        "How long an administrator sees private notebooks after switching admin mode on: 1 to 30 minutes.",
    )
    record_executions: bool = described(
        "COMMONPLACE_RECORD_EXECUTIONS",
        True,
        "Whether it is recorded how cells fare when people run them: whose run, success, runtime; never code or "
        "output. Without it notebooks have no health.",
    )
    record_causes: bool = described(
        "COMMONPLACE_RECORD_CAUSES",
        True,
        "Whether a failure is recorded with its coarse cause: right, package, source, memory, input or other.",
    )
    health_days: int = described(
        "COMMONPLACE_HEALTH_DAYS", 30, "How many days an execution counts for the health of its notebook: 1 to 40."
    )
    author_weight: float = described(
        "COMMONPLACE_AUTHOR_WEIGHT",
        1,
        "How much the runs of a notebook's own authors count for the confidence in its health: from 0 to 1.",
    )
    outage_size: int = described(
        "COMMONPLACE_OUTAGE_SIZE",
        5,
        "So many notebooks, or people in three notebooks, that share a package or source and start to fail within the "
        "same hours are an outage: what fails then is marked and does not count.",
    )
    outage_hours: int = described("COMMONPLACE_OUTAGE_HOURS", 3, "Within how many hours they start to fail: 1 to 24.")
    approved_packages: Path | None = described(
        "COMMONPLACE_APPROVED_PACKAGES",
        "none: which packages are approved is not looked at",
        "Text file that lists the packages which can be installed, one a line, where it differs with the name by which "
        "it is imported: scikit-learn sklearn.",
    )
    wanted_people: int = described(
        "COMMONPLACE_WANTED_PEOPLE",
        3,
        "So many different people must have searched for the same words in vain before these are written down and "
        "shown on the wanted board; until then nothing readable is kept. 0 keeps nothing at all.",
    )
    web_threads: int = described("COMMONPLACE_WEB_THREADS", 8, "Threads that answer requests.")
    mail_url: str = described(
        "COMMONPLACE_MAIL_URL",
        "none: nothing is mailed, notices stand in the page alone",
        "smtp://user:password@host:port of the server that sends mail; smtps:// for TLS from the start, "
        "smtp+tls:// for STARTTLS.",
    )
    mail_from: str = described("COMMONPLACE_MAIL_FROM", "commonplace@HOST", "Sender of mails.")
    terms: str = described(
        "COMMONPLACE_TERMS", "a short text", "Terms that an author accepts at upload, in one sentence."
    )


MAIL_SCHEMES = {"smtp": {}, "smtps": {"EMAIL_USE_SSL": True}, "smtp+tls": {"EMAIL_USE_TLS": True}}
DEFAULT_TERMS = "I may share this notebook with the people who will see it, and it holds no data, only code and prose."


def _flag(raw: Mapping[str, str], name: str, default: bool) -> bool:
    value = raw.get(name, "").strip().lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if not value else value in {"1", "true", "yes", "on"}
    raise WrongSetting(f"{name}={value} is neither true nor false.")


def _number(raw: Mapping[str, str], name: str, default: int, *, least: int = 1, most: int = 2**40) -> int:
    value = raw.get(name, "").strip()
    if not value:
        return default
    if not value.isdigit() or not least <= int(value) <= most:
        raise WrongSetting(f"{name}={value} is not a whole number from {least} to {most}.")
    return int(value)


def _wanted_people(raw: Mapping[str, str]) -> int:
    found = _number(raw, "COMMONPLACE_WANTED_PEOPLE", 3, least=0, most=1000)
    if found in {1, 2}:
        raise WrongSetting("COMMONPLACE_WANTED_PEOPLE is 0, or at least 3: what fewer look for can be a secret.")
    return found


def _share(raw: Mapping[str, str], name: str, default: float) -> float:
    value = raw.get(name, "").strip()
    try:
        found = float(value) if value else default
    except ValueError:
        found = -1
    if not 0 <= found <= 1:
        raise WrongSetting(f"{name}={value} is not a number from 0 to 1.")
    return found


def _address(raw: Mapping[str, str], name: str, default: str) -> str:
    value = raw.get(name, "").strip().rstrip("/") or default
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        raise WrongSetting(f"{name}={value} is not an address like https://gallery.example.org.")
    return value


def _choice(raw: Mapping[str, str], name: str, among: tuple[str, ...]) -> str:
    value = raw.get(name, "").strip().lower() or among[0]
    if value not in among:
        raise WrongSetting(f"{name}={value} is none of {', '.join(among)}.")
    return value


def _domains(raw: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = tuple(raw.get(name, "").lower().replace(",", " ").split())
    for domain in found:
        if "." not in domain or not all(part.replace("-", "").isalnum() for part in domain.split(".")):
            raise WrongSetting(f"{name}: {domain} is not a domain like example.org.")
    return found


def _path(raw: Mapping[str, str], name: str) -> Path | None:
    value = raw.get(name, "").strip()
    return Path(value).absolute() if value else None


def _database(raw: Mapping[str, str]) -> str:
    value = raw.get("DATABASE_URL", "").strip()
    if value and urlsplit(value).scheme not in {"postgres", "postgresql"}:
        raise WrongSetting("DATABASE_URL does not start with postgres://; leave it empty for SQLite.")
    return value


def _mail(raw: Mapping[str, str]) -> str:
    value = raw.get("COMMONPLACE_MAIL_URL", "").strip()
    if value and (urlsplit(value).scheme not in MAIL_SCHEMES or not urlsplit(value).hostname):
        raise WrongSetting("COMMONPLACE_MAIL_URL is not an address like smtp://user:password@mail.example.org:25.")
    return value


def read_config(raw: Mapping[str, str] | None = None) -> Config:
    """Read the settings from environment variables; raise `WrongSetting` for the first one that cannot be used."""
    raw = os.environ if raw is None else raw
    host = raw.get("COMMONPLACE_HOST", "").strip() or "127.0.0.1"
    port = _number(raw, "PORT", 8000, most=65535)
    hub_port = _number(raw, "COMMONPLACE_HUB_PORT", port + 100, most=65535)
    production = _flag(raw, "COMMONPLACE_PRODUCTION", False)
    return Config(
        home=Path(raw.get("COMMONPLACE_HOME", "").strip() or CHECKOUT / "var").absolute(),
        host=host,
        port=port,
        url=_address(raw, "COMMONPLACE_URL", f"http://{host}:{port}"),
        database_url=_database(raw),
        hub=_flag(raw, "COMMONPLACE_HUB", True),
        hub_port=hub_port,
        hub_url=_address(raw, "COMMONPLACE_HUB_URL", f"http://{host}:{hub_port}"),
        upload_bytes=_number(raw, "COMMONPLACE_UPLOAD_BYTES", 10_000_000),
        anonymous_reading=_flag(raw, "COMMONPLACE_ANONYMOUS_READING", True),
        attachments=_flag(raw, "COMMONPLACE_ATTACHMENTS", False),
        production=production,
        demo=_flag(raw, "COMMONPLACE_DEMO", True) and not production,  # its passwords are known
        sign_in=_path(raw, "COMMONPLACE_SIGN_IN"),
        local_sign_in=_flag(raw, "COMMONPLACE_LOCAL_SIGN_IN", True),
        registration=_choice(raw, "COMMONPLACE_REGISTRATION", ("closed", "approval", "open")),
        mail_domains=_domains(raw, "COMMONPLACE_MAIL_DOMAINS"),
        admin_mode_minutes=_number(raw, "COMMONPLACE_ADMIN_MODE_MINUTES", 30, most=30),
        record_executions=_flag(raw, "COMMONPLACE_RECORD_EXECUTIONS", True),
        record_causes=_flag(raw, "COMMONPLACE_RECORD_CAUSES", True),
        health_days=_number(raw, "COMMONPLACE_HEALTH_DAYS", 30, most=40),
        author_weight=_share(raw, "COMMONPLACE_AUTHOR_WEIGHT", 1.0),
        outage_size=_number(raw, "COMMONPLACE_OUTAGE_SIZE", 5, least=3),
        outage_hours=_number(raw, "COMMONPLACE_OUTAGE_HOURS", 3, most=24),
        approved_packages=_path(raw, "COMMONPLACE_APPROVED_PACKAGES"),
        wanted_people=_wanted_people(raw),
        web_threads=_number(raw, "COMMONPLACE_WEB_THREADS", 8, most=256),
        mail_url=_mail(raw),
        mail_from=raw.get("COMMONPLACE_MAIL_FROM", "").strip() or f"commonplace@{host}",
        terms=raw.get("COMMONPLACE_TERMS", "").strip() or DEFAULT_TERMS,
    )


def described_settings() -> list[dict[str, object]]:
    """Every setting with its name, default and meaning, in the order of the class."""
    return [dict(item.metadata) for item in fields(Config)]


def database_settings(config: Config) -> dict[str, object]:
    """Django's entry for the database that the configuration names."""
    if not config.database_url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(config.home / "commonplace.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a save that was acknowledged survives a power cut. What is read is mapped into memory, which
                # saves about a fifth of the time of a search; what is written is not.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;"
                    " PRAGMA mmap_size=8000000000;"
                ),
            },
        }
    parts = urlsplit(config.database_url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


def mail_settings(config: Config) -> dict[str, object]:
    """Django's settings for mail; without a server nothing is sent."""
    if not config.mail_url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(config.mail_url)
    return MAIL_SCHEMES[parts.scheme] | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_TIMEOUT": 20,
    }


def hub_service_token(home: Path) -> str:
    """The secret with which the gallery tells the hub that somebody left; JupyterHub takes 64 characters at most."""
    return kept_secret(home, "hub-gallery", lambda: secrets.token_urlsafe(32))
