"""What every template may count on. Asks the database for nothing."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "commonplace_theme"


def theme_of(request: HttpRequest) -> str:
    """The theme that the reader chose; by default the system decides."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else THEMES[0]


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Theme, language, the reader's place and what this gallery offers."""
    return {
        "theme": theme_of(request),
        "language": get_language() or settings.LANGUAGE_CODE,
        "here": request.get_full_path(),
        "section": request.path.split("/")[1],
        "hub_offered": settings.CONFIG.hub,
        "admin_mode": getattr(request, "admin_mode", None),
        "announcements": getattr(request, "announcements", ()),
    }
