"""The allow-list of metadata: each field with the check that its value must pass.

Text has a length and lists have a count: a field that may hold anything is a place to carry data out.
What does not pass is dropped and counted, never cut short.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from commonplace_clean.tally import Tally

_MOST_TAGS = 30
_MOST_AUTHORS = 20
_SLIDE_TYPES = frozenset({"slide", "subslide", "fragment", "skip", "notes", "-"})

Check = Callable[[object], bool]


def _line(most: int) -> Check:
    """Return a check for one printable line of at most ``most`` characters."""

    def passes(value: object) -> bool:
        return isinstance(value, str) and 0 < len(value) <= most and value.isprintable()

    return passes


def _lines(most: int) -> Check:
    """Return a check for printable lines of at most ``most`` characters together."""

    def passes(value: object) -> bool:
        return isinstance(value, str) and 0 < len(value) <= most and value.replace("\n", "").isprintable()

    return passes


def _points(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and 0 <= value <= 1_000


_KERNELSPEC = {"name": _line(200), "display_name": _line(200), "language": _line(50)}
_LANGUAGE_INFO = {"name": _line(50), "version": _line(50), "file_extension": _line(20)}
_AUTHOR = {"name": _line(100)}
_TITLE = {"title": _line(200)}
_JUPYTER: dict[str, Check] = {"source_hidden": lambda value: isinstance(value, bool)}
_SLIDESHOW: dict[str, Check] = {"slide_type": lambda value: isinstance(value, str) and value in _SLIDE_TYPES}
_EXERCISE = {"exercise": _line(100), "hint": _lines(1_000), "points": _points, "role": _line(40)}
_is_tag = _line(60)


def notebook_metadata(given: object, old_language: str | None, tally: Tally) -> dict[str, Any]:
    """Return the notebook's metadata as far as it may be kept; count the rest in ``tally``."""
    rest = _as_dict(given, tally)
    kept = {
        "kernelspec": _kernelspec(rest.pop("kernelspec", {}), tally),
        "language_info": _language_info(rest.pop("language_info", {}), tally),
        "authors": _authors(rest.pop("authors", []), tally),
    }
    if old_language and not kept["kernelspec"] and not kept["language_info"]:
        kept["language_info"] = {"name": old_language}
    if "widgets" in rest:
        tally.drop_widgets(rest.pop("widgets"))
    return _filled(kept) | _fields(rest, _TITLE, tally)


def cell_metadata(given: object, tally: Tally) -> dict[str, Any]:
    """Return a cell's metadata as far as it may be kept; count the rest in ``tally``."""
    rest = _as_dict(given, tally)
    kept = {
        "tags": _tags(rest.pop("tags", []), tally),
        "jupyter": _fields(rest.pop("jupyter", {}), _JUPYTER, tally),
        "slideshow": _fields(rest.pop("slideshow", {}), _SLIDESHOW, tally),
        "commonplace": _fields(rest.pop("commonplace", {}), _EXERCISE, tally),
    }
    tally.drop_each("metadata_keys", rest.values())
    return _filled(kept)


def _filled(kept: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in kept.items() if value}


def _as_dict(given: object, tally: Tally) -> dict[str, Any]:
    """Return a copy of an object; anything else is dropped."""
    if isinstance(given, dict):
        return dict(given)
    tally.drop("metadata_keys", given)
    return {}


def _as_list(given: object, tally: Tally) -> list[object]:
    if isinstance(given, list):
        return given
    tally.drop("metadata_keys", given)
    return []


def _fields(given: object, checks: Mapping[str, Check], tally: Tally) -> dict[str, Any]:
    """Return the entries of ``given`` that ``checks`` names and lets through."""
    rest = _as_dict(given, tally)
    kept = {key: rest.pop(key) for key, passes in checks.items() if key in rest and passes(rest[key])}
    tally.drop_each("metadata_keys", rest.values())
    return kept


def _named(given: object, checks: Mapping[str, Check], tally: Tally) -> dict[str, Any]:
    """Return the same, or nothing where the name is missing, without which the format allows none of them."""
    kept = _fields(given, checks, tally)
    if "name" in kept:
        return kept
    tally.drop_each("metadata_keys", kept.values())
    return {}


def _kernelspec(given: object, tally: Tally) -> dict[str, Any]:
    kept = _named(given, _KERNELSPEC, tally)
    return {"display_name": kept["name"], **kept} if kept else {}  # the format demands both


def _language_info(given: object, tally: Tally) -> dict[str, Any]:
    return _named(given, _LANGUAGE_INFO, tally)


def _authors(given: object, tally: Tally) -> list[dict[str, Any]]:
    authors = _as_list(given, tally)
    tally.drop_each("metadata_keys", authors[_MOST_AUTHORS:])
    kept = (_fields(author, _AUTHOR, tally) for author in authors[:_MOST_AUTHORS])
    return [author for author in kept if author]


def _tags(given: object, tally: Tally) -> list[str]:
    """Return the tags, each once; the format allows no comma in a tag."""
    kept: dict[str, None] = {}
    for tag in _as_list(given, tally):
        if len(kept) < _MOST_TAGS and isinstance(tag, str) and _is_tag(tag) and "," not in tag and tag not in kept:
            kept[tag] = None
        else:
            tally.drop("metadata_keys", tag)
    return list(kept)


def words_in(metadata: dict[str, Any]) -> Iterable[str]:
    """Yield every text in metadata that this module let through."""
    for value in metadata.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from words_in(value)
        elif isinstance(value, list):
            for item in value:
                yield from words_in(item) if isinstance(item, dict) else [item]
