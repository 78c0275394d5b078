"""An address as the audit log may keep it: without query, and without words that tell a title or open something."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import Resolver404, resolve

# Where words in an address name people, groups and the like, which the log names anyhow.
NAMES = ("admin", "people/", "groups/", "organisations/", "suggest", "api/v1/groups", "api/v1/organisations")
HIDDEN = "…"


def plain_path(path: str) -> str:
    """The path, with a dot in place of what the log must not keep; only its beginning where nobody answers it."""
    try:
        match = resolve(path)
    except Resolver404:
        return f"/{path.split('/')[1][:40]}/{HIDDEN}" if path.count("/") > 1 else "/…"
    if match.route.startswith(NAMES):
        return path[:180]
    return _without(path, match.kwargs)[:180]


def _without(path: str, words: Mapping[str, Any]) -> str:
    """Numbers of things stay, since the log names things by them."""
    parts = path.split("/")
    kept = {str(value) for value in words.values() if isinstance(value, UUID | int)}
    secret = {part for value in words.values() if str(value) not in kept for part in str(value).split("/")}
    # with a suffix, too: /feeds/tags/budget.atom
    told = {part for part in parts if part in secret or part.startswith(tuple(f"{word}." for word in secret if word))}
    return "/".join(HIDDEN if part in told and part not in kept and part else part for part in parts)
