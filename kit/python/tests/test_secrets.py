"""No password is ever shown: a canary is the password, and it is in no output, error, traceback or log."""

import io
import logging
import pickle
import re
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import commonplace as cp
import fsspec
import pytest
from commonplace.credentials import Credentials, credentials, guarded
from commonplace.errors import KitError, SourceFailed, WrongCatalogue
from IPython.core.ultratb import VerboseTB

from kit.python.tests.conftest import Catalogue, Places
from kit.python.tests.services import PASSWORD
from kit.python.tests.world import give

SPELLED = (PASSWORD, PASSWORD[:16], "canary-p%40ss", "Y2FuYXJ5LXBAc3M")  # as it is, in an address, in a header


def misplaced() -> dict[str, Any]:
    """What an operator should not write."""
    return {"driver": "sql", "location": "postgresql://ada:canaryx1@db/plays", "table": "plays"}


class Telltale(fsspec.AbstractFileSystem):  # type: ignore[misc] # fsspec carries no types
    """A file system as bad as libraries get: each error tells how it was opened."""

    protocol = "telltale"

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Fail."""
        raise PermissionError(f"{path}: {self.storage_options}")

    def _open(self, path: str, *words: Any, **options: Any) -> Any:
        """Fail."""
        raise PermissionError(f"{path}: {self.storage_options} {words} {options}")


@pytest.fixture(autouse=True)
def _canary(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    give(monkeypatch, "canary", user="ada")
    give(monkeypatch, "canary", password=PASSWORD)
    fsspec.register_implementation("telltale", Telltale, clobber=True)
    yield
    assert not Telltale._cache


def everything_said(error: BaseException) -> str:
    """The error with all that came before it, and every local variable of every frame, as tracebacks show them."""
    plain = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    shown = io.StringIO()
    VerboseTB(theme_name="nocolor", ostream=shown)(type(error), error, error.__traceback__)
    return "\n".join([plain, shown.getvalue(), repr(error), str(error.args), _locals(error), _chained(error)])


def _locals(error: BaseException) -> str:
    return "\n".join(repr(frame.f_locals) for frame, _ in traceback.walk_tb(error.__traceback__) if _is_ours(frame))


def _is_ours(frame: Any) -> bool:
    return "/commonplace/" in str(frame.f_code.co_filename)


def _chained(error: BaseException) -> str:
    chain = [other for other in (error.__cause__, error.__context__) if other]
    return "\n".join(everything_said(other) for other in chain)


def failure_of(work: Callable[[], Any]) -> KitError:
    """The error that some work ends with."""
    with pytest.raises(KitError) as told:
        work()
    return told.value


FAILING: dict[str, dict[str, Any]] = {
    "parquet": {"driver": "parquet", "location": "telltale://plays.parquet"},
    "csv": {"driver": "csv", "location": "telltale://plays.csv"},
    "sqlite": {"driver": "sql", "location": "sqlite:////nowhere/plays.db", "table": "plays"},
    "postgresql, nobody there": {"driver": "sql", "location": "postgresql://127.0.0.1:9/plays", "table": "plays"},
    "a database that is not known": {"driver": "sql", "location": "punch+card://127.0.0.1/plays", "table": "plays"},
    "duckdb": {"driver": "duckdb", "location": "/nowhere/plays.duckdb", "table": "plays"},
    "http, nobody there": {"driver": "http", "location": "http://127.0.0.1:9/plays"},
    "webhdfs, nobody there": {"driver": "parquet", "location": "webhdfs://127.0.0.1:9/plays"},
    "mongodb, nobody there": {
        "driver": "mongodb",
        "location": "mongodb://127.0.0.1:9/warehouse",
        "collection": "plays",
    },
    "solr, nobody there": {"driver": "solr", "location": "http://127.0.0.1:9/solr/plays"},
    "http, no address": {"driver": "http", "location": "http://[::bad/plays"},
}
ASKING: dict[str, Callable[[Any], Any]] = {
    "read": lambda source: source.read(),
    "sample": lambda source: source.sample(rows=2),
    "sql": lambda source: source.sql("SELECT * FROM source"),
    "schema": lambda source: source.schema(),
}


@pytest.mark.parametrize("asking", ASKING)
@pytest.mark.parametrize("place", FAILING)
def test_an_error_holds_no_password(
    place: str,
    asking: str,
    catalogue: Catalogue,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("commonplace.drivers.mongo.PATIENCE", 100)
    catalogue({"plays": {**FAILING[place], "credentials": "canary"}})
    error = failure_of(lambda: ASKING[asking](cp.source("plays")))
    assert isinstance(error, SourceFailed)
    assert "“plays”" in str(error)
    said = everything_said(error) + caplog.text + "".join(capfd.readouterr())
    assert not [word for word in SPELLED if word in said]


REFUSED = {
    "postgresql": "password authentication failed",
    "http": "answered 403",
    "s3": "InvalidAccessKeyId|Forbidden|access key",
    "webhdfs": "Invalid token",
    "mongodb": "[Aa]uthentication failed",
    "solr": "answered 401",
    "bigquery": "not with Bearer •••",
}


@pytest.mark.parametrize("place", REFUSED)
def test_a_refused_password_is_not_told(
    place: str,
    everywhere: Places,
    catalogue: Catalogue,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    give(monkeypatch, "canary", token=f"{PASSWORD}, but not quite", password=f"{PASSWORD}, but not quite")
    catalogue({"plays": {**everywhere.sources[place], "credentials": "canary"}})
    for asking in ASKING.values():
        error = failure_of(lambda asking=asking: asking(cp.source("plays")))  # type: ignore[misc]
        assert re.search(REFUSED[place], str(error)), str(error)
        said = everything_said(error) + caplog.text
        assert not [word for word in SPELLED if word in said]


def test_the_password_does_reach_the_telltale(catalogue: Catalogue) -> None:
    """Otherwise the tests above would find nothing, whatever was shown."""
    catalogue({"plays": {**FAILING["parquet"], "credentials": "canary"}})
    assert "•••" in str(failure_of(lambda: cp.source("plays").read()))


def test_a_chain_or_a_variable_would_be_seen() -> None:
    def chained() -> None:
        try:
            int(PASSWORD)
        except ValueError:
            raise SourceFailed("hidden") from None

    assert PASSWORD in everything_said(failure_of(chained))


@pytest.mark.parametrize("place", ["http", "postgresql", "s3", "webhdfs", "mongodb", "solr", "bigquery"])
def test_what_works_shows_no_password_either(
    place: str, everywhere: Places, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    source = cp.source(place)
    frame = source.sample(rows=3)
    shown = [repr(source), source._repr_html_(), repr(vars(source)), repr(frame), str(frame.attrs), repr(cp.sources())]
    said = "".join(shown) + caplog.text + "".join(capfd.readouterr()) + pickle.dumps(frame).decode("latin-1")
    said += pickle.dumps(source).decode("latin-1")
    fields = everywhere.opened[everywhere.sources[place]["credentials"]]
    secrets = [value for field, value in fields.items() if field in {"password", "secret", "token"}]
    assert not [word for word in (*SPELLED, *filter(None, secrets)) if word in said]


def opened() -> Credentials:
    """Credentials with the canary."""
    return Credentials({"user": "ada", "password": PASSWORD})


def test_an_interrupted_question_shows_no_password() -> None:
    def interrupted() -> None:
        password = PASSWORD
        raise KeyboardInterrupt(password)

    with pytest.raises(KeyboardInterrupt) as told:
        guarded("plays", opened(), interrupted)
    assert PASSWORD not in everything_said(told.value)


def test_credentials_cannot_be_written_down() -> None:
    given = opened()
    assert repr(given) == "Credentials(password, user)"
    with pytest.raises(TypeError, match="not written anywhere"):
        pickle.dumps(given)


def test_a_location_with_a_password_is_refused_without_saying_it(catalogue: Catalogue) -> None:
    catalogue({"plays": misplaced()})
    error = failure_of(lambda: cp.source("plays").read())
    assert isinstance(error, WrongCatalogue)
    password = misplaced()["location"][17:25]
    assert len(password) == 8
    assert password not in everything_said(error).replace(f"password = {password!r}", "")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of credentials that is only its owner's."""
    path = tmp_path / "credentials.toml"
    path.write_text(f'[warehouse]\nuser = "ada"\npassword = "{PASSWORD}"\n')
    path.chmod(0o600)
    monkeypatch.setenv("COMMONPLACE_CREDENTIALS", str(path))
    return path


@pytest.mark.usefixtures("kept")
def test_credentials_come_from_the_file_and_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert credentials("warehouse").get("password") == PASSWORD
    give(monkeypatch, "warehouse", password="another")
    assert credentials("warehouse").get("password") == "another"
    assert credentials("warehouse").get("user") == "ada"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_not_used(mode: int, kept: Path) -> None:
    kept.chmod(mode)
    error = failure_of(lambda: credentials("warehouse"))
    assert "can be read by others and is not used: chmod 600" in str(error)


def test_a_broken_file_is_told_without_its_text(kept: Path) -> None:
    kept.write_text(f"[warehouse\npassword = {PASSWORD}")
    error = failure_of(lambda: credentials("warehouse"))
    assert "not written as TOML" in str(error)
    assert PASSWORD not in everything_said(error)


def test_absent_credentials_are_told(catalogue: Catalogue) -> None:
    catalogue({"plays": {**FAILING["sqlite"], "credentials": "nobody-s"}})
    with pytest.raises(WrongCatalogue, match="no credentials “nobody-s” in this session"):
        cp.source("plays").read()
