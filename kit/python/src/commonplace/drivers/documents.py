"""Documents with fields, as MongoDB and Solr keep them: read as tables, and sampled by what tells them apart.

A sample is drawn in two steps: the engine tells of each document only its identity and the key or stratum, then the
chosen ones are fetched. So little leaves the engine, and the same documents are chosen wherever they lie.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.dataset as ds

from commonplace.asking import Column, Request, Sampling
from commonplace.conditions import Condition
from commonplace.drivers import Driver
from commonplace.drivers.drawing import draw
from commonplace.drivers.tables import array_of
from commonplace.lazily import library
from commonplace.progress import watched
from commonplace.translation import _

Document: TypeAlias = Mapping[str, Any]
AT_ONCE = 1000  # identities in one question


class DocumentsDriver(Driver):
    """What stores of documents share. The catalogue can name `columns`, where not all documents have the same."""

    @property
    @abstractmethod
    def identity(self) -> str:
        """The field that tells documents apart."""

    @abstractmethod
    def found(self, where: Condition | None, fields: Sequence[str]) -> Iterator[Document]:
        """The documents that fulfil the condition, ordered by their identity; no fields means all."""

    @abstractmethod
    def named(self, identities: Sequence[Any], fields: Sequence[str]) -> Iterator[Document]:
        """The documents of these identities, in any order, and their identity with them."""

    @abstractmethod
    def fields(self) -> tuple[Column, ...]:
        """The fields that the engine tells of."""

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        listed = self.entry.options.get("columns")
        if not listed:
            return self.fields()
        known = {column.name: column for column in self.fields()}
        return tuple(known.get(name, Column(name, "unknown")) for name in listed)

    def schema(self) -> tuple[Column, ...]:
        """The fields, as columns."""
        return self._columns

    def read(self, asked: Request) -> Any:
        """Rows, a head of them, or a sample."""
        columns = list(asked.columns or (column.name for column in self._columns))
        if asked.sampling:
            documents = self._sample(asked.where, asked.sampling, columns)
        else:
            documents = islice(self.found(asked.where, columns), asked.limit)
        doing = _("Reading {name}").format(name=self.entry.name)
        return table_of_documents(watched(documents, doing, unit="document"), columns)

    def _sample(self, where: Condition | None, sampling: Sampling, columns: Sequence[str]) -> Iterator[Document]:
        looked_at = list(dict.fromkeys((self.identity, *sampling.columns)))
        known = list(watched(self.found(where, looked_at), _("Choosing the sample"), unit="document"))
        places = {"place": pa.array(range(len(known)), pa.int64())}
        lots = pa.table(places | {name: array_of([one.get(name) for one in known]) for name in sampling.columns})
        chosen = draw(ds.dataset(lots), Request(columns=("place",), sampling=sampling), sampling)
        identities = [known[place][self.identity] for place in chosen.column("place").to_pylist()]
        return self._fetched(identities, columns)

    def _fetched(self, identities: Sequence[Any], columns: Sequence[str]) -> Iterator[Document]:
        fields = list(dict.fromkeys((self.identity, *columns)))
        for start in range(0, len(identities), AT_ONCE):
            some = identities[start : start + AT_ONCE]
            by_identity = {one[self.identity]: one for one in self.named(some, fields)}
            yield from (by_identity[one] for one in some if one in by_identity)  # one may be deleted meanwhile

    def sql(self, statement: str, values: Mapping[str, Any]) -> Any:
        """All documents are fetched, then DuckDB is asked."""
        duck = library("commonplace.drivers.duck", _("SQL over the documents of {name}").format(name=self.entry.name))
        return duck.ask_table(self.read(Request()), statement, values)


def table_of_documents(documents: Iterator[Document], columns: Sequence[str]) -> Any:
    """A table with these columns; what a document does not have is missing."""
    lists: list[list[Any]] = [[] for _ in columns]
    for document in documents:
        for values, name in zip(lists, columns, strict=True):
            values.append(document.get(name))
    return pa.table([array_of(values) for values in lists], names=list(columns))
