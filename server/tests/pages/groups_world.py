"""A group, an organisation and notebooks in every relation to them, each with canaries of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from gallery.accounts.models import User
from gallery.directory.actions import create_attribute, create_group, create_organisation, grant, place, set_member
from gallery.directory.models import Group, GroupRole, Organisation
from gallery.notebooks.models import Landing, Notebook, Share, Visibility
from gallery.notebooks.ownership import give_to_group, set_demands
from gallery.notebooks.permissions import Role, can_read

Write = Callable[..., Notebook]
READERS = ("guest", "ada", "grace", "vera", "otto", "nina", "admin", "elevated")


@dataclass(frozen=True)
class World:
    """Pricing: ada owns it, grace edits, vera reads along. Nina belongs to the yard; otto belongs nowhere."""

    people: dict[str, User | None]
    group: Group
    house: Organisation
    yard: Organisation
    notebooks: dict[str, Notebook]

    def findable(self, reader: str) -> set[str]:
        """What this reader may find, notebook by notebook: by the rule for one, not by the one for many."""
        return {name for name, notebook in self.notebooks.items() if _findable(self.people[reader], notebook)}


def _findable(person: User | None, notebook: Notebook) -> bool:
    fresh = Notebook.objects.get(pk=notebook.pk)
    if fresh.visibility == Visibility.UNLISTED:
        fresh.visibility = Visibility.PRIVATE  # found by those alone who could read it without the address
    return can_read(person, fresh)


def canary(name: str) -> str:
    """The word in title, description and tag of a notebook."""
    return f"canary{name.replace(' ', '')}"


def make_world(ada: User, grace: User, otto: User, admin: User, write: Write) -> World:
    """Through the verbs, but for the shares and the landing."""
    vera, nina = (User.objects.create_user(username=name, password="x") for name in ("vera", "nina"))
    elevated = User.objects.get(pk=admin.pk)
    elevated.elevated = True
    group = create_group(name="Pricing", slug="pricing", description="What things cost.", by=ada)
    set_member(group=group, person=grace, role=GroupRole.EDITOR, by=ada)
    set_member(group=group, person=vera, role=GroupRole.VIEWER, by=ada)
    house = create_organisation(name="House", slug="house", by=admin)
    yard = create_organisation(name="Yard", slug="yard", parent=house, by=admin)
    for person, home in ((ada, house), (nina, yard)):
        place(person=person, organisation=home, by=admin)
    people: dict[str, User | None] = {
        "guest": None, "ada": ada, "grace": grace, "vera": vera, "otto": otto, "nina": nina, "admin": admin,
        "elevated": elevated,
    }  # fmt: skip
    world = World(people, group, house, yard, {})
    _fill(world, ada, nina, write)
    return world


def _fill(world: World, ada: User, nina: User, write: Write) -> None:
    def make(name: str, owner: User, visibility: Visibility = Visibility.PRIVATE) -> Notebook:
        word = canary(name)
        made = write(owner, f"# {word}", title=word, description=f"{word} it is", tags=[word], kind="markdown")
        Notebook.objects.filter(pk=made.pk).update(visibility=visibility)
        made.refresh_from_db()
        world.notebooks[name] = made
        return made

    for name in ("private", "unlisted", "public"):
        owned = make(f"owned {name}", ada, Visibility(name))
        give_to_group(notebook=owned, by=ada, group=world.group)
    demanding = make("demanding", ada, Visibility.PUBLIC)
    give_to_group(notebook=demanding, by=ada, group=world.group)
    clearance = create_attribute(name="Clearance", by=_admin(world))
    grant(attribute=clearance, person=ada, by=_admin(world))
    set_demands(notebook=demanding, by=ada, attributes=[clearance])
    ended = timezone.now() - timedelta(seconds=1)
    Share.objects.create(notebook=make("shared", nina), group=world.group, role=Role.READ)
    Share.objects.create(notebook=make("share ended", nina), group=world.group, role=Role.READ, ends_at=ended)
    Share.objects.create(notebook=make("public and shared", nina, Visibility.PUBLIC), group=world.group, role=Role.READ)
    Share.objects.create(notebook=make("shared with the house", ada), organisation=world.house, role=Role.READ)
    Share.objects.create(
        notebook=make("share with the house ended", ada), organisation=world.house, role=Role.READ, ends_at=ended
    )
    make("private alone", ada)
    make("public alone", ada, Visibility.PUBLIC)


def _admin(world: World) -> User:
    admin = world.people["admin"]
    assert admin is not None
    return admin


def land(world: World, name: str) -> None:
    """Show this notebook first, whatever the verb would say to it."""
    Landing.objects.update_or_create(group=world.group, defaults={"notebook": world.notebooks[name]})
