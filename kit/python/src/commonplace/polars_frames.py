"""A Polars DataFrame that says that it is a sample; apart, because Polars is imported only where it is used."""

from html import escape

import polars as pl

from commonplace.frames import Sample


class SampledPolars(pl.DataFrame):
    """A Polars DataFrame that shows above itself that it is a sample."""

    sampled: Sample | None = None

    def __str__(self) -> str:
        """The note, then the table; Polars prints this for `repr`, too."""
        return f"{self.sampled or ''}\n{super().__str__()}".lstrip()

    def _repr_html_(self, *, _from_series: bool = False) -> str:
        """The note, then the table."""
        note = f"<p><strong>{escape(str(self.sampled))}</strong></p>" if self.sampled else ""
        return note + super()._repr_html_(_from_series=_from_series)


def noted(frame: pl.DataFrame, sample: Sample) -> SampledPolars:
    """The same table with its note."""
    made = SampledPolars(frame)
    made.sampled = sample
    return made
