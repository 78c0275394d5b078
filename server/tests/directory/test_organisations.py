"""The tree of organisations: administrators change it, it never becomes a circle, its lineage says what it is."""

import pytest
from django.db import IntegrityError, transaction
from gallery.accounts.models import User
from gallery.directory.actions import (
    create_organisation,
    delete_organisation,
    describe_organisation,
    move_organisation,
    place,
)
from gallery.directory.models import Belonging, Lineage, Organisation
from gallery.directory.organisation_queries import organisation_named, organisation_tree, people_of
from gallery.lib.errors import Conflict, Invalid, NotAllowed, NotThere


@pytest.fixture
def house(admin: User) -> Organisation:
    """House, with a desk in it, with a corner in that; and a yard beside the desk."""
    top = create_organisation(name="House", by=admin)
    desk = create_organisation(name="Desk", parent=top, by=admin)
    create_organisation(name="Corner", parent=desk, by=admin)
    create_organisation(name="Yard", parent=top, by=admin)
    return top


def named(slug: str) -> Organisation:
    """An organisation."""
    return Organisation.objects.get(slug=slug)


def lines() -> set[tuple[str, str, int]]:
    """The whole lineage."""
    return set(Lineage.objects.values_list("organisation__slug", "ancestor__slug", "distance"))


def climbed() -> set[tuple[str, str, int]]:
    """The same, by walking up from each organisation."""
    found = set()
    for one in Organisation.objects.all():
        above: Organisation | None = one
        distance = 0
        while above is not None:
            found.add((one.slug, above.slug, distance))
            above, distance = above.parent, distance + 1
    return found


def test_the_lineage_is_the_tree(house: Organisation, admin: User) -> None:
    assert lines() == climbed()
    assert ("corner", "house", 2) in lines()
    move_organisation(organisation=named("desk"), parent=named("yard"), by=admin)
    assert lines() == climbed()
    assert ("corner", "yard", 2) in lines()
    move_organisation(organisation=named("yard"), parent=None, by=admin)
    assert lines() == climbed()
    assert ("corner", "house", 3) not in lines()


@pytest.mark.parametrize("below", ["house", "desk", "corner"])
def test_nothing_hangs_below_itself(house: Organisation, admin: User, below: str) -> None:
    before = lines()
    with pytest.raises(Conflict):
        move_organisation(organisation=house, parent=named(below), by=admin)
    assert lines() == before


def test_only_administrators_change_the_tree(house: Organisation, ada: User) -> None:
    for attempt in (
        lambda: create_organisation(name="Mine", by=ada),
        lambda: describe_organisation(organisation=house, by=ada, name="Mine", description=""),
        lambda: move_organisation(organisation=named("yard"), parent=None, by=ada),
        lambda: delete_organisation(organisation=named("yard"), by=ada),
        lambda: place(person=ada, organisation=house, by=ada),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert Organisation.objects.count() == 4
    assert not Belonging.objects.exists()


def test_describing_keeps_the_address_and_needs_a_name(house: Organisation, admin: User) -> None:
    describe_organisation(organisation=house, by=admin, name="The house", description="All of it")
    assert (named("house").name, named("house").description) == ("The house", "All of it")
    with pytest.raises(Invalid):
        describe_organisation(organisation=house, by=admin, name=" ", description="")


def test_what_still_has_parts_or_people_stays(house: Organisation, admin: User, ada: User) -> None:
    place(person=ada, organisation=named("yard"), by=admin)
    for slug in ("house", "desk", "yard"):
        with pytest.raises(Conflict):
            delete_organisation(organisation=named(slug), by=admin)
    place(person=ada, organisation=None, by=admin)
    for slug in ("yard", "corner", "desk", "house"):
        delete_organisation(organisation=named(slug), by=admin)
    assert not Organisation.objects.exists()
    assert not Lineage.objects.exists()


def test_somebody_belongs_to_one_place(house: Organisation, admin: User, ada: User) -> None:
    place(person=ada, organisation=named("desk"), by=admin)
    place(person=ada, organisation=named("yard"), by=admin)
    assert [one.organisation.slug for one in Belonging.objects.filter(person=ada)] == ["yard"]


def test_what_the_directory_says_is_changed_there(house: Organisation, admin: User, ada: User) -> None:
    Belonging.objects.create(person=ada, organisation=house, source="sso")
    with pytest.raises(Conflict, match="directory"):
        place(person=ada, organisation=None, by=admin)
    assert Belonging.objects.get(person=ada).organisation == house


def test_the_tree_counts_people_who_are_here(house: Organisation, admin: User, ada: User, otto: User) -> None:
    for person in (ada, otto):
        place(person=person, organisation=named("desk"), by=admin)
    otto.is_active = False
    otto.save()
    create_organisation(name="Attic", parent=house, by=admin)
    (top,) = organisation_tree(ada)
    attic, desk, yard = top.parts
    assert attic.link.shown_name == "Attic"
    assert [(one.link.slug, one.people, one.own) for one in (top, desk, yard)] == [
        ("house", 0, False), ("desk", 1, True), ("yard", 0, False),
    ]  # fmt: skip
    assert [one.link.slug for one in desk.parts] == ["corner"]
    assert list(people_of(organisation_named("desk"))) == [ada]


def test_an_organisation_that_is_not_there(db: None) -> None:
    with pytest.raises(NotThere):
        organisation_named("nowhere")


def test_the_database_refuses_what_makes_no_tree(house: Organisation, ada: User) -> None:
    Belonging.objects.create(person=ada, organisation=house)
    for wrong in (
        lambda: Organisation.objects.filter(pk=house.pk).update(parent=house.pk),
        lambda: Organisation.objects.create(slug="house", name="Twice"),
        lambda: Lineage.objects.create(organisation=house, ancestor=house, distance=0),
        lambda: Belonging.objects.create(person=ada, organisation=house),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
