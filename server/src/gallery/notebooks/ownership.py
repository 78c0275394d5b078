"""Give a notebook to somebody else, take over what a leaver left, demand attributes of readers."""

from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from gallery.accounts.models import User
from gallery.directory.models import Attribute, Group, GroupRole, Holding, Membership
from gallery.lib.errors import Conflict, Invalid, NotAllowed
from gallery.notebooks.models import Notebook, Share
from gallery.notebooks.permissions import Role, check_may, role_of
from gallery.notebooks.recording import note
from gallery.notices.actions import tell

GIVEN = "notebook-given"
OFFERED = "notebook-offered"


@transaction.atomic
def give_to_person(*, notebook: Notebook, by: User, person: User, keep_editing: bool = False) -> None:
    """Make somebody else the owner. The giver keeps the right to edit only where it is asked for."""
    check_may(by, notebook, Role.OWN)
    if not person.is_active:
        raise Invalid("This person has left.")
    _check_visible_to_one_of(notebook, Q(pk=person.pk))
    before = _owner_words(notebook)
    notebook.owner, notebook.group = person, None
    notebook.save(update_fields=["owner", "group"])
    Share.objects.filter(notebook=notebook, person=person).delete()
    if keep_editing and by.pk != person.pk and not by.elevated:
        Share.objects.update_or_create(notebook=notebook, person=by, defaults={"role": int(Role.EDIT), "by": by})
    note(notebook, by, "notebook.given", before=before, after=_owner_words(notebook), keep_editing=keep_editing)
    tell(people={person} - {by}, kind=GIVEN, subject=f"notebook:{notebook.uuid}", by=by.username)


@transaction.atomic
def give_to_group(*, notebook: Notebook, by: User, group: Group) -> None:
    """Let a group own it: from now on rights come through the group. Only into groups that one writes for."""
    check_may(by, notebook, Role.OWN)
    writes = Membership.objects.filter(group=group, person=by, role__gte=GroupRole.EDITOR).exists()
    if not writes and not by.elevated:
        raise NotAllowed(f"Only editors and owners of {group.name} may give notebooks to it.")
    _check_visible_to_one_of(notebook, Q(memberships__group=group, memberships__role=GroupRole.OWNER, is_active=True))
    before = _owner_words(notebook)
    notebook.group = group
    notebook.save(update_fields=["group"])
    note(notebook, by, "notebook.given", before=before, after=_owner_words(notebook), keep_editing=False)


def _check_visible_to_one_of(notebook: Notebook, owners: Q) -> None:
    """Raise `Conflict` where none of the new owners holds all that the notebook demands: it would be out of reach.

    The sentence names no attribute: the giver learns that one is lacking, as they do when a colleague cannot open what
    they shared, and not which of several.
    """
    people = User.objects.filter(owners).distinct()
    for demanded in notebook.demands.all():
        people = people.filter(Exists(Holding.objects.filter(person=OuterRef("pk"), attribute=demanded)))
    if not people.exists():
        raise Conflict(
            "The new owner could not see this notebook, since it demands something of its readers. "
            "Give it to somebody else, or stop demanding it first."
        )


def _owner_words(notebook: Notebook) -> str:
    if notebook.group is not None:
        return f"group:{notebook.group.slug}"
    return f"person:{notebook.owner.username}"


@transaction.atomic
def take_over(*, notebook: Notebook, by: User) -> None:
    """Become the owner of what somebody left behind. For those who may edit it, and only once the owner has left."""
    locked = Notebook.objects.select_for_update().get(pk=notebook.pk)  # two heirs at once: the first one has it
    if locked.group_id is not None or locked.owner.is_active:
        raise Conflict("This notebook has an owner.")
    if role_of(by, notebook) < Role.EDIT:
        raise NotAllowed("Only people who may edit this notebook can take it over. Ask an administrator.")
    before = _owner_words(notebook)
    notebook.owner = by
    notebook.save(update_fields=["owner"])
    Share.objects.filter(notebook=notebook, person=by).delete()
    note(notebook, by, "notebook.taken-over", before=before)


@transaction.atomic
def set_demands(*, notebook: Notebook, by: User, attributes: Collection[Attribute]) -> None:
    """Demand that readers hold all of these: only what one holds oneself, so that nobody is locked out by mistake."""
    check_may(by, notebook, Role.OWN)
    held = set(Holding.objects.filter(person=by).values_list("attribute", flat=True))
    before = set(notebook.demands.all())
    strange = [one.name for one in attributes if one not in before and one.pk not in held and not by.elevated]
    if strange:
        raise NotAllowed(f"You do not hold {', '.join(strange)} yourself, so you cannot demand it of others.")
    notebook.demands.set(attributes)
    note(
        notebook,
        by,
        "notebook.demands",
        before=" ".join(sorted(one.slug for one in before)),
        after=" ".join(sorted(one.slug for one in attributes)),
    )


def offer_what_is_left(person: User) -> None:
    """Tell those who can take over a leaver's notebooks: who may edit them, by name or through a group."""
    for notebook, people in _offers(person):
        tell(people=people, kind=OFFERED, subject=f"notebook:{notebook.uuid}", by=person.username)


def heirs_of(person: User) -> set[User]:
    """Everybody to whom something would be offered if the person left."""
    return {one for _, people in _offers(person) for one in people} - {person}


def _offers(person: User) -> Iterator[tuple[Notebook, list[User]]]:
    for notebook in Notebook.objects.filter(owner=person, group=None, trashed_at=None):
        yield notebook, [one for one in _heirs(notebook) if role_of(one, notebook) >= Role.EDIT]


def _heirs(notebook: Notebook) -> set[User]:
    shares = Share.objects.filter(Share.alive(), notebook=notebook, role__gte=Role.EDIT)
    people = User.objects.filter(is_active=True)
    by_name = people.filter(shares__in=shares)
    by_group = people.filter(memberships__group__shares__in=shares)
    by_house = people.filter(belonging__organisation__lineage__ancestor__shares__in=shares)
    return {*by_name, *by_group, *by_house}
