"""Calling servers on this machine: with patience for a busy one, and without reading certificates that nobody needs.

By default httpx reads the system's certificates for each call, which takes longer than most calls here and, where
something is waited for, a third of a processor; and it gives up after five seconds.
"""

import ssl
from functools import partial
from typing import Any

import httpx

PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody; nothing here is encrypted
HABITS: dict[str, Any] = {"verify": PLAIN, "timeout": 120.0}  # seconds


def client(**settings: Any) -> httpx.Client:
    """A client for several calls, which keeps cookies."""
    return httpx.Client(**(HABITS | settings))


def ask(method: str, address: str, **more: Any) -> httpx.Response:
    """One call that knows nothing of others."""
    return httpx.request(method, address, **(HABITS | more))


get = partial(ask, "GET")
post = partial(ask, "POST")
delete = partial(ask, "DELETE")
