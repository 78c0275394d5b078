"""The rule for many notebooks, written out in SQL: each is an expression that becomes part of the asker's query.

By hand, because every request of a person asks it: put together by Django from querysets it took three milliseconds of
a page, ten times what a database needs to answer it. `permissions.role_of` says the same for one notebook in Python.
"""

import re
from functools import cache
from typing import Any, ClassVar, NamedTuple

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Field, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from gallery.lib.prepared import NOW, Later

HELD = "SELECT attribute_id FROM directory_holding WHERE person_id = :me"
MY_GROUPS = "SELECT group_id FROM directory_membership WHERE person_id = :me"
# The organisation to which I belong, and every one above it
MY_ORGANISATIONS = """SELECT ancestor_id FROM directory_lineage WHERE organisation_id IN (
    SELECT organisation_id FROM directory_belonging WHERE person_id = :me)"""
# Shares that have not ended, by name, through a group, through the organisation or one above it
SHARED_WITH_ME = f"""FROM notebooks_share share WHERE (share.ends_at IS NULL OR share.ends_at > :now) AND (
    share.person_id = :me OR share.group_id IN ({MY_GROUPS}) OR share.organisation_id IN ({MY_ORGANISATIONS}))"""


class _Rule(Func):
    """SQL about one row of notebooks for one person: `:me` and `:now` are values, `{pk}` and its like are columns.

    Where the person is told later, so is the moment.
    """

    columns: ClassVar[tuple[str, ...]] = ("pk",)
    sql: ClassVar[str]
    answer: ClassVar[type[Field[Any, Any]]] = BooleanField

    def __init__(self, person: int | Later = 0) -> None:
        """For the person with this number; 0 is nobody."""
        super().__init__(*map(F, self.columns), output_field=self.answer())
        self.person = person

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_: Any, **__: Any) -> Any:
        """The columns as the query around it calls them, and the values in their order."""
        columns = [compiler.compile(one)[0] for one in self.get_source_expressions()]
        text, names = _positional(self.sql)
        now = NOW if isinstance(self.person, Later) else connection.ops.adapt_datetimefield_value(timezone.now())
        values = {"me": self.person, "now": now}
        return text.format(**dict(zip(self.columns, columns, strict=True))), [values[name] for name in names]


@cache
def _positional(sql: str) -> tuple[str, tuple[str, ...]]:
    """Named values as a database driver takes them: `%s` for each, and their names in order."""
    return re.sub(r":\w+", "%s", sql), tuple(re.findall(r":(\w+)", sql))


class Marked(_Rule):
    """Whether the notebook demands any attribute."""

    sql = "EXISTS (SELECT 1 FROM notebooks_demand demand WHERE demand.notebook_id = {pk})"


class ClosedTo(_Rule):
    """Whether the notebook demands an attribute which the person does not hold."""

    sql = f"""EXISTS (SELECT 1 FROM notebooks_demand demand
        WHERE demand.notebook_id = {{pk}} AND demand.attribute_id NOT IN ({HELD}))"""  # noqa: S608 — constants


class RoleInItsGroup(_Rule):
    """The person's role in the group that owns the notebook, or none."""

    columns = ("group",)
    sql = "(SELECT role FROM directory_membership WHERE person_id = :me AND group_id = {group})"
    answer = IntegerField


class RoleByShare(_Rule):
    """The highest role that a share gives to the person, or none."""

    sql = f"(SELECT MAX(share.role) {SHARED_WITH_ME} AND share.notebook_id = {{pk}})"
    answer = IntegerField


class MayFind(_Rule):
    """Whether the person may find the notebook: what is public, what is mine, my group's, or shared with me."""

    columns = ("pk", "visibility", "owner", "group")
    either = f"""{{visibility}} = 'public' OR ({{group}} IS NULL AND {{owner}} = :me)
        OR {{group}} IN ({MY_GROUPS}) OR {{pk}} IN (SELECT share.notebook_id {SHARED_WITH_ME})"""
    sql = f"(({either}) AND NOT {ClosedTo.sql})"


class MayOpen(_Rule):
    """Whether the person may open it by its address: what may be found, and what is unlisted."""

    columns = MayFind.columns
    sql = f"(({{visibility}} = 'unlisted' OR {MayFind.either}) AND NOT {ClosedTo.sql})"


class Starred(_Rule):
    """Whether the person keeps the notebook at hand."""

    sql = "EXISTS (SELECT 1 FROM notebooks_star star WHERE star.person_id = :me AND star.notebook_id = {pk})"


class Concerning(NamedTuple):
    """What the rule asks about one person, for whoever decides over all notebooks at once: numbers of rows."""

    groups: list[int]  # of which the person is a member
    held: list[int]  # attributes
    shared: list[int]  # notebooks, by a share that has not ended


def concerning(person: int) -> Concerning:
    """The same as `MayFind` asks, as numbers: one query, over what indexes name."""
    text, names = _positional(
        f"SELECT 0, group_id FROM directory_membership WHERE person_id = :me"  # noqa: S608 — constants
        f" UNION ALL SELECT 1, attribute_id FROM ({HELD}) AS held"
        f" UNION ALL SELECT 2, share.notebook_id {SHARED_WITH_ME}"
    )
    values = {"me": person, "now": connection.ops.adapt_datetimefield_value(timezone.now())}
    found = Concerning([], [], [])
    with connection.cursor() as cursor:
        cursor.execute(text, [values[name] for name in names])
        for kind, number in cursor.fetchall():
            found[kind].append(number)
    return found
