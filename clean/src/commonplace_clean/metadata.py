"""The allow-list: which metadata a notebook may keep, each value checked and of bounded length."""

import re
from typing import Any

LONGEST_NAME = 80
LONGEST_TITLE = 200
MOST_AUTHORS = 20
MOST_TAGS = 20
LONGEST_TAG = 40
LONGEST_HINT = 500
SLIDES = {"slide", "subslide", "fragment", "skip", "notes", "-"}
ROLES = {"task", "answer", "check", "hint"}
_TAG = re.compile(r"[\w.:+#/-]+")


def _short(value: Any, longest: int = LONGEST_NAME) -> str | None:
    """The text if it is one line of printable characters of at most that length."""
    if isinstance(value, str) and 0 < len(value) <= longest and value.isprintable():
        return value
    return None


def _picked(found: Any, names: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(found, dict):
        return {}
    picked = {name: _short(found.get(name)) for name in names}
    return {name: value for name, value in picked.items() if value is not None}


def _authors(found: Any) -> list[dict[str, str]]:
    names = [_short(one.get("name")) for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [{"name": name} for name in names if name][:MOST_AUTHORS]


def notebook_metadata(found: Any) -> dict[str, Any]:
    """Of a notebook's metadata: kernel, language, title, authors. Format 4 demands a kernel's name and display name."""
    found = found if isinstance(found, dict) else {}
    built: dict[str, Any] = {}
    kernel = _picked(found.get("kernelspec"), ("name", "display_name", "language"))
    if "name" in kernel:
        built["kernelspec"] = {"display_name": kernel["name"]} | kernel
    language = _picked(found.get("language_info"), ("name", "version", "file_extension"))
    if "name" in language:
        built["language_info"] = language
    if (title := _short(found.get("title"), LONGEST_TITLE)) is not None:
        built["title"] = title
    if authors := _authors(found.get("authors")):
        built["authors"] = authors
    return built


def cell_metadata(found: Any) -> dict[str, Any]:
    """Of a cell's metadata: tags, whether its source is hidden, its slide, our own exercise fields."""
    found = found if isinstance(found, dict) else {}
    built: dict[str, Any] = {}
    if tags := _tags(found.get("tags")):
        built["tags"] = tags
    jupyter = found.get("jupyter")
    if isinstance(jupyter, dict) and isinstance(jupyter.get("source_hidden"), bool):
        built["jupyter"] = {"source_hidden": jupyter["source_hidden"]}
    slides = found.get("slideshow")
    slide = slides.get("slide_type") if isinstance(slides, dict) else None
    if isinstance(slide, str) and slide in SLIDES:
        built["slideshow"] = {"slide_type": slide}
    if exercise := _exercise(found.get("commonplace")):
        built["commonplace"] = exercise
    return built


def _tags(found: Any) -> list[str]:
    """Tags are words; anything longer or stranger could carry data."""
    if not isinstance(found, list):
        return []
    words = [tag for tag in found if isinstance(tag, str) and len(tag) <= LONGEST_TAG and _TAG.fullmatch(tag)]
    return list(dict.fromkeys(words))[:MOST_TAGS]


def _exercise(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        return {}
    built: dict[str, Any] = {}
    if (name := _short(found.get("exercise"))) is not None:
        built["exercise"] = name
    if (hint := _short(found.get("hint"), LONGEST_HINT)) is not None:
        built["hint"] = hint
    points = found.get("points")
    if type(points) is int and 0 <= points <= 100:
        built["points"] = points
    role = found.get("role")
    if isinstance(role, str) and role in ROLES:
        built["role"] = role
    return built
