"""What can be checked before anything is started."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

from gallery.identity.provider_file import read_providers
from gallery.site.config import Config, WrongSetting, read_config

DIST = Path(__file__).parent / "static" / "dist"


def complaints() -> list[str]:
    """One line for each thing that is wrong and what to do about it; empty when all is well."""
    try:
        config = read_config()
    except WrongSetting as error:
        return [str(error)]
    return [
        *_home(config),
        *_front_end(),
        *_port(config),
        *_database(config),
        *_sign_in(config),
        *_registration(config),
        *_approved(config),
    ]


def _approved(config: Config) -> Iterator[str]:
    if config.approved_packages is not None and not config.approved_packages.is_file():
        yield f"COMMONPLACE_APPROVED_PACKAGES={config.approved_packages} is no file; packages are not looked at."


def _sign_in(config: Config) -> Iterator[str]:
    providers, found = read_providers(config.sign_in, os.environ)
    yield from found
    if not config.local_sign_in and not providers and not found:
        yield "COMMONPLACE_LOCAL_SIGN_IN=false, but COMMONPLACE_SIGN_IN names no provider: only administrators enter."


def _registration(config: Config) -> Iterator[str]:
    if config.registration != "closed" and config.mail_domains and not config.mail_url:
        yield "COMMONPLACE_MAIL_DOMAINS needs COMMONPLACE_MAIL_URL: who registers confirms the address by mail."


def _home(config: Config) -> Iterator[str]:
    try:
        config.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        yield f"COMMONPLACE_HOME={config.home} cannot be made: {error.strerror}. Choose a folder that you may write to."
        return
    if not os.access(config.home, os.W_OK):
        yield f"COMMONPLACE_HOME={config.home} cannot be written to. Choose another folder or change its rights."


def _front_end() -> Iterator[str]:
    missing = [name for name in ("gallery.css", "gallery.js", "icons.svg", "favicon.svg") if not (DIST / name).exists()]
    if missing:
        names = ", ".join(missing)
        yield f"The pages' styles are not built ({names} missing): `make run` builds them."


def _port(config: Config) -> Iterator[str]:
    for name, port in (("PORT", config.port), ("COMMONPLACE_HUB_PORT", config.hub_port if config.hub else 0)):
        if port and not _is_free(config.host, port):
            yield f"{name}={port} is in use on {config.host}: stop what listens there, or choose another with {name}=…"


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
        return True


def _database(config: Config) -> Iterator[str]:
    if not config.database_url:
        return
    import psycopg  # noqa: PLC0415 — only where it is asked for

    try:
        psycopg.connect(config.database_url, connect_timeout=5).close()
    except psycopg.Error as error:
        said = str(error).splitlines()[0]
        yield f"DATABASE_URL: no connection ({said}). Is the server running, the name and password right?"
