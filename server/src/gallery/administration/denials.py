"""Records who was refused what. The requester learns nothing from it, not even by the time that it takes.

For an address that is hidden and for one that is absent the same work is done and an event written; they differ in one
word. An absent one is worth knowing, too: somebody who guesses addresses leaves a track.
"""

import logging
from datetime import timedelta
from http import HTTPStatus

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

from gallery.accounts.bearer import principal_of
from gallery.accounts.current import reader
from gallery.accounts.models import User
from gallery.accounts.throttle import address_of
from gallery.administration.doors import is_below
from gallery.administration.plain_paths import plain_path
from gallery.audit.actions import record
from gallery.audit.models import AuditEvent
from gallery.lib.errors import GalleryError
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import visible_to

MOST, WINDOW = 30, timedelta(minutes=1)  # for each person, or each address of guests
NOTEBOOKS = ("notebooks/", "api/v1/notebooks/", "run/")
API = "/api/"
log = logging.getLogger(__name__)


def note_denial(request: HttpRequest, error: GalleryError) -> None:
    """Record an answer that refuses something: 403, and 404 for what exists but is hidden."""
    if error.status not in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
        return
    try:
        with transaction.atomic():
            _note(request, error)
    except DatabaseError:
        log.exception("A denied access could not be recorded")


def _note(request: HttpRequest, error: GalleryError) -> None:
    person = _person(request)
    subject, there = _what(request, person, hidden=error.status == HTTPStatus.NOT_FOUND)
    actor = person.username if person is not None else f"guest:{address_of(request)}"
    recent = AuditEvent.objects.filter(
        actor=actor, at__gt=timezone.now() - WINDOW, action__in=["access.denied", "access.missed"]
    )
    if subject and recent.count() < MOST:
        record(
            actor=actor,
            action="access.denied" if there else "access.missed",
            subject=subject,
            method=request.method,
            status=error.status,
        )


def _person(request: HttpRequest) -> User | None:
    """Who asked: on pages by session alone, in the API by what was sent."""
    if not request.path_info.startswith(API):
        return reader(request)
    try:
        return principal_of(request).user
    except GalleryError:
        return None


def _what(request: HttpRequest, person: User | None, *, hidden: bool) -> tuple[str, bool]:
    """The subject, "" where nothing was refused, and whether it exists."""
    match = request.resolver_match
    uuid = match.kwargs.get("uuid") if match is not None and match.route.startswith(NOTEBOOKS) else None
    if uuid is not None:
        exists = Notebook.objects.filter(uuid=uuid).exists()
        seen = visible_to(person).filter(uuid=uuid).exists()
        # what is absent within a notebook that one may read is no denial
        return ("" if hidden and seen else f"notebook:{uuid}"), exists
    if hidden and (not is_below(request.path_info) or (person is not None and person.is_superuser)):
        return "", False
    return f"path:{plain_path(request.path_info)}", match is not None
