"""The first page of the administration: a few numbers, each with the page behind it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from gallery.accounts.models import PersonalToken, User
from gallery.accounts.terms import current_terms
from gallery.administration.announcements import shown_to
from gallery.administration.health_queries import count_unhealthy
from gallery.administration.leaver_queries import count_left
from gallery.audit.models import AuditEvent
from gallery.directory.models import Attribute, Group, Organisation
from gallery.identity.models import Waiting
from gallery.notebooks.models import Notebook
from gallery.provider.models import Registration
from gallery.wanted.models import Term


@dataclass(frozen=True)
class Overview:
    """Numbers of the house. `notebooks` counts private ones, too, without telling which."""

    people: int
    waiting: int
    administrators: int
    groups: int
    organisations: int
    attributes: int
    notebooks: int
    unhealthy: int
    left: int
    missed: int
    tokens: int
    clients: int
    announcements: int
    terms: int
    events_today: int
    denied_today: int


def overview() -> Overview:
    """The numbers of this moment."""
    active = User.objects.filter(is_active=True)
    recent = AuditEvent.objects.filter(at__gt=timezone.now() - timedelta(days=1))
    return Overview(
        people=active.count(),
        waiting=Waiting.objects.filter(person__is_active=False).count(),
        administrators=active.filter(is_superuser=True).count(),
        groups=Group.objects.count(),
        organisations=Organisation.objects.count(),
        attributes=Attribute.objects.count(),
        notebooks=Notebook.objects.filter(trashed_at=None).count(),
        unhealthy=count_unhealthy(),
        left=count_left(),
        missed=Term.objects.filter(dismissed=False).count(),
        tokens=PersonalToken.objects.filter(revoked_at=None).count(),
        clients=Registration.objects.count(),
        announcements=len(shown_to(())),
        terms=current_terms().number,
        events_today=recent.count(),
        denied_today=recent.filter(action="access.denied").count(),
    )
