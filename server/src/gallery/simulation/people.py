"""The rows of simulated people and of the tree of organisations to which they belong."""

from django.contrib.auth.hashers import make_password

from gallery.accounts.models import User
from gallery.directory.models import Belonging, Lineage, Organisation
from gallery.simulation.words import person_name, topic_name
from gallery.simulation.world import A_DIVISION, World

AT_ONCE = 500  # rows of one statement: databases limit how many values it may have


def add_people(world: World) -> list[int]:
    """Their keys, by number. Nobody can sign in as one of them before an administrator gives them a password."""
    nobodys = make_password(None)
    rows = [
        User(username=f"person{number}", full_name=person_name(number), password=nobodys)
        for number in range(world.plan.people)
    ]
    return [row.pk for row in User.objects.bulk_create(rows, batch_size=AT_ONCE)]


def add_organisations(world: World, people: list[int]) -> None:
    """The house, its divisions, their departments; people belong to departments."""
    house = Organisation.objects.create(slug="house", name="The house")
    divisions = Organisation.objects.bulk_create(
        Organisation(slug=f"division-{n + 1}", name=f"Division {n + 1}", parent=house)
        for n in range(world.plan.divisions)
    )
    departments = Organisation.objects.bulk_create(
        Organisation(slug=f"department-{n + 1}", name=_department(world, n), parent=divisions[n // A_DIVISION])
        for n in range(world.plan.departments)
    )
    lines = [(one, [one, house]) for one in divisions] + [(house, [house])]
    lines += [(one, [one, divisions[n // A_DIVISION], house]) for n, one in enumerate(departments)]
    Lineage.objects.bulk_create(
        (
            Lineage(organisation=one, ancestor=above, distance=far)
            for one, line in lines
            for far, above in enumerate(line)
        ),
        batch_size=AT_ONCE,
    )
    Belonging.objects.bulk_create(
        (
            Belonging(person_id=key, organisation=departments[n])
            for key, n in zip(people, world.people.department, strict=True)
        ),
        batch_size=AT_ONCE,
    )


def _department(world: World, number: int) -> str:
    return f"{topic_name(int(world.topic_of_department[number])).capitalize()} (department {number + 1})"
