"""The environment that every step runs in: caches inside the checkout, certificates of the system."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.failure import Failure

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
CACHE = TOOLS / "cache"
LOGS = TOOLS / "logs"

# Where Linux distributions keep the certificates that the administrator trusts.
SYSTEM_CERTIFICATES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),
    Path("/etc/pki/tls/certs/ca-bundle.crt"),
    Path("/etc/ssl/ca-bundle.pem"),
    Path("/etc/ssl/cert.pem"),
)

CACHES = {
    "PIP_CACHE_DIR": CACHE / "pip",
    "UV_CACHE_DIR": CACHE / "uv",
    "npm_config_cache": CACHE / "npm",
    "YARN_GLOBAL_FOLDER": CACHE / "yarn",
    "YARN_CACHE_FOLDER": CACHE / "yarn" / "cache",
}

# Quiet, exact, and nothing fetched that was not asked for.
HABITS = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "UV_SYSTEM_CERTS": "1",
    "UV_PYTHON_DOWNLOADS": "never",
    "UV_NO_PROGRESS": "1",
    "npm_config_audit": "false",
    "npm_config_fund": "false",
    "npm_config_update_notifier": "false",
    "YARN_ENABLE_TELEMETRY": "0",
    "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1",
}


def certificates(environ: Mapping[str, str]) -> str:
    """The bundle of trusted certificates: the user's, else the system's, else empty."""
    chosen = environ.get("SSL_CERT_FILE", "")
    return chosen or next((str(path) for path in SYSTEM_CERTIFICATES if path.is_file()), "")


def surroundings(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Environment variables for a step; what the user has set stays as it is."""
    given = dict(os.environ if environ is None else environ)
    for active in ("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONHOME", "PYTHONPATH"):
        given.pop(active, None)  # somebody's active environment must not leak into ours
    trusted = certificates(given)
    ours = {name: str(folder) for name, folder in CACHES.items()} | HABITS
    if trusted:
        ours |= dict.fromkeys(("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS"), trusted)
    if "PIP_INDEX_URL" in given:
        ours["UV_DEFAULT_INDEX"] = given["PIP_INDEX_URL"]  # uv does not read pip's settings
    ours["COMMONPLACE_UV"] = str(TOOLS / "venv" / "bin" / "uv")
    return ours | given


def interpreter() -> Path:
    """The real Python behind shims and environments."""
    base = getattr(sys, "_base_executable", None) or sys.executable
    return Path(base).resolve()


def need_program(name: str, why: str) -> str:
    """The path of a program; raise `Failure` with what it is for where it is missing."""
    found = shutil.which(name)
    if found is None:
        raise Failure(f"The program `{name}` is missing ({why}). Install it and start again.")
    return found
