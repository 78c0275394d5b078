"""Whatever libraries write into logs while a source is asked, what opens it is not in there."""

import logging
import threading

import commonplace as cp
import pytest
from commonplace.credentials import Credentials
from commonplace.logs import unlogged

from kit.python.tests.conftest import Places
from kit.python.tests.services import PASSWORD

TALKATIVE = logging.getLogger("a.library.that.talks")


def opened() -> Credentials:
    """Credentials with the canary."""
    return Credentials({"user": "ada", "token": PASSWORD})


def talk() -> None:
    """All the ways in which libraries tell too much."""
    TALKATIVE.debug("GET /plays?delegation=%s", PASSWORD)
    TALKATIVE.debug(f"Authorization: Bearer {PASSWORD}")
    TALKATIVE.debug("it does not fit %s %s", PASSWORD)
    try:
        int(PASSWORD)
    except ValueError:
        TALKATIVE.exception("it failed")


def test_no_record_holds_a_secret_while_a_source_is_asked(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with unlogged(opened()):
        talk()
        other = threading.Thread(target=talk)
        other.start()
        other.join()
    assert len(caplog.records) == 8
    assert caplog.text.count("•••") == 8
    assert PASSWORD not in caplog.text
    assert "Traceback" in caplog.text


def test_other_records_stay_as_they_are(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with unlogged(opened()):
        TALKATIVE.info("%d rows", 12)
    assert caplog.records[0].args == (12,)
    TALKATIVE.info("afterwards it is nobody's secret: %s", PASSWORD)
    assert PASSWORD in caplog.text


def test_a_token_in_an_address_is_not_logged(everywhere: Places, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert len(cp.source("webhdfs").read()) == 12
    assert "delegation=•••" in caplog.text
