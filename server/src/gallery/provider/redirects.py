"""Addresses to which a client may have people sent back: what can be registered, and how they are compared."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from gallery.lib.errors import Invalid

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
MOST, LONGEST = 10, 500


def is_loopback(address: str) -> bool:
    """Whether this leads to a program on the reader's own machine, where nobody can say which program listens."""
    return urlsplit(address).hostname in LOOPBACK


def origin_of(address: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def checked_addresses(typed: Sequence[str], *, needed: bool) -> list[str]:
    """The addresses if each of them can be registered.

    Raises:
        Invalid: naming the first that cannot, and why.
    """
    addresses = list(dict.fromkeys(typed))
    if needed and not addresses:
        raise Invalid("Give at least one address to which people return after signing in.")
    if len(addresses) > MOST:
        raise Invalid(f"These are more than {MOST} addresses.")
    for address in addresses:
        reason = _wrong_with(address)
        if reason:
            raise Invalid(f"{address[:80]} cannot be registered: {reason}.")
    return addresses


def _wrong_with(address: str) -> str:
    if not _is_web_address(address):
        return "it is no complete address that begins with https://"
    parts = urlsplit(address)
    path = f"{parts.path}/"
    reasons = {
        "it has a fragment (#)": "#" in address,
        "it has to be exact, without wildcards": "*" in address or "\\" in address,
        "it carries a name or password": "@" in parts.netloc,
        "its path has dot segments": "/../" in path or "/./" in path,
        f"it is longer than {LONGEST} characters": len(address) > LONGEST,
        "http:// is possible only for this machine itself (127.0.0.1, localhost); use https://": (
            parts.scheme == "http" and not is_loopback(address)
        ),
    }
    return next((reason for reason, applies in reasons.items() if applies), "")


def _is_web_address(address: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(address)
        return urlsplit(address).port != 0
    except (ValidationError, ValueError):  # the second one: a port that cannot be
        return False
