"""Where the hub is, and whether it is there: asked before a browser is sent to it."""

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


def hub_address() -> str:
    """What leads a browser into the person's own server on the hub, which starts it if needed."""
    return f"{settings.CONFIG.hub_url}/hub/user-redirect"
