"""Ends a leaver's server on the hub at once, and everything else by which the hub knows them.

The hub is asked to forget the person: it stops the server, wipes its home, and ends sessions and tokens of its own.
Nothing is lost by that, since a server's home never outlives the server. Coming in again needs a sign-in at the
gallery, which refuses it. The hub lets this service delete people and nothing else: it can read and start nothing.
"""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote

import httpx
from django.conf import settings
from django.utils import timezone
from django_tasks import task

from gallery.accounts.models import User
from gallery.audit.actions import record

PATIENCE = 30.0
# Seconds until the next try, while the hub is away or still starting or stopping the server.
PAUSES = (1, 2, 5, 10, 30, 60, 300, 900, 3600)
SECOND_LOOK = 60  # seconds: whoever was just signing in at the hub is found by then


class HubAway(Exception):
    """The hub did not do it yet."""


def end_servers_of(person: User) -> None:
    """Called in the transaction that deactivates somebody: the task is queued with it or not at all."""
    if settings.CONFIG.hub:
        end_servers.enqueue(person.pk)


@task()
def end_servers(person: int, tries: int = 0, again: bool = True) -> None:
    """Ask until the hub has done it; then once more a minute later."""
    found = User.objects.filter(pk=person, is_active=False).first()
    if found is None:
        return  # reactivated meanwhile
    try:
        knew = forget_at_hub(found.username)
    except HubAway as problem:
        _try_later(found, tries, again, str(problem))
        return
    if knew:
        record(actor="gallery", action="person.forgotten-by-hub", subject=f"person:{found.username}")
    if again:
        _later(SECOND_LOOK, found, again=False)


def forget_at_hub(name: str) -> bool:
    """Whether the hub knew the person, who is unknown to it now. Raises `HubAway` where it could not do it yet."""
    address = f"{settings.CONFIG.hub_url}/hub/api/users/{quote(name, safe='')}"
    try:
        answer = httpx.delete(
            address, headers={"Authorization": f"token {settings.HUB_SERVICE_TOKEN}"}, timeout=PATIENCE
        )
    except httpx.HTTPError as problem:
        raise HubAway(type(problem).__name__) from None
    if answer.status_code not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND}:
        raise HubAway(f"status {answer.status_code}")
    return answer.status_code == HTTPStatus.NO_CONTENT


def _try_later(person: User, tries: int, again: bool, problem: str) -> None:
    if tries < len(PAUSES):
        _later(PAUSES[tries], person, tries=tries + 1, again=again)
        return
    record(actor="gallery", action="person.hub-not-reached", subject=f"person:{person.username}", problem=problem)


def _later(seconds: int, person: User, *, tries: int = 0, again: bool) -> None:
    when = timezone.now() + timedelta(seconds=seconds)
    end_servers.using(run_after=when).enqueue(person.pk, tries, again)
