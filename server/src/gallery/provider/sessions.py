"""When a session began: clients may ask how fresh a sign-in is."""

import time
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

KEY = "signed_in_at"


def note_sign_in(*, request: HttpRequest | None, **_: Any) -> None:
    """Called whenever somebody signs in, in whichever way."""
    if request is not None and hasattr(request, "session"):
        request.session[KEY] = int(time.time())


def signed_in_at(request: HttpRequest) -> datetime:
    """When this session began; long ago, for one that does not know."""
    return datetime.fromtimestamp(int(request.session.get(KEY, 0)), UTC)
