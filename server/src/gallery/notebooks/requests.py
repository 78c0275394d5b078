"""Ask for access, and answer. Who asks learns nothing about whether there is such a notebook."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.audit.pace import check_pace
from gallery.directory.models import GroupRole
from gallery.lib.errors import Invalid, NotThere
from gallery.notebooks.models import AccessRequest, Notebook
from gallery.notebooks.permissions import Role, check_may, role_of
from gallery.notebooks.sharing import Wish, share
from gallery.notebooks.targets import Target
from gallery.notebooks.tasks import deliver_request
from gallery.notices.actions import tell

ASKED, DECLINED = "access-asked", "access-declined"
MOST_AN_HOUR = 30  # asked by one person, whether or not it is there


@transaction.atomic
def ask(*, person: User, uuid: UUID, role: Role, message: str = "") -> None:
    """Queue a request for a right. The notebook is looked for later, so that neither answer nor effort tells of it."""
    if not Role.READ <= role <= Role.EDIT:
        raise Invalid("One can ask to read, run, comment or edit.")
    User.objects.select_for_update().get(pk=person.pk)
    check_pace(actor=person.username, action="access.asked", most=MOST_AN_HOUR, within=timedelta(hours=1))
    record(actor=person.username, action="access.asked", subject=f"notebook:{uuid}", role=role.name.lower())
    deliver_request.enqueue(person.pk, str(uuid), int(role), " ".join(message.split())[:500])


@transaction.atomic
def deliver(*, person: User, uuid: UUID, role: Role, message: str) -> None:
    """Tell the owners. Silent where there is no such notebook, or where the right is there already."""
    notebook = Notebook.objects.filter(uuid=uuid, trashed_at=None).select_related("owner", "group").first()
    if notebook is None or not person.is_active or role_of(person, notebook) >= role:
        return
    _, made = AccessRequest.objects.update_or_create(
        notebook=notebook, person=person, state="open", defaults={"role": int(role), "message": message}
    )
    if made:
        tell(people=owners_of(notebook), kind=ASKED, subject=f"notebook:{uuid}", by=person.username)


def owners_of(notebook: Notebook) -> list[User]:
    """The people who decide about a notebook."""
    if notebook.group is None:
        people = {notebook.owner} | set(User.objects.filter(shares__notebook=notebook, shares__role=Role.OWN))
    else:
        owners = {"memberships__group": notebook.group, "memberships__role": GroupRole.OWNER}
        people = set(User.objects.filter(**owners))
    return [one for one in people if role_of(one, notebook) >= Role.OWN]


@transaction.atomic
def answer(*, notebook: Notebook, by: User, pk: int, role: Role | None) -> AccessRequest:
    """Grant a role, which may be another than the one asked for, or decline with None."""
    check_may(by, notebook, Role.OWN)
    found = AccessRequest.objects.select_for_update().filter(notebook=notebook, pk=pk, state="open").first()
    if found is None:
        raise NotThere("This request was answered already.")
    found.state = AccessRequest.State.DECLINED if role is None else AccessRequest.State.GRANTED
    found.decided_at = timezone.now()
    found.save(update_fields=["state", "decided_at"])
    if role is not None:
        share(notebook=notebook, by=by, wish=Wish(Target(person=found.person), role))
    else:
        record(
            actor=by.username,
            action="access.declined",
            subject=f"notebook:{notebook.uuid}",
            person=found.person.username,
        )
        tell(people=[found.person], kind=DECLINED, subject=f"notebook:{notebook.uuid}")
    return found
