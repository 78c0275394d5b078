"""Makes the gallery's code ready to be asked, without touching anybody's data; knows where its sources are."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

from tools.surroundings import ROOT

SOURCES = ROOT / "server/src/gallery"
SETTINGS = "gallery.site.settings_test"  # a throw-away data folder


def make_ready() -> None:
    """Configure Django as the tests do; the caller's own settings must not show in a page."""
    for name in [name for name in os.environ if name.startswith("COMMONPLACE_")]:
        del os.environ[name]
    for name in ("PORT", "DATABASE_URL"):
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django  # noqa: PLC0415 - reads the variable that was just set

    django.setup()


def modules(folder: Path = SOURCES) -> Iterator[tuple[str, ast.Module]]:
    """Every module of the gallery, parsed, with its path inside the gallery; without migrations."""
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(folder)), ast.parse(path.read_text())


def first_line(text: str | None) -> str:
    """The first line of a docstring."""
    return (text or "").strip().partition("\n")[0]
