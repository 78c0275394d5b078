"""Make and redeem tickets."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gallery.accounts.bearer import Principal
from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.environments.models import HUB, Environment
from gallery.launches.models import Launch, Ticket
from gallery.lib.errors import NotThere
from gallery.notebooks.actions import count_run
from gallery.notebooks.models import Notebook
from gallery.notebooks.permissions import Role, check_may, role_of

LIFETIME = timedelta(minutes=10)
KEPT_FOR = timedelta(days=1)


class TicketNotValid(NotThere):
    """The ticket cannot be used; why is not said."""

    type = "ticket-not-valid"
    title = "This link into Jupyter cannot be used any more"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue_ticket(*, person: User, notebook: Notebook, environment: str) -> str:
    """Make a ticket for a notebook that the person may run; the secret is returned here alone."""
    check_may(person, notebook, Role.RUN)
    now = timezone.now()
    Ticket.objects.filter(expires_at__lt=now - KEPT_FOR).delete()
    secret = secrets.token_urlsafe(32)
    Ticket.objects.create(
        digest=_digest(secret),
        person=person,
        notebook=notebook,
        environment=environment,
        expires_at=now + LIFETIME,
    )
    return secret


@transaction.atomic
def redeem_ticket(*, principal: Principal, secret: str) -> Notebook:
    """Use a ticket up: exactly once, by its person, from its environment, while the notebook may still be run."""
    person = principal.person()
    now = timezone.now()
    used = Ticket.objects.filter(
        digest=_digest(secret),
        person=person,
        environment=environment_key(principal),
        redeemed_at=None,
        expires_at__gt=now,
    ).update(redeemed_at=now)
    if not used:
        raise TicketNotValid(
            "This link was used already or is too old. Go back to the notebook's page and press Run again."
        )
    ticket = Ticket.objects.select_related("notebook__head", "notebook__owner").get(digest=_digest(secret))
    return _launched(ticket)


def _launched(ticket: Ticket) -> Notebook:
    notebook, person = ticket.notebook, ticket.person
    if role_of(person, notebook) < Role.RUN or notebook.head is None:
        raise NotThere
    Launch.objects.create(
        person=person, notebook=notebook, revision=notebook.head.number, environment=ticket.environment
    )
    count_run(notebook=notebook, by=person)
    record(
        actor=person.username,
        action="notebook.run",
        subject=f"notebook:{notebook.uuid}",
        environment=ticket.environment,
    )
    return notebook


def environment_key(principal: Principal) -> str:
    """Where a credential lives: the hub, a registered server, or nowhere in particular."""
    if principal.client == settings.HUB_CLIENT_ID:
        return HUB
    if principal.token_pk is None:
        return ""
    found = Environment.objects.filter(token=principal.token_pk).first()
    return found.key if found else ""
