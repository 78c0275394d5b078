"""Turns a row of the audit log into a sentence, with links to what it speaks of. Never needs what it speaks of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gallery.administration.sentences import SENTENCES
from gallery.audit.models import AuditEvent


@dataclass(frozen=True)
class Told:
    """An event in words."""

    at: datetime
    text: str
    actor: str
    action: str
    subject: str
    subject_url: str
    facts: tuple[str, ...]


class _Facts(dict[str, Any]):
    """What an event of an earlier version does not say is left open."""

    def __missing__(self, key: str) -> str:
        return ""


def told(event: AuditEvent) -> Told:
    """The event in words; one whose words nobody wrote is shown as it is kept."""
    actor, subject = _actor(event.actor), _subject(event.subject)
    facts = _Facts(event.detail) | {"actor": actor, "subject": subject}
    sentence = SENTENCES.get(event.action)
    text = str(sentence) % _Facts(facts) if sentence is not None else f"{actor} {event.action} {subject}"
    if event.detail.get("elevated"):
        text = _("%(text)s (in admin mode)") % {"text": text}
    return Told(
        at=event.at,
        text=text,
        actor=event.actor,
        action=event.action,
        subject=event.subject,
        subject_url=_subject_url(event.subject),
        facts=tuple(f"{name}: {value}" for name, value in sorted(event.detail.items()) if value != ""),
    )


def _actor(actor: str) -> str:
    kind, colon, rest = actor.partition(":")
    words: dict[str, str] = {
        "guest": _("a guest at %s"),
        "sign-in": _("the sign-in provider %s"),
        "unknown": _("somebody unknown (%s)"),
    }
    return words[kind] % rest if colon and kind in words else actor


def _subject(subject: str) -> str:
    kind, _colon, key = subject.partition(":")
    words: dict[str, str] = {
        "notebook": _("notebook %s"),
        "group": _("group %s"),
        "organisation": _("organisation %s"),
        "attribute": _("attribute %s"),
        "token": _("token %s"),
        "client": _("application %s"),
        "environment": _("Jupyter server %s"),
        "announcement": _("announcement %s"),
        "terms": _("version %s of the terms"),
        "wanted": _("request %s"),
    }
    return words[kind] % _short(key) if kind in words else key or subject


def _short(key: str) -> str:
    try:
        return str(UUID(key))[:8]
    except ValueError:
        return key


_URLS: dict[str, Callable[[str], str]] = {
    "person": lambda key: f"/admin/people/{key}",
    "notebook": lambda key: f"/notebooks/{key}",
    "group": lambda key: f"/groups/{key}",
    "wanted": lambda key: f"/wanted/{key}",
    "organisation": lambda key: f"/admin/organisations/{key}",
    "attribute": lambda key: f"/admin/attributes/{key}",
}


def _subject_url(subject: str) -> str:
    kind, _colon, key = subject.partition(":")
    return _URLS[kind](key) if kind in _URLS else ""
