"""What a sign-in provider says: given, withdrawn when it says so no longer, and nothing of others touched."""

import pytest
from gallery.accounts.models import User
from gallery.directory.actions import Claims, apply_claims, create_attribute, create_group, create_organisation, place
from gallery.directory.models import Attribute, Belonging, Group, GroupRole, Membership, Organisation
from gallery.directory.queries import attributes_of, groups_of, organisation_of


def says(person: User, source: str = "sso", **claims: object) -> None:
    """One sign-in."""
    sets = {name: frozenset(said) if isinstance(said, set) else said for name, said in claims.items()}
    apply_claims(person=person, source=source, claims=Claims(**sets))  # type: ignore[arg-type]


def test_a_sign_in_makes_what_is_missing(ada: User) -> None:
    says(ada, organisation="Pricing desk", groups={"Staff", "Rents"})
    place_now, groups = organisation_of(ada), groups_of(ada)
    assert place_now is not None
    assert (place_now.name, place_now.source) == ("Pricing desk", "sso")
    assert {(one.name, one.source) for one in groups} == {("Staff", "sso"), ("Rents", "sso")}
    assert set(Membership.objects.filter(person=ada).values_list("role", flat=True)) == {GroupRole.EDITOR}


def test_what_is_no_longer_said_is_withdrawn(ada: User) -> None:
    says(ada, organisation="Desk", groups={"Staff", "Rents"})
    says(ada, organisation="", groups={"Rents"})
    assert organisation_of(ada) is None
    assert [one.name for one in groups_of(ada)] == ["Rents"]


def test_silence_withdraws_nothing(ada: User) -> None:
    says(ada, organisation="Desk", groups={"Staff"})
    says(ada)
    assert organisation_of(ada) is not None
    assert [one.name for one in groups_of(ada)] == ["Staff"]


def test_a_second_sign_in_changes_nothing(ada: User, grace: User) -> None:
    for person in (ada, ada, grace):
        says(person, organisation="Desk", groups={"Staff"})
    assert Group.objects.count() == Organisation.objects.count() == 1
    assert Membership.objects.count() == Belonging.objects.count() == 2


def test_groups_of_people_here_and_of_other_sources_are_others(ada: User, grace: User) -> None:
    create_group(name="Staff", by=grace)
    says(ada, groups={"Staff"})
    says(ada, source="other", groups={"Staff"})
    assert Group.objects.filter(name="Staff").count() == 3
    assert len(set(Group.objects.values_list("slug", flat=True))) == 3
    says(ada, groups=set())
    assert [one.source for one in groups_of(ada)] == ["other"]
    assert Membership.objects.filter(person=grace, role=GroupRole.OWNER).exists()


def test_a_place_given_here_gives_way_to_the_directory_but_not_to_its_silence(ada: User, admin: User) -> None:
    here = create_organisation(name="Here", by=admin)
    place(person=ada, organisation=here, by=admin)
    says(ada, organisation="")
    assert organisation_of(ada) == here
    says(ada, organisation="Desk")
    says(ada, source="other", organisation="Elsewhere")
    now = organisation_of(ada)
    assert now is not None
    assert now.name == "Desk"


def test_attributes_are_never_made_up(ada: User, admin: User) -> None:
    create_attribute(name="Clearance", slug="clearance", by=admin)
    says(ada, attributes={"clearance", "root"})
    assert [one.slug for one in attributes_of(ada)] == ["clearance"]
    assert Attribute.objects.count() == 1
    says(ada, attributes=set())
    assert attributes_of(ada) == []


@pytest.mark.parametrize("odd", ["", "   ", "x" * 201])
def test_odd_names_are_left_out(ada: User, odd: str) -> None:
    says(ada, groups={odd, "Staff"})
    assert [one.name for one in groups_of(ada)] == ["Staff"]


def test_claims_have_a_source(ada: User) -> None:
    with pytest.raises(ValueError, match="source"):
        says(ada, source="", groups={"Staff"})
