"""One cell to one HTML fragment. Runs in a worker process: what it is given may be hostile."""

from gallery.lib.rendering.cells import CellSource
from gallery.lib.rendering.hidden import escaped, normal_text
from gallery.lib.rendering.lexers import own_name
from gallery.lib.rendering.prose import code_block, render_markdown

MAX_RENDERED = 500_000  # characters of source; longer cells are shown as plain text
MAX_HTML = 4_000_000  # characters of HTML; what grows beyond is shown as plain text
MAX_PLAIN = 100_000  # characters of plain text; the whole is in the download


def render_cell(cell: CellSource) -> str:
    """The cell as an inert HTML fragment."""
    source = normal_text(cell.source)
    if len(source) > MAX_RENDERED:
        return plain_text(cell, "it is too long")
    html = _laid_out(cell, source)
    return html if len(html) <= MAX_HTML else plain_text(cell, "it would become too long")


def _laid_out(cell: CellSource, source: str) -> str:
    if cell.kind == "markdown":
        return render_markdown(source)
    if cell.kind == "code":
        return code_block(source, own_name(cell.language))
    return f'<pre class="raw">{escaped(source)}</pre>'


def plain_text(cell: CellSource, reason: str) -> str:
    """The cell's source as plain text, and why."""
    return _note(f"This cell is shown as plain text because {reason}.") + _as_it_is(cell)


def plain_text_for_now(cell: CellSource) -> str:
    """The cell's source as plain text because the server had no time; not to be kept."""
    return _FOR_NOW + _as_it_is(cell)


def is_for_now(html: str) -> bool:
    """Whether this fragment should be made again instead of being kept."""
    return html.startswith(_FOR_NOW)


def _note(sentence: str) -> str:
    return f'<p class="plain-text-note" role="note">{sentence}</p>'


def _as_it_is(cell: CellSource) -> str:
    text = escaped(normal_text(cell.source[:MAX_PLAIN]))
    return f'<pre class="plain-text">{text}</pre>' + (_SHORTENED if len(cell.source) > MAX_PLAIN else "")


_SHORTENED = _note("Only its beginning is shown. Download the notebook to see all of it.")
_FOR_NOW = _note("This cell is shown as plain text because the server is busy. Load the page again to see it laid out.")
