"""A server that cannot start meets its user with a helpful page; shared accounts are never silent."""

import signal
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from hub.tests.world import ENVIRONMENT, World, world

WANTED = "/hub/user-redirect/lab?commonplace-ticket=still-good"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A hub whose servers say something and end."""
    environment = tmp_path_factory.mktemp("environment")
    (environment / "bin").mkdir()
    break_it(environment)
    with world(COMMONPLACE_ANALYST_ENVIRONMENT=str(environment)) as made:
        yield made


def break_it(environment: Path) -> None:
    write(environment, "echo 'the last words'; exit 3")


def write(environment: Path, line: str) -> None:
    command = environment / "bin/jupyterhub-singleuser"
    command.write_text(f"#!/bin/sh\n{line}\n")
    command.chmod(0o755)


def test_the_page_says_what_happened_and_try_again_works(broken: World) -> None:
    ada = broken.person("ada")
    page = ada.open_jupyter(WANTED)
    assert page.status_code == 500
    assert "Jupyter did not start" in page.text
    assert "Nothing of yours is lost" in page.text
    assert f'href="{broken.gallery}/"' in page.text
    assert "the last words" in broken.log
    assert not broken.living_homes()
    again = unescape(page.text.split('class="button" href="')[1].split('"')[0])
    environment = Path(broken.settings["COMMONPLACE_ANALYST_ENVIRONMENT"])
    write(environment, f'exec {ENVIRONMENT}/bin/jupyterhub-singleuser "$@"')
    page = ada.open_jupyter(again)
    assert page.status_code == 200
    assert dict(page.url.params) == {"commonplace-ticket": "still-good"}
    ada.end_jupyter()
    break_it(environment)


def test_a_hub_that_cannot_use_other_accounts_says_so_once_and_works(broken: World) -> None:
    assert broken.log.count("Notebook servers share the hub's own account, because") == 1
    assert "people who run code here can then read each other's files" in broken.log


def test_an_environment_that_others_may_not_enter_is_noticed_before(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "environment").symlink_to(ENVIRONMENT)
    closed.chmod(0o700)
    setting = str(closed / "environment")
    with world(COMMONPLACE_ANALYST_ENVIRONMENT=setting) as made:
        assert "other accounts may not" in made.log
        nina = made.person("nina")
        assert nina.open_jupyter().status_code == 200
        assert nina.run("import os; print(os.getuid())").strip() == "0"
        made.stop_hub(signal.SIGTERM)
        assert not made.living_homes()
