"""Is the hub there? Asked before a browser is sent to it."""

import httpx
from django.conf import settings

PATIENCE = 3.0


def hub_is_up() -> bool:
    """Whether the hub answers. Its address comes from the operator's settings, never from a user."""
    try:
        answer = httpx.get(f"{settings.CONFIG.hub_url}/hub/health", timeout=PATIENCE)
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK


def hub_launch_url(ticket: str) -> str:
    """Where the browser goes to open a ticket in the person's own server on the hub, which starts it if needed."""
    return f"{settings.CONFIG.hub_url}/hub/user-redirect/lab?commonplace-ticket={ticket}"
