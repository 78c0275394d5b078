"""Draws the page of stored data: every table and column with its class and its meaning."""

import inspect
import re
from collections.abc import Iterator

from django.apps import apps
from django.db import models
from gallery.site.data_classes import DATA_CLASSES, DataClass, class_of

from tools.failure import Failure
from tools.reference.gallery import first_line
from tools.reference.markdown import code, page, table

INTRO = (
    "Every table and column of the gallery's database, sorted into three classes. What a notebook printed is in "
    "none of them: results are never stored. Beside the database there are the search index and caches, which "
    "hold nothing that is not here, and the secrets in the folder `secrets` of `COMMONPLACE_HOME`."
)
TRAILING = re.compile(r"^\s+(\w+)(?:: [^=]+)? = .*?\)  # (?!type:|noqa)(.+)$", re.MULTILINE)
Column = tuple[str, str]


def draw() -> str:
    """The page; raises `Failure` while a column has no class, or a class no column."""
    wrong = [*unsorted(), *vanished()]
    if wrong:
        raise Failure("Sort these in server/src/gallery/site/data_classes.py:\n" + "\n".join(wrong))
    classes = ((f"**{one}**", one.described) for one in DataClass)
    blocks = (block for model in stored() for block in section(model))
    return page("Data", INTRO, table(("Class", "Meaning"), classes), *blocks)


def stored() -> list[type[models.Model]]:
    """Every model that has a table, our own first."""
    every = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return sorted(every, key=lambda model: (not _is_ours(model), model._meta.db_table))


def _is_ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("gallery.")


def columns() -> set[Column]:
    """Every table with every column."""
    return {(model._meta.db_table, str(field.column)) for model in stored() for field in _fields(model)}


def unsorted() -> list[str]:
    """The columns that have no class."""
    return [f"{table}.{column} has no class" for table, column in sorted(columns()) if not _has(table, column)]


def _has(table: str, column: str) -> bool:
    try:
        class_of(table, column)
    except KeyError:
        return False
    return True


def vanished() -> list[str]:
    """The classes of columns that do not exist."""
    sorted_in = {
        (table, name) for table, classes in DATA_CLASSES.items() for names in classes.values() for name in names.split()
    }
    return [f"{table}.{column} does not exist" for table, column in sorted(sorted_in - columns())]


def section(model: type[models.Model]) -> Iterator[str]:
    """A table with its columns."""
    name = model._meta.db_table
    yield f"## {name}"
    yield _about(model)
    said = comments(model)
    rows = ((code(f.column), class_of(name, str(f.column)), _kind(f), _meaning(f, said)) for f in _fields(model))
    yield table(("Column", "Class", "Type", "Meaning"), rows)


def _about(model: type[models.Model]) -> str:
    if model._meta.auto_created:
        return "Connects the two tables that its columns name."
    return (
        first_line(model.__doc__)
        if _is_ours(model)
        else f"Kept by the library {code(model.__module__.partition('.')[0])}."
    )


def _fields(model: type[models.Model]) -> list["models.Field[object, object]"]:
    return [field for field in model._meta.local_fields if field.column]


def _kind(field: "models.Field[object, object]") -> str:
    target = field.related_model
    if isinstance(target, type) and issubclass(target, models.Model):
        return f"refers to {code(target._meta.db_table)}"
    return field.get_internal_type().removesuffix("Field")


def _meaning(field: "models.Field[object, object]", said: dict[str, str]) -> str:
    own = said.get(field.name, "")
    return own or str(field.help_text or "") or _worded(field)


def _worded(field: "models.Field[object, object]") -> str:
    """The name that people read, where it says more than the column's own."""
    words = str(field.verbose_name)
    return "" if words in {field.name.replace("_", " "), "ID"} else words


def comments(model: type[models.Model]) -> dict[str, str]:
    """What the comment at the end of a field's line says, for models of our own."""
    if not _is_ours(model) or model._meta.auto_created:
        return {}
    return dict(TRAILING.findall(inspect.getsource(model)))
