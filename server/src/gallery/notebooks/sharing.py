"""Share a notebook, and take a share back. Every change of right is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.audit.pace import check_pace
from gallery.lib.errors import Invalid, NotThere
from gallery.notebooks.models import AccessRequest, Notebook, Share
from gallery.notebooks.permissions import Role, check_may
from gallery.notebooks.recording import note
from gallery.notebooks.targets import Target, target_of
from gallery.notebooks.tasks import mail_invitation
from gallery.notebooks.visibility import settle
from gallery.notices.actions import tell

SHARED = "notebook-shared"
INVITED = "invitation.sent"
MOST_SHARES = 200
MOST_INVITATIONS = 50  # mails to addresses, by one person in a day
LARGE_GROUP = 50  # members of larger groups are not told one by one


@dataclass(frozen=True)
class Wish:
    """A share as somebody wants it."""

    target: Target
    role: Role
    ends_at: datetime | None = None


@transaction.atomic
def share(*, notebook: Notebook, by: User, wish: Wish) -> Share:
    """Give a right to somebody, or change the one they have."""
    check_may(by, notebook, Role.OWN)
    _check(notebook, wish)
    _lock(notebook)
    made = _give(notebook, by, wish)
    settle(notebook)
    return made


def _check(notebook: Notebook, wish: Wish) -> None:
    if not Role.READ <= wish.role <= Role.OWN:
        raise Invalid("A share lets somebody read, run, comment, edit or own.")
    if wish.ends_at is not None and wish.ends_at <= timezone.now():
        raise Invalid("The share would end in the past. Choose a later day, or none.")
    if notebook.group_id is None and wish.target.person and wish.target.person.pk == notebook.owner_id:
        raise Invalid("The owner has every right already.")
    if wish.target.email and wish.role > Role.EDIT:
        raise Invalid("Somebody invited by mail can become an owner only after they came.")


def _lock(notebook: Notebook) -> None:
    Notebook.objects.select_for_update().get(pk=notebook.pk)


def _give(notebook: Notebook, by: User, wish: Wish) -> Share:
    fields = {"role": int(wish.role), "ends_at": wish.ends_at, "by": by}
    made, fresh = Share.objects.update_or_create(notebook=notebook, **wish.target.fields(), defaults=fields)
    if Share.objects.filter(notebook=notebook).count() > MOST_SHARES:
        raise Invalid(f"A notebook has at most {MOST_SHARES} shares. Share it with a group instead.")
    ends = wish.ends_at.isoformat() if wish.ends_at else ""
    # A mail address is personal: the log keeps the number of its share.
    name = f"share:{made.pk}" if wish.target.email else wish.target.name
    note(notebook, by, "notebook.shared", kind=wish.target.kind, name=name, role=wish.role.name.lower(), ends=ends)
    if wish.target.person:
        AccessRequest.objects.filter(
            notebook=notebook, person=wish.target.person, state="open", role__lte=wish.role
        ).update(state="granted", decided_at=timezone.now())
    if fresh:
        _tell(notebook, by, made)
    return made


def _tell(notebook: Notebook, by: User, made: Share) -> None:
    if made.email:
        _invite(notebook, by, made)
        return
    people = [made.person] if made.person else _members(made)
    others = [person for person in people if person.pk != by.pk]
    tell(people=others, kind=SHARED, subject=f"notebook:{notebook.uuid}", by=by.username)


def _invite(notebook: Notebook, by: User, made: Share) -> None:
    check_pace(actor=by.username, action=INVITED, most=MOST_INVITATIONS, within=timedelta(days=1))
    record(actor=by.username, action=INVITED, subject=f"notebook:{notebook.uuid}", share=made.pk)
    mail_invitation.enqueue(made.pk)


def _members(made: Share) -> Sequence[User]:
    if made.group is None:
        return []
    members = list(User.objects.filter(memberships__group=made.group, is_active=True)[: LARGE_GROUP + 1])
    return members if len(members) <= LARGE_GROUP else []


@transaction.atomic
def unshare(*, notebook: Notebook, by: User, pk: int) -> None:
    """Take a share back; whoever was given a share may also return it. It ends with this transaction."""
    found = Share.objects.filter(notebook=notebook, pk=pk).select_related("person", "group", "organisation").first()
    if found is None or found.person_id != by.pk:
        check_may(by, notebook, Role.OWN)  # first, so that nobody else learns which shares there are
    if found is None:
        raise NotThere
    _take(notebook, by, found)
    settle(notebook)


def _take(notebook: Notebook, by: User, found: Share) -> None:
    target = target_of(found)
    name = f"share:{found.pk}" if target.email else target.name
    found.delete()
    note(notebook, by, "notebook.unshared", kind=target.kind, name=name)


@transaction.atomic
def set_shares(*, notebook: Notebook, by: User, wishes: Sequence[Wish]) -> None:
    """Make the shares exactly these: all of it or, where one cannot be, nothing."""
    check_may(by, notebook, Role.OWN)
    _lock(notebook)
    for wish in wishes:
        _check(notebook, wish)
    wanted = {(wish.target.kind, wish.target.name) for wish in wishes}
    if len(wanted) < len(wishes):
        raise Invalid("The same person, group, organisation or address is there twice.")
    now = list(Share.objects.filter(notebook=notebook).select_related("person", "group", "organisation"))
    for found in now:
        if (target_of(found).kind, target_of(found).name) not in wanted:
            _take(notebook, by, found)
    same = {(target_of(one).kind, target_of(one).name, one.role, one.ends_at) for one in now}
    for wish in wishes:
        if (wish.target.kind, wish.target.name, int(wish.role), wish.ends_at) not in same:
            _give(notebook, by, wish)
    settle(notebook)
