"""Parquet and CSV, one file or a folder of them, here or on storage that fsspec knows.

Tried with an S3 server that is not Amazon's, and with a small server of our own that follows WebHDFS's documentation.

Only the columns and, for Parquet, the row groups are read that can matter.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from commonplace.asking import Column, Request
from commonplace.drivers import Driver, Measured
from commonplace.drivers.drawing import draw
from commonplace.drivers.expressions import expression
from commonplace.drivers.places import file_system
from commonplace.lazily import library
from commonplace.progress import watched
from commonplace.translation import _

BATCH = 131_072  # rows; a row group that has more comes in several batches
BLOCK = 2**20  # bytes of a CSV file that make one batch
MANY = 500  # files; to look at the ends of more of them only to say how much there is takes too long


class FilesDriver(Driver):
    """What both kinds of files share."""

    format: Any

    @cached_property
    def dataset(self) -> Any:
        """The files as one table; its schema is that of the first file."""
        system, path = file_system(self.entry, self.given)
        found = ds.dataset(path, format=self.format, filesystem=system, partitioning=self._partitioning())
        if not found.files:
            raise FileNotFoundError(_("there is no file at {location}").format(location=self.entry.location))
        return found

    def _partitioning(self) -> Any:
        return "hive"  # folders such as day=2026-01-31 become a column

    def schema(self) -> tuple[Column, ...]:
        """The columns of the files, and those that folders stand for."""
        return tuple(Column(field.name, str(field.type)) for field in self.dataset.schema)

    def read(self, asked: Request) -> Any:
        """Rows, a head of them, or a sample."""
        if asked.sampling:
            return draw(self.dataset, asked, asked.sampling)
        columns, condition = list(asked.columns) or None, expression(asked.where)
        if asked.limit is not None:
            # far away, what is read ahead of a few rows costs more than it saves
            ahead = {"batch_readahead": 0, "fragment_readahead": 0} if "://" in self.entry.location else {}
            return self.dataset.head(asked.limit, columns=columns, filter=condition, **ahead)
        return self._watched(columns, condition)

    def _watched(self, columns: list[str] | None, condition: Any) -> Any:
        """Batch by batch, so that one sees how far it is, and can stop it."""
        scanner = self.dataset.scanner(columns=columns, filter=condition)
        doing = _("Reading {name}").format(name=self.entry.name)
        batches = watched(scanner.to_batches(), doing, lambda: self._batches(condition))
        return pa.Table.from_batches(batches, schema=scanner.projected_schema)

    def _batches(self, condition: Any) -> int | None:
        """How many batches Arrow makes of the files; None where finding out would cost too much."""
        return None

    def sql(self, statement: str, values: Mapping[str, Any]) -> Any:
        """Asked of DuckDB, which reads the files through Arrow and can reach nothing else."""
        duck = library("commonplace.drivers.duck", _("SQL over the files of {name}").format(name=self.entry.name))
        return duck.ask_table(self.dataset, statement, values)

    def measured(self) -> Measured | None:
        """Bytes and last change of files on this machine; nothing for other storage."""
        if "://" in self.entry.location:
            return None
        statuses = [Path(file).stat() for file in self.dataset.files]
        changed = max(status.st_mtime for status in statuses)
        return Measured(sum(status.st_size for status in statuses), datetime.fromtimestamp(changed, UTC))


class ParquetDriver(FilesDriver):
    """Parquet files."""

    format = "parquet"

    def _batches(self, condition: Any) -> int | None:
        """Row groups in which something can be, each in batches of Arrow's size."""
        if len(self.dataset.files) > MANY:
            return None
        groups = [
            group
            for fragment in self.dataset.get_fragments(filter=condition)
            for group in (fragment if condition is None else fragment.subset(condition)).row_groups
        ]
        return sum(-(-int(group.num_rows) // BATCH) for group in groups)


class CsvDriver(FilesDriver):
    """CSV files with a line of names; `separator` in the catalogue where it is no comma."""

    @property
    def format(self) -> Any:
        """How the files are read."""
        import pyarrow.csv as pa_csv  # noqa: PLC0415 - only CSV needs it

        options = pa_csv.ParseOptions(delimiter=self.entry.options.get("separator", ","), newlines_in_values=True)
        return ds.CsvFileFormat(parse_options=options)

    def _batches(self, condition: Any) -> int | None:
        """Blocks of the files, where they lie on this machine."""
        if "://" in self.entry.location or len(self.dataset.files) > MANY:
            return None
        return sum(-(-Path(file).stat().st_size // BLOCK) for file in self.dataset.files)
