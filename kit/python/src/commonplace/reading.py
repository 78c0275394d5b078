"""Data sources by name: what one may use, and reading it."""

import contextlib
from collections.abc import Callable, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any, TypeVar

from commonplace.asking import Method, Request, Sampling, request
from commonplace.catalogue import Entry, allowed, entry_named
from commonplace.conditions import Where
from commonplace.credentials import credentials, guarded
from commonplace.display import Listing, bytes_for_people
from commonplace.errors import KitError
from commonplace.translation import _

if TYPE_CHECKING:
    from commonplace.drivers import Driver, Measured

START_SMALL = 100_000  # rows of a large source, where the user did not say how many
Answer = TypeVar("Answer")


class Source:
    """A data source that you may use. Ask `cp.source("name")` for one."""

    def __init__(self, entry: Entry) -> None:
        """Take what the catalogue says; nothing is asked of the source yet."""
        self._entry = entry

    @property
    def name(self) -> str:
        """Its name in the catalogue."""
        return self._entry.name

    @property
    def owner(self) -> str:
        """Whom to ask about it."""
        return self._entry.owner

    def __repr__(self) -> str:
        """Name, description, owner."""
        return _("{name}: {description} (owner: {owner})").format(
            name=self.name, description=self._entry.description, owner=self.owner
        )

    def _repr_html_(self) -> str:
        return _listing([self._entry])._repr_html_()

    def schema(self) -> Listing:
        """The columns and their types.

        >>> cp.source("plays.daily").schema()
        plays.daily
        Column   Type
        day      date32[day]
        title    int64
        country  string
        plays    int64
        """
        columns = self._asked(lambda driver: driver.schema())
        return Listing(self.name, (_("Column"), _("Type")), tuple((column.name, column.type) for column in columns))

    def read(
        self,
        columns: Sequence[str] | None = None,
        where: Where = None,
        limit: int | None = None,
        *,
        everything: bool = False,
        frame: str = "pandas",
    ) -> Any:
        """Rows as a DataFrame; only what is asked for leaves the source.

        `where` is a condition such as `cp.col("plays") > 10` or `{"country": "FR"}`. A source that the catalogue
        calls large answers with a sample, and says so, unless `limit` or `everything=True` is given. `frame` is
        "pandas", "polars" or "arrow"; the last keeps decimals exact, for the others they become whole numbers or
        floats. Raises WrongRequest for an unknown column, SourceFailed where the source cannot answer.

        >>> cp.source("plays.daily").read(["title", "plays"], where={"country": "FR"}, limit=2)
           title  plays
        0      1     11
        1      4     14
        """
        if self._entry.large and limit is None and not everything:
            return self.sample(rows=START_SMALL, columns=columns, where=where, method="blocks", frame=frame)
        return self._read(request(columns, where, limit), frame)

    def sample(
        self,
        rows: int | None = None,
        fraction: float | None = None,
        *,
        key: str | None = None,
        strata: str | None = None,
        seed: int = 0,
        method: Method = "rows",
        columns: Sequence[str] | None = None,
        where: Where = None,
        frame: str = "pandas",
    ) -> Any:
        """A reproducible sample: the same seed on the same data gives the same rows.

        `rows` or `fraction` say how much. With `key`, all rows of a key are in it or none, and the same keys in every
        source: samples of two tables still join. With `strata`, as many rows of each value (of a fraction at least
        one). `method="blocks"` reads only some blocks of the data: much quicker on large sources, but rows that lie
        together come together. Raises WrongRequest where the settings contradict each other.

        >>> sample = cp.source("plays.daily").sample(rows=3, seed=1)
        >>> len(sample)
        3
        >>> str(cp.sample_of(sample))
        'Sample of plays.daily: 3 rows, 3 rows wanted, seed 1.'
        """
        sampling = Sampling(rows, fraction, key, strata, seed, method)
        return self._read(request(columns, where, sampling=sampling), frame)

    def sql(self, statement: str, *, frame: str = "pandas", **values: Any) -> Any:
        """The answer to an SQL question in which the data is called `source`.

        Values are written `:name` and given by name, never pasted into the text. Raises WrongRequest where they do
        not fit the statement or it is no question.

        >>> cp.source("plays.daily").sql("SELECT sum(plays) AS plays FROM source WHERE country = :land", land="FR")
           plays
        0     62
        """
        from commonplace.frames import frame_of  # noqa: PLC0415 - pandas is imported at its first use

        return frame_of(self._asked(lambda driver: driver.sql(statement, values)), frame, None)

    def spark(self) -> Any:
        """The source as a DataFrame of the Spark that is running here; for files that its machines can see.

        Nothing is read before Spark needs it, and nothing of it passes through the notebook. Your right is looked up
        anew. Raises WrongRequest where no Spark is running or the source is no file, SourceDenied with whom to ask.

        >>> cp.source("plays.daily").spark()
        Traceback (most recent call last):
        commonplace.errors.WrongRequest: No Spark is running in this kernel. Start one first: spark = cp.spark.start()
        """
        entry = entry_named(self.name)
        from commonplace import spark  # noqa: PLC0415 - whoever does not use Spark does not load it
        from commonplace.spark.sources import frame_of  # noqa: PLC0415 - the same

        return frame_of(entry, spark.active())

    def _read(self, asked: Request, frame: str) -> Any:
        from commonplace.frames import Sample, frame_of  # noqa: PLC0415 - pandas is imported at its first use

        def work(driver: "Driver") -> Any:
            driver.check(asked)
            return driver.read(asked)

        table = self._asked(work)
        sample = Sample(self.name, table.num_rows, asked.sampling) if asked.sampling else None
        return frame_of(table, frame, sample)

    def _asked(self, work: "Callable[[Driver], Answer]") -> Answer:
        return _ask(self._entry, work)


