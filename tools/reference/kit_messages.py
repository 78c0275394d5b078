"""Draws the template for translators of the kit: every sentence that goes through its `_`, `ngettext` or `marked`."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from tools.surroundings import ROOT

SOURCES = ROOT / "kit/python/src/commonplace"
KEYWORDS = {"_": None, "marked": None, "ngettext": (1, 2)}
HEADER = """\
# The sentences of the kit, for translators. Drawn from the code by `python -m tools.reference`; edit the code.
# Copy it to <language>/LC_MESSAGES/commonplace_kit.po, translate, and compile that to commonplace_kit.mo beside it.
# What stands in braces, such as {name}, stays as it is.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def draw() -> str:
    """The template, in the order of the files; without line numbers, which any edit moves."""
    catalog = Catalog()
    for path, message in _messages(SOURCES):
        catalog.add(message, locations=[(path, 0)])
    written = BytesIO()
    write_po(written, catalog, width=100, omit_header=True, sort_by_file=True, include_lineno=False)
    return HEADER + written.getvalue().decode()


def _messages(folder: Path) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for path in sorted(folder.rglob("*.py")):
        for _line, message, _comments, _context in extract_from_file("python", path, KEYWORDS):
            yield str(path.relative_to(folder)), message
