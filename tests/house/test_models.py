"""Foreign keys point downwards only: import-linter does not see those that are written as text."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.house.test_walls import WALLS

Relation = tuple[str, str, str]


def floors() -> dict[str, int]:
    """The floor of each room, counted from the top, as the walls say."""
    layers = WALLS.read_text().split("layers =")[1].split("exhaustive")[0].strip().splitlines()
    rooms = [line.replace("|", " ").replace("(", "").replace(")", "").split() for line in layers]
    return {f"gallery.{room}": floor for floor, names in enumerate(rooms) for room in names}


def relations(every: Iterable[type[models.Model]]) -> Iterator[Relation]:
    """Each foreign key: its name, the room it is in and the room it points to."""
    for model in every:
        for field in model._meta.get_fields():
            target = field.related_model
            if field.concrete and isinstance(target, type) and issubclass(target, models.Model):
                yield f"{model.__name__}.{field.name}", room_of(model), room_of(target)


def room_of(model: type[models.Model]) -> str:
    return ".".join(model.__module__.split(".")[:2])


def upward(found: Iterable[Relation]) -> list[str]:
    """The relations between our rooms that do not lead to a lower floor."""
    floor = floors()
    ours = [one for one in found if one[1] in floor and one[2] in floor and one[1] != one[2]]
    return [f"{name} leads from {here} up to {there}" for name, here, there in ours if floor[there] <= floor[here]]


def test_no_foreign_key_leads_upwards() -> None:
    found = list(relations(apps.get_models(include_auto_created=True)))
    assert any(here.startswith("gallery.") for _, here, _ in found)
    assert upward(found) == []


@isolate_apps("gallery.accounts", "gallery.notebooks")
def test_a_planted_foreign_key_is_seen() -> None:
    class Tower(models.Model):  # noqa: DJ008 - never shown
        class Meta:
            app_label = "notebooks"

        __module__ = "gallery.notebooks.models"

    class Cellar(models.Model):  # noqa: DJ008 - never shown
        tower = models.ForeignKey(Tower, on_delete=models.CASCADE)

        class Meta:
            app_label = "accounts"

        __module__ = "gallery.accounts.models"

    assert upward(relations([Cellar])) == ["Cellar.tower leads from gallery.accounts up to gallery.notebooks"]


def test_neighbours_are_not_below_each_other() -> None:
    assert upward([("A.b", "gallery.search", "gallery.launches")])
    assert not upward([("A.b", "gallery.search", "gallery.notebooks")])
