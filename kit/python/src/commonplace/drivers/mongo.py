"""MongoDB: a collection as a table, its documents' fields as columns. Each question says in a comment who asks.

Tried with another server that speaks MongoDB's protocol, not with MongoDB itself.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pymongo
from bson.decimal128 import Decimal128
from pymongo.uri_parser import parse_uri

from commonplace.asking import Column
from commonplace.conditions import Among, Compared, Condition, Joined, Missing, Negated
from commonplace.drivers.asked_by import commented
from commonplace.drivers.documents import Document, DocumentsDriver
from commonplace.drivers.expressions import OPPOSITE
from commonplace.drivers.tables import array_of
from commonplace.errors import WrongCatalogue
from commonplace.translation import _

SIGNS = {"==": "$eq", "!=": "$ne", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
LOOKED_AT = 1000  # documents whose fields make up the schema
PATIENCE = 10_000  # milliseconds until a server must be found


class MongoDriver(DocumentsDriver):
    """A collection; `location` is mongodb://host/database, `collection` the name."""

    identity = "_id"

    @contextmanager
    def _collection(self) -> Iterator[Any]:
        location = self.entry.location
        told = parse_uri(location, validate=False)
        if told.get("password"):
            raise WrongCatalogue(
                _(
                    "The source “{name}” is wrong in the catalogue: its location holds a password; name its "
                    "credentials instead."
                ).format(name=self.entry.name)
            )
        with pymongo.MongoClient(location, **self._opened(), **_settings()) as client:
            yield client.get_default_database()[self.option("collection")]

    def _opened(self) -> dict[str, Any]:
        fields = {"username": self.given.get("user"), "password": self.given.get("password")}
        return {name: value for name, value in fields.items() if value}

    def fields(self) -> tuple[Column, ...]:
        """The fields of the first documents."""
        with self._collection() as collection:
            first = list(collection.find({}, {"_id": False}, limit=LOOKED_AT, comment=commented(self.entry.name)))
        names = dict.fromkeys(name for document in first for name in document)
        return tuple(Column(name, str(array_of([one.get(name) for one in first]).type)) for name in names)

    def found(self, where: Condition | None, fields: Sequence[str]) -> Iterator[Document]:
        """The documents that fulfil the condition; MongoDB chooses them."""
        yield from self._asked(matching(where), fields)

    def named(self, identities: Sequence[Any], fields: Sequence[str]) -> Iterator[Document]:
        """The documents of these identities."""
        yield from self._asked({"_id": {"$in": list(identities)}}, fields)

    def _asked(self, where: Mapping[str, Any], fields: Sequence[str]) -> Iterator[Document]:
        wanted = {"_id": "_id" in fields, **dict.fromkeys(fields, True)}
        with self._collection() as collection:
            yield from collection.find(where, wanted, sort=[("_id", 1)], comment=commented(self.entry.name))


def _settings() -> dict[str, Any]:
    return {"serverSelectionTimeoutMS": PATIENCE, "appname": "commonplace-kit", "uuidRepresentation": "standard"}


def matching(condition: Condition | None, negated: bool = False) -> dict[str, Any]:
    """The condition in MongoDB's words; a missing value fulfils neither a comparison nor its opposite, as in SQL."""
    if condition is None:
        return {}
    if isinstance(condition, Negated):
        return matching(condition.inner, not negated)
    if isinstance(condition, Joined):
        word = "$and" if (condition.by == "and") != negated else "$or"
        return {word: [matching(part, negated) for part in condition.parts]}
    return _single(condition, negated)


def _single(condition: Condition, negated: bool) -> dict[str, Any]:
    if isinstance(condition, Compared):
        sign = OPPOSITE[condition.sign] if negated else condition.sign
        compared = {SIGNS[sign]: _value(condition.value)}
        return {condition.column: {**compared, "$nin": [None]} if sign == "!=" else compared}
    if isinstance(condition, Missing):
        return {condition.column: {"$ne" if negated else "$eq": None}}
    if isinstance(condition, Among):
        values = [_value(value) for value in condition.values]
        return {condition.column: {"$nin": [*values, None]} if negated else {"$in": values}}
    raise TypeError(f"{type(condition).__name__} is no condition that MongoDB knows")


def _value(value: Any) -> Any:
    """The value as MongoDB keeps it: it knows no days, only moments."""
    if isinstance(value, Decimal):
        return Decimal128(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value
