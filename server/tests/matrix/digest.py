"""Everything that the gallery keeps, in one number: two of them are equal where nothing was changed."""

import hashlib
from typing import Any

from django.apps import apps
from django.db.models import Model

# What every visit may write: that somebody came, asked, or used a token.
_TRACES = {"audit"}
_TRACES_IN = {"accounts.personaltoken": {"last_used_at"}, "accounts.user": {"last_login", "unseen_notices"}}


def digest() -> dict[str, str]:
    """The content of each table as a hash, by the name of its model."""
    kept = [model for model in apps.get_models() if model.__module__.startswith("gallery.")]
    return {model._meta.label_lower: _digest(model) for model in kept if model._meta.app_label not in _TRACES}


def _digest(model: type[Model]) -> str:
    left_out = _TRACES_IN.get(model._meta.label_lower, set())
    names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
    rows: Any = model._default_manager.order_by("pk").values_list(*names)
    made = hashlib.sha256()
    for row in rows:
        made.update(repr([bytes(value) if isinstance(value, memoryview) else value for value in row]).encode())
    return made.hexdigest()


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that differ."""
    return sorted(name for name in before if before[name] != after[name])
