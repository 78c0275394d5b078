"""Outliers: rows far away from all others, taken out with a report of what was taken out and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw

from commonplace.display import Listing
from commonplace.errors import WrongRequest
from commonplace.translation import _

Rule = Literal["iqr", "zscore", "mad", "percentile"]
Bounds = tuple[float, float]
NORMAL = 1.4826  # makes the median deviation of a normal distribution its standard deviation


@dataclass(frozen=True, repr=False)
class Removed:
    """What was taken out: the rows, and for each column the bounds and how many lay beyond them."""

    frame: Any
    bounds: dict[str, Bounds]
    counts: dict[str, int]
    total: int

    def __len__(self) -> int:
        """How many rows were taken out."""
        return len(self.frame)

    def _listing(self) -> Listing:
        heading = _("{number} of {total} rows taken out").format(number=len(self), total=self.total)
        rows = tuple(
            (name, f"{low:.6g}", f"{high:.6g}", str(self.counts[name])) for name, (low, high) in self._sorted()
        )
        return Listing(heading, (_("Column"), _("Kept from"), _("Kept to"), _("Beyond")), rows)

    def _sorted(self) -> list[tuple[str, Bounds]]:
        return sorted(self.bounds.items())

    def __repr__(self) -> str:
        """The report as text."""
        return repr(self._listing())

    def _repr_html_(self) -> str:
        return self._listing()._repr_html_()


def _iqr(values: Any, width: float) -> Bounds:
    low, high = (float(values.quantile(share, interpolation="linear")) for share in (0.25, 0.75))
    return low - width * (high - low), high + width * (high - low)


def _zscore(values: Any, width: float) -> Bounds:
    middle, spread = float(values.mean()), float(values.std() or 0)
    return middle - width * spread, middle + width * spread


def _mad(values: Any, width: float) -> Bounds:
    middle = float(values.median())
    spread = NORMAL * float((values - middle).abs().median())
    return middle - width * spread, middle + width * spread


def _percentile(values: Any, share: float) -> Bounds:
    low, high = (float(values.quantile(at, interpolation="linear")) for at in (share, 1 - share))
    return low, high


# Each rule with the width that its textbooks use.
RULES: dict[str, tuple[Callable[[Any, float], Bounds], float]] = {
    "iqr": (_iqr, 1.5),
    "zscore": (_zscore, 3.0),
    "mad": (_mad, 3.5),
    "percentile": (_percentile, 0.01),
}


def remove_outliers(
    frame: Any, columns: str | Sequence[str], method: Rule = "iqr", width: float | None = None
) -> tuple[Any, Removed]:
    """The rows without outliers, and a report of what was taken out; pandas or Polars in, the same out.

    A row goes if any of the columns lies beyond its bounds; missing values stay. `method` is "iqr" (1.5 times the
    distance of the quartiles beyond them), "zscore" (3 standard deviations from the mean), "mad" (3.5 median
    deviations from the median: holds even where outliers are many) or "percentile" (the outer 1 % at each end);
    `width` is another number than the one in brackets. A column without spread keeps all its rows. Raises
    WrongRequest for a column that is unknown or holds no numbers, and for a width that makes no sense.

    >>> import pandas as pd
    >>> kept, removed = cp.remove_outliers(pd.DataFrame({"plays": [10, 11, 12, 11, 10, 900]}), "plays")
    >>> len(kept)
    5
    >>> removed
    1 of 6 rows taken out
    Column  Kept from  Kept to  Beyond
    plays   8          14       1
    """
    names = [columns] if isinstance(columns, str) else list(columns)
    data: Any = nw.from_native(frame, eager_only=True)
    _check(data, names, method, width)
    bounds = {name: _bounds(_numbers(data, name), method, width) for name in names}
    beyond = {name: _beyond(_numbers(data, name), limits) for name, limits in bounds.items()}
    anywhere = beyond[names[0]]
    for name in names[1:]:
        anywhere = anywhere | beyond[name]
    counts = {name: int(mask.sum()) for name, mask in beyond.items()}
    taken_out = data.filter(anywhere).to_native()
    return data.filter(~anywhere).to_native(), Removed(taken_out, bounds, counts, len(data))


def _check(data: Any, names: Sequence[str], method: str, width: float | None) -> None:
    if method not in RULES:
        raise WrongRequest(
            _("method is one of {listed}; “{method}” is not.").format(listed=", ".join(RULES), method=method)
        )
    if width is not None and (width <= 0 or (method == "percentile" and width >= 0.5)):
        raise WrongRequest(_("width is above 0, and below 0.5 for percentile."))
    if not names:
        raise WrongRequest(_("Name at least one column."))
    for name in names:
        if name not in data.columns:
            raise WrongRequest(
                _("There is no column “{name}”; there are {listed}.").format(
                    name=name, listed=", ".join(data.columns[:12])
                )
            )
        if len(data[name].drop_nulls()) and not data[name].dtype.is_numeric():
            raise WrongRequest(_("The column “{name}” holds no numbers.").format(name=name))


def _numbers(data: Any, name: str) -> Any:
    return data[name].cast(nw.Float64).fill_nan(None)


def _bounds(values: Any, method: str, width: float | None) -> Bounds:
    rule, usual = RULES[method]
    present = values.drop_nulls()
    low, high = rule(present, usual if width is None else width) if len(present) else (0.0, 0.0)
    # without spread, everything that differs at all would be an outlier
    return (low, high) if low < high else (float("-inf"), float("inf"))


def _beyond(values: Any, bounds: Bounds) -> Any:
    return ((values < bounds[0]) | (values > bounds[1])).fill_null(False)
