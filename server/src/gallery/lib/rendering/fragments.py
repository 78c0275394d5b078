"""One cell to one HTML fragment. Runs in a worker process: what it is given may be hostile."""

from gallery.lib.rendering.cells import CellSource
from gallery.lib.rendering.hidden import escaped, normal_text
from gallery.lib.rendering.lexers import own_name
from gallery.lib.rendering.prose import code_block, render_markdown

MAX_RENDERED = 500_000  # characters of source; longer cells are shown as plain text


def render_cell(cell: CellSource) -> str:
    """The cell as an inert HTML fragment."""
    source = normal_text(cell.source)
    if len(source) > MAX_RENDERED:
        return plain_text(cell, "it is too long")
    if cell.kind == "markdown":
        return render_markdown(source)
    if cell.kind == "code":
        return code_block(source, own_name(cell.language))
    return f'<pre class="raw">{escaped(source)}</pre>'


def plain_text(cell: CellSource, reason: str) -> str:
    """The cell's source as plain text, and why."""
    note = f'<p class="plain-text-note" role="note">This cell is shown as plain text because {reason}.</p>'
    return f'{note}<pre class="plain-text">{escaped(normal_text(cell.source))}</pre>'
