"""What is asked of a source, checked before any driver sees it."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from commonplace.conditions import Condition, Where, understood
from commonplace.errors import WrongRequest
from commonplace.translation import _

Method = Literal["rows", "blocks"]


@dataclass(frozen=True)
class Column:
    """A column of a source; its type in the engine's own words."""

    name: str
    type: str


@dataclass(frozen=True)
class Sampling:
    """How a sample is drawn. The same settings on the same data give the same rows."""

    rows: int | None = None
    fraction: float | None = None
    key: str | None = None
    strata: str | None = None
    seed: int = 0
    method: Method = "rows"

    def check(self) -> None:
        """Raise WrongRequest where the settings contradict each other."""
        if (self.rows is None) == (self.fraction is None):
            raise WrongRequest(_("Say either how many rows the sample shall have, or which fraction of all rows."))
        if self.rows is not None:
            need_whole(self.rows, "rows")
        if self.fraction is not None and not 0 < self.fraction <= 1:
            raise WrongRequest(_("A fraction is above 0 and at most 1: 0.01 is one row in a hundred."))
        if self.key and (self.strata or self.rows is not None):
            raise WrongRequest(_("A sample by key takes a fraction: all rows of a key are in it, or none."))
        if self.method == "blocks" and (self.key or self.strata or self.rows is None):
            raise WrongRequest(_("A sample of blocks takes a number of rows, and neither key nor strata."))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""
        return tuple(column for column in (self.key, self.strata) if column)


@dataclass(frozen=True)
class Request:
    """Which columns and rows of a source; no columns means all of them."""

    columns: tuple[str, ...] = ()
    where: Condition | None = None
    limit: int | None = None
    sampling: Sampling | None = None


def request(
    columns: Sequence[str] | None, where: Where, limit: int | None = None, sampling: Sampling | None = None
) -> Request:
    """A request from what the user wrote; raises WrongRequest where it makes no sense."""
    if isinstance(columns, str):
        raise WrongRequest(_('Give the columns as a list: columns=["{columns}"].').format(columns=columns))
    if limit is not None:
        need_whole(limit, "limit")
    if sampling:
        sampling.check()
    return Request(tuple(columns or ()), understood(where), limit, sampling)


def need_whole(number: int, word: str) -> None:
    """Raise WrongRequest unless it is a whole number of at least 0."""
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise WrongRequest(
            _("{word} is a whole number, 0 or more; {number!r} is not.").format(word=word, number=number)
        )


def need_columns(name: str, asked: Request, schema: Iterable[Column]) -> None:
    """Raise WrongRequest for a column that the source does not have, with the nearest that it has."""
    known = [column.name for column in schema]
    looked_at = (*asked.columns, *(asked.where.columns() if asked.where is not None else ()))
    for column in (*looked_at, *(asked.sampling.columns if asked.sampling else ())):
        if column not in known:
            near = difflib.get_close_matches(str(column), known, n=1, cutoff=0.5)
            hint = (
                _("Did you mean “{near}”?").format(near=near[0])
                if near
                else _("It has {listed}.").format(listed=", ".join(known[:12]))
            )
            raise WrongRequest(
                _("The source “{name}” has no column “{column}”. {hint}").format(name=name, column=column, hint=hint)
            )
