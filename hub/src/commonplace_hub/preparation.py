"""What must be there before the hub starts: folders, keys, no leftovers of an earlier run, and an account."""

import json
import logging
import os
import secrets
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from commonplace_hub import kept
from commonplace_hub.homes import wipe_leftovers
from commonplace_hub.processes import started_at, why_accounts_cannot_be_used
from commonplace_hub.provider import discover
from commonplace_hub.settings import Settings, WrongSetting

CRYPT_KEY = "crypt-key"
ENTER_ONLY = 0o711  # others may pass through to their own home, but not look around
log = logging.getLogger(__name__)


def prepare(settings: Settings) -> None:
    """Make the hub's folders and wipe what an earlier run left.

    Raises WrongSetting if something is missing that only the operator can provide.
    """
    _check(settings)
    settings.homes.mkdir(parents=True, exist_ok=True)
    settings.kept_folders.mkdir(exist_ok=True)
    _close_to_others(settings)
    for folder in (settings.home, settings.folder, settings.homes, settings.kept_folders):
        folder.chmod(ENTER_ONLY)
    for leftover in wipe_leftovers(settings.homes, _still_running(database(settings))):
        log.warning("Wiped %s, left over from an earlier run.", leftover.name)
    kept.tidy(settings.kept_folders, {home.stat().st_uid for home in settings.homes.iterdir() if home.is_dir()})


def database(settings: Settings) -> Path:
    return settings.folder / "hub.sqlite"


def crypt_key(settings: Settings) -> str:
    """The key that encrypts people's tokens in the hub's database; made once."""
    file = settings.folder / CRYPT_KEY
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as new:
            new.write(secrets.token_hex(32))
    return file.read_text().strip()


def accounts(settings: Settings) -> range | None:
    """The accounts to run people's servers as; None, with a warning, where they must share the hub's."""
    if os.geteuid() != 0:
        problem = "the hub was not started as root"
    else:
        python = settings.analyst_environment / "bin/python"
        problem = why_accounts_cannot_be_used(python, settings.homes, settings.uids[-1])
    if not problem:
        return settings.uids
    log.warning(
        "Notebook servers share the hub's own account, because %s. Fine for trying out; "
        "people who run code here can then read each other's files and the hub's keys.",
        problem,
    )
    return None


def _check(settings: Settings) -> None:
    if not settings.client_secret:
        raise WrongSetting("COMMONPLACE_HUB_CLIENT_SECRET is missing: the gallery would not let the hub in.")
    if settings.provider and not settings.provider_client_secret:
        raise WrongSetting("COMMONPLACE_HUB_PROVIDER_CLIENT_SECRET is missing: the provider would not let the hub in.")
    if settings.provider:
        discover(settings.provider)
    if not settings.proxy_command.exists():
        raise WrongSetting(f"The hub's proxy is not installed: {settings.proxy_command} (npm ci in hub/).")
    if not (settings.analyst_environment / "bin/jupyterhub-singleuser").exists():
        raise WrongSetting(
            f"The analysts' environment is missing in {settings.analyst_environment}: "
            "`python -m commonplace_hub.analyst_environment` builds it."
        )


def _close_to_others(settings: Settings) -> None:
    """People's code runs on this machine: what the site keeps beside the homes is not for their accounts."""
    for entry in settings.home.iterdir():
        if entry != settings.folder and not entry.is_symlink():
            entry.chmod(stat.S_IMODE(entry.stat().st_mode) & ~stat.S_IRWXO)


def _still_running(file: Path) -> list[Path]:
    """Homes of servers that outlived the hub: it finds them again, so they are no leftovers."""
    if not file.exists():
        return []
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        try:
            rows = connection.execute("SELECT state FROM spawners WHERE server_id IS NOT NULL").fetchall()
        except sqlite3.OperationalError:  # the tables are not made yet
            return []
    states = [json.loads(row[0]) for row in rows if row[0]]
    return [Path(state["home"]) for state in states if "home" in state and _runs(state)]


def _runs(state: dict[str, int]) -> bool:
    return bool(state["started_at"]) and started_at(state.get("pid", 0)) == state["started_at"]
