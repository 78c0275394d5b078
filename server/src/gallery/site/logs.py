"""Log lines: one line each, of bounded length, without tokens or content."""

import logging
import re
from types import TracebackType

LONGEST = 1000
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_SECRET = re.compile(r"(cp[tf]_|[Bb]earer |ticket=|token=|code=)[\w.~+/=-]+")


class OneLine(logging.Formatter):
    """Time, level, place, message; a traceback is folded into the same bounded line."""

    def __init__(self) -> None:
        """Use one fixed layout."""
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, with secrets blanked and the length limited."""
        line = super().format(record).replace("\n", " | ")
        return _SECRET.sub(r"\1…", line)[:LONGEST]

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 — logging's name
        """Where it happened and what kind of error: never its text, which may quote a notebook."""
        kind, _, trace = ei
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
        return f"{kind.__name__ if kind else 'error'} at {where}"
