"""Work that follows, done by the worker: pages rendered before their first reader comes, invitations mailed."""

from uuid import UUID

from django.utils.translation import gettext as _
from django_tasks import task

from gallery.accounts.models import User
from gallery.notebooks.models import Revision, Share
from gallery.notebooks.permissions import Role, role_of
from gallery.notebooks.rendered import body_of
from gallery.notices.tasks import mail


@task()
def render_revision(revision: int) -> None:
    """Fill the cache for a revision. Safe to repeat; nothing is lost where it never runs."""
    found = Revision.objects.select_related("notebook").filter(pk=revision).first()
    if found is not None:
        body_of(found, found.notebook.language)


@task()
def reckon_use() -> None:
    """Compute what is in demand of late, and forget what was used long ago."""
    from gallery.notebooks.trends import compute_trends  # noqa: PLC0415 — needs no place in a web process
    from gallery.notebooks.usage import forget_old_use  # noqa: PLC0415

    compute_trends()
    forget_old_use()


@task()
def mail_invitation(share: int) -> None:
    """Mail an invitation, if it still stands and whoever sent it still owns the notebook. Its title stays here."""
    from gallery.notebooks.invitations import invitation_path  # noqa: PLC0415 — that room queues this task

    found = Share.objects.filter(Share.alive(), pk=share).exclude(email="").select_related("by", "notebook").first()
    if found is None or found.by is None or role_of(found.by, found.notebook) < Role.OWN:
        return
    text = _("%(name)s shares a notebook with you. Sign in with this mail address to open it.")
    mail(found.email, text % {"name": found.by.shown_name}, invitation_path(found))


@task()
def deliver_request(person: int, uuid: str, role: int, message: str) -> None:
    """Tell the owners of a notebook, if there is one, that somebody asks for access."""
    from gallery.notebooks.requests import deliver  # noqa: PLC0415 — that room queues this task

    found = User.objects.filter(pk=person).first()
    if found is not None:
        deliver(person=found, uuid=UUID(uuid), role=Role(role), message=message)
