"""Every actor, every state, every call that changes a notebook."""

import pytest

from server.tests.matrix.actors import ACTORS, Credential
from server.tests.matrix.checks import Matrix
from server.tests.matrix.choosing import COME, coming, worth
from server.tests.matrix.digest import changed, digest
from server.tests.matrix.requests import requests_for
from server.tests.matrix.routes import SAFE
from server.tests.matrix.surfaces import every_surface, of_kind
from server.tests.matrix.writing import check_changes

POWERLESS = {Credential.NOTHING, Credential.DEAD_SESSION, Credential.REVOKED_TOKEN, Credential.EXPIRED_TOKEN}
NOBODY = [actor.name for actor in ACTORS if actor.shows in POWERLESS]


@pytest.mark.parametrize("name", COME)
def test_changing_a_notebook(matrix: Matrix, name: str) -> None:
    visitor = matrix.visitors[name]
    found = check_changes(matrix, visitor, worth(visitor.actor, of_kind("change")))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", coming([*NOBODY, "owner's narrow token", "client that only knows the owner"]))
def test_nobody_changes_anything_anywhere(matrix: Matrix, name: str) -> None:
    visitor, before = matrix.visitors[name], digest()
    for surface in every_surface():
        if surface.method not in SAFE:
            for request in requests_for(surface, matrix.world.absent):
                request.send(visitor)
    assert changed(before, digest()) == []
