"""One hub for a file of tests: starting one takes seconds."""

import os
from collections.abc import Iterator

import pytest

from hub.tests.world import ENVIRONMENT, Person, World, world


@pytest.fixture(scope="session", autouse=True)
def requirements() -> None:
    """What these tests cannot do without."""
    assert os.geteuid() == 0, "The hub's tests need root: they check that people's accounts are kept apart."
    built = (ENVIRONMENT / "bin/jupyterhub-singleuser").exists()
    assert built, "The analysts' environment is missing: run `python -m commonplace_hub.analyst_environment`."


@pytest.fixture(scope="module")
def hub() -> Iterator[World]:
    with world() as made:
        yield made


@pytest.fixture(scope="module")
def ada(hub: World) -> Person:
    """Ada, with her Jupyter running."""
    person = hub.person("ada")
    assert person.open_jupyter().status_code == 200
    return person


@pytest.fixture(scope="module")
def grace(hub: World) -> Person:
    person = hub.person("grace")
    assert person.open_jupyter().status_code == 200
    return person
