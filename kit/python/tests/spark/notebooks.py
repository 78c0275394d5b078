"""Cells that are run one by one in a real kernel."""

from typing import Any

import nbformat
from nbclient import NotebookClient

START = 'import commonplace as cp\nspark = cp.spark.start("cluster", size="tiny")'
WORK = """
from pyspark.sql.functions import udf
def slow(number):
    import time; time.sleep(0.3); return number
spark.range(0, 12, 1, 12).select(udf(slow, "long")("id").alias("n")).groupBy().sum("n").first()[0]
"""


def fresh() -> NotebookClient:
    """An empty notebook, whose kernel is still to be started."""
    return NotebookClient(new(nbformat=4, nbformat_minor=5, metadata={}, cells=[]), timeout=240, kernel_name="python3")


def new(**parts: Any) -> Any:
    """A part of a notebook, as nbformat reads it."""
    made: Any = nbformat.from_dict(parts)  # type: ignore[no-untyped-call]
    return made


def shown(client: NotebookClient, code: str, *, watched: bool = True) -> dict[str, Any]:
    """Run a cell, as a person does or a machine; its last output by kind, and every kind of output that it had."""
    cell = new(cell_type="code", id=f"cell{len(client.nb.cells)}", source=code, metadata={}, outputs=[])
    client.nb.cells.append(cell)
    assert client.kc is not None
    client.kc.allow_stdin = watched
    client.execute_cell(cell, len(client.nb.cells) - 1)
    found: dict[str, Any] = {"outputs": cell.outputs}
    for output in cell.outputs:
        found |= output.get("data", {})
    return found
