"""What a notebook's own content proposes for the words about it, found without leaving this server."""

import re
from typing import Any

LONGEST_TITLE, LONGEST_DESCRIPTION, MOST_TAGS = 200, 400, 5
_HEADING = re.compile(r"^ {0,3}#{1,3}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_IMPORT = re.compile(r"^\s*(?:import|from|library\(|require\()\s*([A-Za-z]\w*)", re.MULTILINE)
_QUESTION = re.compile(r"(?:^|(?<=[.!?:]\s))[^.!?:\n]{12,280}\?(?=\s|$)", re.MULTILINE)
_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*_`]+|<[^>]*>")
_TOPICS = {
    "altair": "charts", "matplotlib": "charts", "plotly": "charts", "seaborn": "charts", "ggplot2": "charts",
    "dplyr": "data-frames", "pandas": "data-frames", "polars": "data-frames",
    "duckdb": "sql", "sqlalchemy": "sql", "sqlite3": "sql", "pyspark": "spark",
    "folium": "maps", "geopandas": "maps", "networkx": "networks", "nltk": "text", "spacy": "text",
    "scipy": "statistics", "statsmodels": "statistics", "sklearn": "machine-learning", "torch": "machine-learning",
}  # fmt: skip


def proposed(notebook: dict[str, Any], path: str) -> dict[str, Any]:
    """Return `title`, `question`, `description` and `tags` for a clean notebook whose file is at `path`."""
    prose, code = _sources(notebook, "markdown"), _sources(notebook, "code")
    return {
        "title": _title(notebook, prose, path),
        "question": _question(prose),
        "description": _description(prose),
        "tags": _tags(code),
    }


def _sources(notebook: dict[str, Any], kind: str) -> str:
    return "\n\n".join(cell["source"][:20_000] for cell in notebook["cells"] if cell["cell_type"] == kind)


def _title(notebook: dict[str, Any], prose: str, path: str) -> str:
    named = notebook["metadata"].get("title") or ""
    heading = _HEADING.search(prose)
    words = re.sub(r"[-_\s]+", " ", path.rsplit("/", 1)[-1].removesuffix(".ipynb")).strip().capitalize()
    title = named or (_plain(heading.group(1)) if heading else "") or words
    return str(title)[:LONGEST_TITLE]


def _question(prose: str) -> str:
    """The first sentence that asks something."""
    paragraphs = (_plain(line) for line in prose[:20_000].split("\n"))
    found = next(filter(None, map(_QUESTION.search, paragraphs)), None)
    return found[0].strip() if found else ""


def _description(prose: str) -> str:
    for paragraph in re.split(r"\n\s*\n", _HEADING.sub("\n\n", prose)):
        words = _plain(paragraph)
        if len(words) > 40:
            cut = words[:LONGEST_DESCRIPTION]
            return words if cut == words else f"{cut.rsplit(' ', 1)[0]} …"
    return ""


def _tags(code: str) -> list[str]:
    topics = dict.fromkeys(_TOPICS[name] for name in _IMPORT.findall(code) if name in _TOPICS)
    return list(topics)[:MOST_TAGS]


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub(r"\1", text).split())
