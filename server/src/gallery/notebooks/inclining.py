"""The hook between rooms above: what suits a person, known by one room, moves answers a little in another."""

from collections.abc import Callable, Mapping

from gallery.accounts.models import User

Inclined = Callable[[User], Mapping[int, float]]  # from 0 to 1 by the notebook's key
_knowing: list[Inclined] = []


def incline_by(read: Inclined) -> None:
    """Register who knows; called once, when the upper room's app is ready."""
    if read not in _knowing:
        _knowing.append(read)


def inclinations(person: User | None) -> Mapping[int, float]:
    """How well notebooks suit this person, as far as anybody knows. It says nothing about who may find them."""
    return {key: value for read in _knowing for key, value in read(person).items()} if person is not None else {}
