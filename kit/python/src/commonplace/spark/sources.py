"""A data source as a Spark DataFrame: for files that Spark's machines can read themselves."""

from pathlib import Path
from typing import Any

from commonplace.catalogue import Entry
from commonplace.errors import SourceFailed, WrongRequest
from commonplace.translation import _

READABLE = ("file://", "hdfs://", "webhdfs://")  # what Spark can read without further libraries


def frame_of(entry: Entry, spark: Any) -> Any:
    """Its rows, which Spark reads when they are needed.

    Raises WrongRequest for sources that are no files, or lie where Spark has no way to, and SourceFailed where the
    files cannot be read.
    """
    reader = _reader(entry, spark)
    address = _address(entry)
    try:
        return reader.load(address)
    except Exception as error:
        said = " ".join(str(error).split())[:300]
    raise SourceFailed(
        _("Spark cannot read the source “{name}”, which its machines must see: {said}").format(
            name=entry.name, said=said
        )
    )


def _reader(entry: Entry, spark: Any) -> Any:
    if entry.driver == "parquet":
        return spark.read.format("parquet")
    if entry.driver == "csv":
        options = {"header": True, "inferSchema": True, "multiLine": True, "escape": '"'}
        return spark.read.format("csv").options(sep=entry.options.get("separator", ","), **options)
    raise WrongRequest(
        _(
            "The source “{name}” is no file (its driver is {driver}), so Spark cannot read it by itself. "
            "Read a part with .read(), and hand it over with spark.createDataFrame()."
        ).format(name=entry.name, driver=entry.driver)
    )


def _address(entry: Entry) -> str:
    if "://" not in entry.location:
        return Path(entry.location).absolute().as_uri()
    if entry.credentials or not entry.location.startswith(READABLE):
        kind = entry.location.partition("://")[0]
        raise WrongRequest(
            _(
                "Spark has no way to the source “{name}” ({kind}, or behind a password). Read a part with "
                ".read(), and hand it over with spark.createDataFrame()."
            ).format(name=entry.name, kind=kind)
        )
    return entry.location
