"""Checkpoints: tables kept on storage that outlives the environment, `cp.checkpoint.save(frame, "cleaned")`.

`COMMONPLACE_CHECKPOINTS` names a folder, or an address that fsspec knows; each person has a folder of their own
in it. Saving never replaces what was saved before.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from os import environ
from typing import Any, Literal
from urllib.parse import quote

from commonplace.display import Listing, bytes_for_people
from commonplace.errors import CheckpointNotFound, KitError, SourceFailed, WrongCatalogue, WrongRequest
from commonplace.lazily import library
from commonplace.progress import watched
from commonplace.session import CHECKPOINTS, session
from commonplace.translation import _

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
FILE = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9_-]*)\.(?P<when>\d{8}T\d{12}Z)\.(?P<format>parquet|csv)")
WHEN = "%Y%m%dT%H%M%S%fZ"
AT_ONCE = 2**20  # rows of a row group, as Arrow has them
Format = Literal["parquet", "csv"]


class _Place:
    """The person's folder, and the file system on which it lies."""

    def __init__(self) -> None:
        address = environ.get(CHECKPOINTS, "")
        if not address:
            raise WrongCatalogue(
                _("There is no place for checkpoints: {setting} names none. Ask whoever runs this environment.").format(
                    setting=CHECKPOINTS
                )
            )
        fsspec: Any = library("fsspec", "checkpoints")
        self.system, root = fsspec.core.url_to_fs(address)
        self.folder = f"{root.rstrip('/')}/{quote(session().person or 'somebody', safe='').replace('.', '%2E')}"

    def files(self, name: str | None = None) -> Sequence[tuple[re.Match[str], dict[str, Any]]]:
        """What is kept, oldest first, with what the file system says about it."""
        if not self.system.exists(self.folder):
            return []
        kept = [
            (FILE.fullmatch(info["name"].rpartition("/")[2]), info) for info in self.system.ls(self.folder, detail=True)
        ]
        ours = [(match, info) for match, info in kept if match and name in {None, match["name"]}]
        return sorted(ours, key=lambda one: one[0]["when"])


def save(frame: Any, name: str, format: Format = "parquet") -> str:  # noqa: A002 - the word that people look for
    """Keep a DataFrame of pandas or Polars, or an Arrow table, under a name; answers where.

    What was saved under the same name before stays. A save that is interrupted leaves nothing behind under the name.
    Raises WrongRequest for a name or format that cannot be used.

    >>> import pandas as pd
    >>> kept = cp.checkpoint.save(pd.DataFrame({"plays": [1, 2]}), "cleaned")
    >>> cp.checkpoint.load("cleaned")["plays"].tolist()
    [1, 2]
    """
    if not NAME.fullmatch(name):
        raise WrongRequest(_("A checkpoint is named with letters, digits, - and _; “{name}” is not.").format(name=name))
    if format not in {"parquet", "csv"}:
        raise WrongRequest(_("format is parquet or csv; “{format}” is neither.").format(format=format))
    table = _table(frame)
    where: str = _on_storage(lambda: _write(table, name, format))
    return where


def _table(frame: Any) -> Any:
    pa = library("pyarrow", "checkpoints")
    if isinstance(frame, pa.Table):
        return frame
    if hasattr(frame, "to_arrow"):
        return frame.to_arrow()
    try:
        return pa.Table.from_pandas(frame)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        reason = str(error).splitlines()[0]
    except (AttributeError, TypeError):
        raise WrongRequest(_("A {kind} is no table that can be kept.").format(kind=type(frame).__name__)) from None
    raise WrongRequest(
        _("This table cannot be kept, since a column mixes kinds of values: {reason}").format(reason=reason)
    )


def _write(table: Any, name: str, format: Format) -> str:  # noqa: A002
    place = _Place()
    place.system.makedirs(place.folder, exist_ok=True)
    file = f"{place.folder}/{name}.{datetime.now(UTC).strftime(WHEN)}.{format}"
    unfinished = f"{file}.unfinished"
    try:
        with place.system.open(unfinished, "wb") as stream:
            _writer(format)(table, stream)
        place.system.mv(unfinished, file)
    finally:
        if place.system.exists(unfinished):  # then moving it was not finished, either
            for left in filter(place.system.exists, (file, unfinished)):
                place.system.rm(left)
    return file


def _writer(format: str) -> Callable[[Any, Any], object]:  # noqa: A002
    if format == "parquet":
        return partial(_in_parts, library("pyarrow.parquet", "checkpoints").ParquetWriter)
    return partial(_in_parts, library("pyarrow.csv", "checkpoints").CSVWriter)


def _in_parts(kind: Any, table: Any, stream: Any) -> None:
    """One part after the other, so that one sees how far it is, and can stop it."""
    starts = range(0, len(table), AT_ONCE)
    with kind(stream, table.schema) as writer:
        for start in watched(starts, _("Saving the checkpoint"), len(starts)):
            writer.write_table(table.slice(start, AT_ONCE))


def load(name: str, frame: str = "pandas") -> Any:
    """The table that was saved last under this name, as "pandas", "polars" or "arrow".

    Raises CheckpointNotFound where there is none.

    >>> cp.checkpoint.load("never-saved")
    Traceback (most recent call last):
    commonplace.errors.CheckpointNotFound: Nothing was kept under “never-saved”. cp.checkpoint.list() shows what was.
    """
    from commonplace.frames import frame_of  # noqa: PLC0415 - pandas is imported at its first use

    return frame_of(_on_storage(lambda: _read(name)), frame, None)


def _read(name: str) -> Any:
    place = _Place()
    found = place.files(name)
    if not found:
        raise CheckpointNotFound(
            _("Nothing was kept under “{name}”. cp.checkpoint.list() shows what was.").format(name=name)
        )
    match, info = found[-1]
    with place.system.open(info["name"], "rb") as stream:
        if match["format"] == "parquet":
            return _row_groups(stream)
        return library("pyarrow.csv", "checkpoints").read_csv(stream)


def _row_groups(stream: Any) -> Any:
    pa, pq = library("pyarrow", "checkpoints"), library("pyarrow.parquet", "checkpoints")
    with pq.ParquetFile(stream) as file:
        groups = watched(range(file.num_row_groups), _("Loading the checkpoint"), file.num_row_groups)
        tables = [file.read_row_group(group) for group in groups]
        return pa.concat_tables(tables) if tables else file.schema_arrow.empty_table()


def list() -> Listing:  # noqa: A001 - read as cp.checkpoint.list()
    """What you have kept, the newest first.

    >>> import pandas as pd
    >>> kept = cp.checkpoint.save(pd.DataFrame({"plays": [1, 2]}), "listed")
    >>> cp.checkpoint.list().rows[0][0]
    'listed'
    """
    rows = [_row(match, info) for match, info in reversed(_on_storage(lambda: _Place().files()))]
    heading = _("Checkpoints") if rows else _("Nothing was kept yet.")
    return Listing(heading, (_("Name"), _("Saved"), _("Format"), _("Size")), tuple(rows))


def _row(match: re.Match[str], info: dict[str, Any]) -> tuple[str, ...]:
    when = datetime.strptime(match["when"], WHEN).replace(tzinfo=UTC)
    return match["name"], f"{when:%Y-%m-%d %H:%M} UTC", match["format"], bytes_for_people(info.get("size") or 0)


def _on_storage(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except KitError:
        raise
    except Exception as error:
        failure = _("The storage of checkpoints could not be used: {error}").format(
            error=f"{type(error).__name__}: {error}"
        )
    raise SourceFailed(failure)
