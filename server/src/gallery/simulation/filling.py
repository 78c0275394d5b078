"""Fill an empty gallery with a simulated organisation: rows by the thousand, in the shape that saving gives them.

One transaction: a filling that is interrupted leaves the gallery as empty as it was.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gallery.lib.errors import Conflict
from gallery.notebooks.models import Notebook
from gallery.simulation.notebooks import Progress, add_notebooks
from gallery.simulation.people import add_organisations, add_people
from gallery.simulation.uses import add_uses
from gallery.simulation.world import World


@transaction.atomic
def fill(world: World, progress: Progress = lambda *_: None) -> None:
    """Write all of it. Raises `Conflict` where notebooks are there already."""
    if Notebook.objects.exists():
        raise Conflict(
            "There are notebooks here already, so nothing was added. Name another folder by COMMONPLACE_HOME,"
            " and leave the demo out by COMMONPLACE_DEMO=false."
        )
    begun = timezone.now() - timedelta(days=world.plan.days)
    people = add_people(world)
    add_organisations(world, people)
    add_uses(world, people, add_notebooks(world, people, begun, progress))