def _ask(entry: Entry, work: "Callable[[Driver], Answer]") -> Answer:
    """Do some work with a driver that has the credentials, for no longer than that."""
    from commonplace.drivers import driver_of  # noqa: PLC0415 - imports the plug-in's library

    given = credentials(entry.credentials)

    def closing() -> Answer:
        with contextlib.closing(driver_of(entry, given)) as driver:
            return work(driver)

    return guarded(entry.name, given, closing)


def source(name: str) -> Source:
    """The data source of this name.

    Raises SourceNotFound, with the nearest names, and SourceDenied, with whom to ask.

    >>> cp.source("plays.daily")
    plays.daily: Plays by title, country and day (owner: Playback data, playback@example.org)
    >>> cp.source("plays.dayly")
    Traceback (most recent call last):
    commonplace.errors.SourceNotFound: There is no data source “plays.dayly”. Did you mean plays.daily?
    """
    return Source(entry_named(name))


def sources() -> Listing:
    """The data sources that you may use: name, description, owner, size and how fresh they are.

    >>> len(cp.sources())
    2
    """
    return _listing(allowed())


def _listing(listed: Sequence[Entry]) -> Listing:
    heading = _("Data sources that you may use") if listed else _("There is no data source that you may use.")
    head = (_("Name"), _("Description"), _("Owner"), _("Size"), _("Refreshed"))
    return Listing(heading, head, tuple(_described(entry) for entry in listed))


def _described(entry: Entry) -> tuple[str, ...]:
    size, refreshed = entry.size, entry.refreshed
    if not (size and refreshed):
        found = _measured(entry)
        size = size or (bytes_for_people(found.bytes) if found else _("unknown"))
        refreshed = refreshed or (f"{found.changed.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if found else _("unknown"))
    return (entry.name, entry.description, entry.owner, size, refreshed)


def _measured(entry: Entry) -> "Measured | None":
    try:
        return _ask(entry, lambda driver: driver.measured())
    except KitError:
        return None  # a source that is away does not hide the others
