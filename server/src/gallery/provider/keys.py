"""Signing keys of the OpenID provider: made at first use, kept in the data folder, changed without breaking a token.

Needs no settings and no database, because the settings themselves are drawn from it.
"""

import os
import time
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from gallery.lib.kept import kept_secret, secrets_folder, written_aside

# How long a retired key stays published: the longest life of a token signed with it (settings: an hour), and as long
# again for clients that were slow to read the list of keys.
PUBLISHED_FOR = 2 * 3600
CURRENT, RETIRED = "oidc.pem", "oidc-retired-{}.pem"


def signing_key(home: Path) -> str:
    """The private key in PEM that signs from now on; made where there is none."""
    return kept_secret(home, CURRENT, make=_made)


def retired_keys(home: Path, *, now: float | None = None) -> list[str]:
    """Earlier private keys in PEM whose tokens may still be alive; newest first."""
    moment = time.time() if now is None else now
    current = signing_key(home)
    paths = sorted(_retired(home), key=_retired_at, reverse=True)
    texts = [path.read_text().strip() for path in paths if _retired_at(path) > moment - PUBLISHED_FOR]
    return [text for text in texts if text != current]


def rotate_signing_key(home: Path, *, now: float | None = None) -> None:
    """Sign with a fresh key from the next start on; the one before stays published until its tokens have ended.

    Each step leaves a usable state behind, so a power cut between them does no harm.
    """
    moment = time.time() if now is None else now
    signing_key(home)
    current = secrets_folder(home) / CURRENT
    fresh = written_aside(home, _made())
    keep = secrets_folder(home) / RETIRED.format(int(moment))
    keep.unlink(missing_ok=True)
    os.link(current, keep)
    fresh.replace(current)
    for path in _retired(home):
        if _retired_at(path) <= moment - PUBLISHED_FOR:
            path.unlink()


def _retired(home: Path) -> list[Path]:
    return list(secrets_folder(home).glob(RETIRED.format("*")))


def _retired_at(path: Path) -> float:
    digits = path.stem.rpartition("-")[2]
    return float(digits) if digits.isdigit() else 0.0


def _made() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
