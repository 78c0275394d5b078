"""Run one notebook from top to bottom and write it down with its results.

Started with the Python of the analysts' environment: run_notebook.py NOTEBOOK RESULT FOLDER
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError


def main() -> int:
    """Run it in FOLDER; 1 if a cell fails, with what it said."""
    source, result, folder = map(Path, sys.argv[1:])
    notebook = nbformat.read(source, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook, timeout=90, resources={"metadata": {"path": str(folder)}})
    try:
        client.execute()
    except (CellExecutionError, DeadKernelError, TimeoutError) as problem:
        print(problem, file=sys.stderr)  # noqa: T201 — read by the test
        return 1
    nbformat.write(notebook, result)  # type: ignore[no-untyped-call]
    return 0


if __name__ == "__main__":
    sys.exit(main())
