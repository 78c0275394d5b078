"""Tags: lower case, hyphens for spaces, at most forty characters."""

import re
from collections.abc import Iterable, Sequence

from gallery.notebooks.models import Tag

LONGEST = 40
MOST = 20


def clean_tag(raw: str) -> str:
    """A tag as it is stored; empty where nothing usable is left."""
    return re.sub(r"[^\w+.#-]+", "-", raw.strip().lower())[:LONGEST].strip("-.")


def clean_tags(raw: Iterable[str]) -> list[str]:
    """Usable tags, each once, in the given order."""
    return list(dict.fromkeys(tag for tag in map(clean_tag, raw) if tag))[:MOST]


def split_tags(text: str) -> list[str]:
    """Tags typed into one field, with commas or spaces between them."""
    return clean_tags(re.split(r"[,\s]+", text))


def tag_rows(names: Sequence[str]) -> list[Tag]:
    """The rows of these tags, made where they are missing."""
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
    return list(Tag.objects.filter(name__in=names))
