"""One place that opens connections, so that time limits and certificates are the same everywhere."""

import ssl
from functools import lru_cache

import httpx

PATIENCE = httpx.Timeout(30, connect=5)


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()  # reading the certificates takes longer than most calls


def connection() -> httpx.AsyncClient:
    """Return a client for one call or a few; it follows no redirect, because the address is configured."""
    return httpx.AsyncClient(timeout=PATIENCE, verify=_certificates(), follow_redirects=False)
