"""Addresses inside the gallery: where a reader may be sent."""

from urllib.parse import quote

from django.utils.http import url_has_allowed_host_and_scheme

SIGN_IN = "/account/sign-in"


def local_path(typed: str | None, default: str = "/") -> str:
    """The path if it stays on this site, else the default: no other host, no scheme, no trick with slashes."""
    path = typed or ""
    stays = path.startswith("/") and path.isprintable() and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if stays else default


def sign_in_path(back_to: str) -> str:
    """The sign-in page that leads back to this path afterwards."""
    return f"{SIGN_IN}?next={quote(local_path(back_to))}"
