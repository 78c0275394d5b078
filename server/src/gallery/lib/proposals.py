"""What a notebook's own content proposes for its title, description and tags."""

import re
from collections.abc import Iterable
from typing import Any

from gallery.lib.imports import imported_packages
from gallery.lib.question_card import QuestionCard, beside
from gallery.lib.text import identifier_parts, plain_prose, shortened

LONGEST_TITLE = 200
_HEADING = re.compile(
    r"^\s{0,3}#{1,3}\s+(.+?)\s*#*\s*$|^\s*<h[1-3][^>]{0,200}>(.+?)</h[1-3]>", re.MULTILINE | re.IGNORECASE
)
_TOPICS = {
    "geopandas": "maps", "folium": "maps", "osmnx": "maps", "matplotlib": "charts", "seaborn": "charts",
    "altair": "charts", "plotly": "charts", "sklearn": "machine-learning", "torch": "machine-learning",
    "tensorflow": "machine-learning", "statsmodels": "statistics", "pyspark": "spark", "duckdb": "sql",
    "sqlite3": "sql", "sqlalchemy": "sql", "nltk": "text", "spacy": "text", "networkx": "networks",
    "ggplot2": "charts", "dplyr": "data-frames", "pandas": "data-frames", "polars": "data-frames",
}  # fmt: skip


def _sources(notebook: dict[str, Any], kind: str) -> Iterable[str]:
    return (cell["source"] for cell in notebook["cells"] if cell["cell_type"] == kind)


def proposed_title(notebook: dict[str, Any], filename: str = "") -> str:
    """The metadata's title, else the first heading, else the file's name."""
    title = notebook["metadata"].get("title", "")
    for source in _sources(notebook, "markdown") if not title else ():
        found = _HEADING.search(source[:20_000])
        if found and (title := plain_prose(found.group(1) or found.group(2))):
            break
    stem = " ".join(identifier_parts(filename.rsplit("/", 1)[-1].removesuffix(".ipynb")))
    return shortened(title or stem.capitalize() or "Untitled notebook", LONGEST_TITLE)


def proposed_description(notebook: dict[str, Any], card: QuestionCard) -> str:
    """The first paragraph of prose that is not a heading and says more than the card, which stands beside it."""
    for source in _sources(notebook, "markdown"):
        for paragraph in re.split(r"\n\s*\n", _HEADING.sub("\n\n", source[:20_000])):
            words = plain_prose(beside(card, paragraph))
            if len(words) > 40:
                return shortened(words, 400)
    return ""


def proposed_tags(notebook: dict[str, Any], language: str) -> list[str]:
    """Topics that the imported packages speak of, at most five."""
    packages = imported_packages(_sources(notebook, "code"), language)
    return sorted({_TOPICS[package] for package in packages if package in _TOPICS})[:5]
