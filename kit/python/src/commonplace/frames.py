"""What the user gets: a DataFrame of pandas or Polars, or an Arrow table, which says so where it is a sample."""

from dataclasses import asdict, dataclass
from html import escape
from typing import Any

import pandas as pd
import pyarrow as pa

from commonplace.asking import Sampling
from commonplace.display import amount
from commonplace.errors import WrongRequest
from commonplace.lazily import library
from commonplace.translation import _

FRAMES = ("pandas", "polars", "arrow")
NOTE = "commonplace"  # under this name the note lies in what frames carry along
ARROW_NOTE = NOTE.encode()


@dataclass(frozen=True)
class Sample:
    """What a table is a sample of, and how it was drawn."""

    source: str
    rows: int
    sampling: Sampling

    def __str__(self) -> str:
        """One line for people."""
        return _("Sample of {source}: {rows}, {how}, seed {seed}.").format(
            source=self.source, rows=amount(self.rows, "row"), how=self._how(), seed=self.sampling.seed
        )

    def _how(self) -> str:
        how = self.sampling
        if how.key:
            return _("{fraction:.6g} of all values of {key}").format(fraction=how.fraction, key=how.key)
        wanted = _("{rows} wanted").format(rows=amount(how.rows or 0, "row"))
        size = wanted if how.fraction is None else _("{fraction:.6g} of all rows").format(fraction=how.fraction)
        if how.strata:
            return _("{size} in each {strata}").format(size=size, strata=how.strata)
        return _("{size}, from some blocks of the data only").format(size=size) if how.method == "blocks" else size


class SampledFrame(pd.DataFrame):  # type: ignore[misc] # pandas carries no types
    """A pandas DataFrame that shows above itself that it is a sample. What is made from it is a plain DataFrame."""

    @property
    def _constructor(self) -> Any:
        return pd.DataFrame

    def __repr__(self) -> str:
        """The note, then the table."""
        return f"{sample_of(self)}\n{super().__repr__()}"

    def _repr_html_(self) -> str:
        """The note, then the table."""
        return f"<p><strong>{escape(str(sample_of(self)))}</strong></p>{super()._repr_html_()}"


def frame_of(table: Any, kind: str, sample: Sample | None) -> Any:
    """The table as the user wants it; raises WrongRequest for a kind that there is not."""
    if kind == "pandas":
        return _pandas(_countable(table), sample)
    if kind == "polars":
        return _polars(_countable(table), sample)
    if kind == "arrow":
        noted = {**(table.schema.metadata or {}), ARROW_NOTE: str(sample).encode()}
        return table.replace_schema_metadata(noted) if sample else table
    raise WrongRequest(_("frame is one of {listed}; “{kind}” is not.").format(listed=", ".join(FRAMES), kind=kind))


def _countable(table: Any) -> Any:
    """Exact decimals, as sums in SQL are, as numbers to compute with: whole ones if they fit, others as floats."""
    for at, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            table = table.set_column(at, field.name, _number(table.column(at)))
    return table


def _number(values: Any) -> Any:
    try:
        return values.cast(pa.int64())  # refuses fractions and what is too large
    except pa.ArrowInvalid:
        return values.cast(pa.float64())


def _pandas(table: Any, sample: Sample | None) -> pd.DataFrame:
    made: pd.DataFrame = table.to_pandas()
    if sample is None:
        return made
    noted = SampledFrame(made)
    noted.attrs[NOTE] = asdict(sample)  # plain values, since pandas writes them into Parquet files
    return noted


def _polars(table: Any, sample: Sample | None) -> Any:
    polars = library("polars", 'frame="polars"')
    made = polars.from_arrow(table)
    if sample is None:
        return made
    polars_frames = library("commonplace.polars_frames", 'frame="polars"')
    return polars_frames.noted(made, sample)


def sample_of(frame: Any) -> Sample | None:
    """What a DataFrame is a sample of; None for all other tables. pandas carries it on to what is made from it.

    >>> import pandas as pd
    >>> cp.sample_of(pd.DataFrame({"plays": [1, 2]})) is None
    True
    """
    noted = getattr(frame, "attrs", {}).get(NOTE)
    if noted:
        return Sample(noted["source"], noted["rows"], Sampling(**noted["sampling"]))
    found = getattr(frame, "sampled", None)
    return found if isinstance(found, Sample) else None
