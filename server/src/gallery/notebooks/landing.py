"""Say which notebook a group's page shows first."""

from django.db import transaction

from gallery.accounts.models import User
from gallery.audit.actions import record
from gallery.directory.models import Group, GroupRole
from gallery.directory.permissions import group_role
from gallery.lib.errors import Invalid, NotAllowed
from gallery.notebooks.models import Landing, Notebook, Share, Visibility
from gallery.notebooks.permissions import Role, check_may


@transaction.atomic
def set_landing(*, group: Group, notebook: Notebook | None, by: User) -> None:
    """Show this notebook first, or none. For editors and owners of the group, also of one that a directory keeps."""
    if not may_choose_landing(by, group_role(by, group)):
        raise NotAllowed(f"Only editors and owners of {group.name} may choose what its page shows first.")
    if notebook is None:
        Landing.objects.filter(group=group).delete()
    else:
        check_may(by, notebook, Role.READ)
        if not _group_sees(group, notebook):
            raise Invalid(f"{group.name} cannot see this notebook. Give it to the group or share it with it first.")
        Landing.objects.update_or_create(group=group, defaults={"notebook": notebook})
    chosen = str(notebook.uuid) if notebook is not None else ""
    record(actor=by.username, action="group.landing", subject=f"group:{group.slug}", notebook=chosen)


def may_choose_landing(person: User | None, role: GroupRole | None) -> bool:
    """Whether somebody with this role in a group may say what its page shows first."""
    if person is None or not person.is_active:
        return False
    return person.elevated or (role is not None and role >= GroupRole.EDITOR)


def _group_sees(group: Group, notebook: Notebook) -> bool:
    """Owned by it, shared with it, or open to everybody. Each reader's own right still counts on top of this."""
    if notebook.group_id == group.pk or notebook.visibility == Visibility.PUBLIC:
        return True
    return Share.objects.filter(Share.alive(), notebook=notebook, group=group).exists()
