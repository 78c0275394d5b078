"""Draws the page of settings: the gallery's from its own descriptions, the hub's from its guide.

The guide's table is held to the hub's code in both directions by the hub's own tests, so it may be drawn from.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from gallery.site.config import described_settings

from tools.failure import Failure
from tools.reference.markdown import code, page, table
from tools.surroundings import ROOT

GUIDE = ROOT / "docs/how-to/run-the-hub.md"
HEAD = ("Setting", "Default", "Meaning")
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", re.MULTILINE)
Row = tuple[str, str, str]

# What is not the operator's to set: told to people's servers by the hub, or read by the tests alone.
TOLD = (
    ("COMMONPLACE_GALLERY_URL", "Address of the gallery."),
    ("COMMONPLACE_ENDS_AT", "When the server reaches its longest life, in seconds since 1970."),
    ("COMMONPLACE_KEPT", "Folder for records of runs that could not be sent yet; it outlives the server's home."),
    ("COMMONPLACE_IDLE_SECONDS", "A server that nobody used for so long is ended."),
)
KIT = (
    ("COMMONPLACE_SOURCES", "The catalogue of data sources, a TOML file."),
    ("COMMONPLACE_CREDENTIALS", "A TOML file with what opens the sources; only its owner may be able to read it."),
    (
        "COMMONPLACE_CHECKPOINTS",
        "Folder or fsspec address for checkpoints, which outlives the server's home.",
    ),
    ("COMMONPLACE_SPARK", "The list of Spark's versions, clusters and sizes, a TOML file."),
    ("COMMONPLACE_PACKAGES", "The list of packages that people may add for themselves, a TOML file."),
    ("COMMONPLACE_GROUPS", "The person's groups, separated by commas."),
    ("COMMONPLACE_USER", "The person's name; by default that of the hub, or of the account."),
    ("COMMONPLACE_NOTEBOOK", "The notebook's name; by default the one that Jupyter gives to its kernels."),
)
FOR_TESTS = (
    ("COMMONPLACE_BURST_ROUNDS", "How often the tests kill processes during a burst of records, for each database."),
    ("COMMONPLACE_CORPUS", "Folder of real notebooks that some tests read."),
    ("COMMONPLACE_IMAGES", "Folder into which the pictures of the pages are written."),
    ("COMMONPLACE_KILL_ROUNDS", "How often the test of lost saves kills the gallery."),
    ("COMMONPLACE_ANALYST_PYTHON", "Python of a ready analysts' environment, instead of building one."),
)
INTRO = (
    "All settings are environment variables. `commonplace check` explains a wrong one in one line. "
    "An empty one counts as absent."
)


def draw() -> str:
    """The page."""
    return page(
        "Settings",
        INTRO,
        "## Gallery",
        table(HEAD, gallery_rows(described_settings())),
        "## Hub",
        "The hub reads these. Where `commonplace up` starts it, its home, addresses, ports and secret are given.",
        table(HEAD, _marked(hub_rows(GUIDE))),
        "## In a person's server",
        "Set by the hub, read by the JupyterLab extension; not to be set by hand.",
        table(("Setting", "Meaning"), ((code(name), meaning) for name, meaning in TOLD)),
        "## In notebooks",
        "Read by the kit that data scientists import; set where their kernels are started.",
        table(("Setting", "Meaning"), ((code(name), meaning) for name, meaning in KIT)),
        "## In tests",
        table(("Setting", "Meaning"), ((code(name), meaning) for name, meaning in FOR_TESTS)),
    )


def gallery_rows(described: Iterable[dict[str, object]]) -> list[Row]:
    """A row for each described setting of the gallery."""
    return [(code(one["name"]), _default(one["default"]), str(one["meaning"])) for one in described]


def _default(value: object) -> str:
    if isinstance(value, bool):
        return code(str(value).lower())
    return code(value) if isinstance(value, int) else str(value)


def hub_rows(guide: Path) -> list[Row]:
    """Name, default and meaning of each of the hub's settings."""
    rows = ROW.findall(guide.read_text())
    if not rows:
        raise Failure(f"{guide.name} has no table of settings with the columns {', '.join(HEAD)}.")
    return rows


def _marked(rows: Iterable[Row]) -> list[Row]:
    return [(code(name), default, meaning) for name, default, meaning in rows]


def names() -> set[str]:
    """Every setting that the page names."""
    gallery = {str(one["name"]) for one in described_settings()}
    return gallery | {row[0] for row in hub_rows(GUIDE)} | {name for name, _ in (*TOLD, *KIT, *FOR_TESTS)}
