"""Calls to a provider: bounded, never followed elsewhere, never logged."""

from collections.abc import Mapping
from typing import Any

import httpx

from gallery.identity.providers import Provider
from gallery.identity.trouble import ProviderTrouble

PATIENCE = 10.0  # seconds
LARGEST = 1_000_000  # bytes


def get_json(provider: Provider, url: str, *, bearer: str = "") -> dict[str, Any]:
    """A JSON object of the provider."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    return _json(provider, "GET", url, headers=headers)


def post_form(
    provider: Provider, url: str, form: Mapping[str, str], auth: tuple[str, str] | None = None
) -> dict[str, Any]:
    """What the provider answers to a form."""
    return _json(provider, "POST", url, data=dict(form), auth=auth, headers={"Accept": "application/json"})


def _json(provider: Provider, method: str, url: str, **more: Any) -> dict[str, Any]:
    try:
        with httpx.Client(timeout=PATIENCE) as client, client.stream(method, url, **more) as answer:
            body = _body(provider, answer)
    except (httpx.HTTPError, httpx.InvalidURL):
        raise ProviderTrouble.away(provider) from None  # the text of the error may quote what was sent
    if answer.status_code >= 500:
        raise ProviderTrouble.away(provider)
    if answer.status_code >= 300:
        raise ProviderTrouble.unusable(provider, f"it refused a question of ours with status {answer.status_code}")
    return body


def _body(provider: Provider, answer: httpx.Response) -> dict[str, Any]:
    raw = b""
    for piece in answer.iter_bytes():
        raw += piece
        if len(raw) > LARGEST:
            raise ProviderTrouble.unusable(provider, "it is too long")
    if answer.status_code >= 300:
        return {}
    try:
        said = httpx.Response(200, content=raw).json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise ProviderTrouble.unusable(provider, "it is not JSON")
    return said
