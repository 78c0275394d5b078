"""Every question says who asks and from which notebook, and nothing in a name can become part of a statement."""

import re

import commonplace as cp
import pytest
from commonplace.drivers.asked_by import commented

from kit.python.tests.conftest import Places

HOSTILE = "*/ DROP TABLE plays; -- %s %(x)s :name €"


def as_the_owner_sees_it() -> str:
    """The statement of the connection that asks, as the database's owner sees it."""
    seen: str = cp.source("postgresql").sql("SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()")["query"][
        0
    ]
    return seen


@pytest.mark.usefixtures("everywhere")
def test_the_owner_of_a_database_sees_who_asks() -> None:
    assert "/* commonplace person='ada' notebook='First%20look.ipynb' source='postgresql' */" in as_the_owner_sees_it()


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("engine", ["sqlite", "postgresql", "http"])
def test_a_hostile_notebook_name_changes_nothing(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONPLACE_NOTEBOOK", HOSTILE)
    assert len(cp.source(engine).read(where={"country": "FR"})) == 4
    assert len(cp.source(engine).read()) == 12
    comment = commented("plays")
    assert comment.count("*/") == 1
    assert comment.endswith(" */")


def test_a_web_service_sees_who_asks(everywhere: Places) -> None:
    cp.source("http").read(limit=1)
    headers = everywhere.seen[0][1]
    assert re.fullmatch(r"commonplace-kit \(person=ada; notebook=First%20look\.ipynb\)", headers["User-Agent"])


def test_a_web_service_is_asked_for_no_more_than_is_needed(everywhere: Places) -> None:
    cp.source("http").read(limit=3)
    assert [path for path, _ in everywhere.seen] == ["/plays?page=1"]
    everywhere.seen.clear()
    assert len(cp.source("http").read(where={"country": "FR"})) == 4
    assert all("land=FR" in path for path, _ in everywhere.seen)
