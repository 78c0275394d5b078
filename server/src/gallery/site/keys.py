"""The signing key of the OpenID provider: made at first use, kept in the data folder."""

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from gallery.site.config import kept_secret


def _made() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def signing_key(home: Path) -> str:
    """The private key in PEM."""
    return kept_secret(home, "oidc.pem", make=_made)
