"""Response headers that every answer carries, pages, errors and static files alike."""

from collections.abc import Callable, MutableMapping

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

_UNUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
}
DEPENDS_ON_READER = "private, no-store"
KEPT_FOR_A_YEAR = "public, max-age=31536000, immutable"


class SafeHeaders:
    """The outermost middleware: whatever answers, the headers are there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add what is missing. An answer that says nothing about caching depends on its reader."""
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if "public" not in response.headers.get("Cache-Control", ""):
            response["Cache-Control"] = DEPENDS_ON_READER
            patch_vary_headers(response, ["Cookie", "Authorization"])
        return response


def static_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Inert when opened by itself; kept long, since pages ask for a file by the hash of its content."""
    headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    headers["Cache-Control"] = KEPT_FOR_A_YEAR
