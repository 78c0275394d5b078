"""Clients as finished things: for the person who signed in to them, and for administrators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from oauth2_provider.models import get_application_model, get_refresh_token_model

from gallery.accounts.models import User
from gallery.accounts.sections import Section
from gallery.provider.models import Consent, Registration
from gallery.provider.redirects import origin_of
from gallery.provider.scopes import Words, described


@dataclass(frozen=True)
class UsedApplication:
    """An application that somebody signed in to."""

    pk: int
    name: str
    site: str
    own: bool
    scopes: tuple[Words, ...]
    last_used: datetime | None


@dataclass(frozen=True)
class ClientLine:
    """A registered client, for administrators; never its secret."""

    pk: int
    name: str
    client_id: str
    own: bool
    confidential: bool
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    registered_by: str
    registered_at: datetime
    secret_changed_at: datetime | None


def applications_of(person: User) -> tuple[UsedApplication, ...]:
    """Every application that the person allowed something, or that holds something of them."""
    allowed = {consent.client_id: consent.scopes for consent in Consent.objects.filter(person=person)}
    held = _held(person)
    clients = get_application_model().objects.filter(pk__in={*allowed, *held}).order_by("name")
    return tuple(_used(client, allowed.get(client.pk), held.get(client.pk)) for client in clients)


def _held(person: User) -> dict[int, tuple[datetime, set[str]]]:
    rows = (
        get_refresh_token_model()
        .objects.filter(user=person, revoked=None)
        .exclude(access_token=None)
        .values("application", "access_token__scope")
        .annotate(at=Max("created"))
    )
    held: dict[int, tuple[datetime, set[str]]] = {}
    for row in rows:
        at, scopes = held.get(row["application"], (row["at"], set()))
        held[row["application"]] = (max(at, row["at"]), scopes | set(row["access_token__scope"].split()))
    return held


def _used(client: Any, allowed: Iterable[str] | None, held: tuple[datetime, set[str]] | None) -> UsedApplication:
    last_used, scopes = held or (None, set())
    return UsedApplication(
        pk=client.pk,
        name=client.name,
        site=origin_of(client.redirect_uris.split()[0]),
        own=client.skip_authorization,
        scopes=described({*(allowed or ()), *scopes}),
        last_used=last_used,
    )


def section_for(person: User) -> Section | None:
    """What the account page says of them."""
    return Section("provider/section.html", len(applications_of(person)))


def client_lines() -> tuple[ClientLine, ...]:
    """Every registered client, by name."""
    rows = Registration.objects.select_related("client").order_by("client__name", "pk")
    return tuple(_line(row) for row in rows)


def client_line(client: Any) -> ClientLine:
    """One of them."""
    return _line(Registration.objects.select_related("client").get(client=client))


def _line(row: Registration) -> ClientLine:
    client = row.client
    return ClientLine(
        pk=client.pk,
        name=client.name,
        client_id=client.client_id,
        own=client.skip_authorization,
        confidential=client.client_type == client.CLIENT_CONFIDENTIAL,
        redirect_uris=tuple(client.redirect_uris.split()),
        post_logout_redirect_uris=tuple(client.post_logout_redirect_uris.split()),
        scopes=tuple(row.scopes),
        registered_by=row.registered_by,
        registered_at=client.created,
        secret_changed_at=row.secret_changed_at,
    )
