"""While a source is asked, nothing that opens it gets into a log, whatever its libraries write there.

Libraries log addresses and headers when somebody switches their messages on; some of these hold a token.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol


class Redactor(Protocol):
    """Knows some secrets, and takes them out of texts."""

    def redacted(self, text: str) -> str:
        """The text without them."""


_hiding: list[Redactor] = []  # those of the questions that are being asked just now
_lock = threading.Lock()
_installed: list[bool] = []


@contextmanager
def unlogged(given: Redactor) -> Iterator[None]:
    """Keep what opens a source out of all logs meanwhile, in every thread."""
    if not given:
        yield
        return
    with _lock:
        if not _installed:
            _install()
        _hiding.append(given)
    try:
        yield
    finally:
        with _lock:
            _hiding.remove(given)


def _install() -> None:
    """Once for ever: taking it off again would take off what others have put over it."""
    make = logging.getLogRecordFactory()

    def made(*words: Any, **fields: Any) -> logging.LogRecord:
        record = make(*words, **fields)
        for redactor in tuple(_hiding):
            _redact(record, redactor)
        return record

    logging.setLogRecordFactory(made)
    _installed.append(True)


def _redact(record: logging.LogRecord, redactor: Redactor) -> None:
    said = _message(record)
    clean = redactor.redacted(said)
    if clean != said:
        record.msg, record.args = clean, ()
    if record.exc_info:
        told = logging.Formatter().formatException(record.exc_info)
        if redactor.redacted(told) != told:
            record.exc_info, record.exc_text = None, redactor.redacted(told)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a message that does not fit its values is told by logging itself, later
        return f"{record.msg} {record.args}"
