"""Runs notebooks in the analysts' environment, two at a time, shut off from the network."""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[2]
PYTHON = Path(os.environ.get("COMMONPLACE_ANALYST_PYTHON", CHECKOUT / ".venv-analyst/bin/python"))
NOWHERE = "http://127.0.0.1:9"  # where libraries that are not Python are sent: nobody listens


@dataclass(frozen=True)
class Run:
    """What became of a notebook: the cells with their results, or why it stopped."""

    source: Path
    cells: list[dict[str, Any]]
    problem: str

    def outputs(self, kind: str) -> Iterator[dict[str, Any]]:
        """All outputs of a kind: `stream`, `error`, `display_data` …"""
        for cell in self.cells:
            yield from (one for one in cell.get("outputs", ()) if one["output_type"] == kind)


@cache
def kernels() -> frozenset[str]:
    """Names of the kernels that the environment offers; fails where there is no environment."""
    if not PYTHON.exists():
        raise FileNotFoundError(
            f"There is no analysts' environment at {PYTHON}: run `make install`, or set COMMONPLACE_ANALYST_PYTHON."
        )
    ask = "from jupyter_client.kernelspec import find_kernel_specs as f; import json; print(json.dumps(list(f())))"
    printed = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=True, cwd="/")
    return frozenset(json.loads(printed.stdout))


def _environment(home: Path) -> dict[str, str]:
    """A new home, nothing of this process's Jupyter or Python, and no way out."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "TMPDIR") if key in os.environ}
    closed = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), NOWHERE)
    return kept | closed | {"HOME": str(home), "PYTHONPATH": str(HERE / "sealed"), "OMP_NUM_THREADS": "1"}


def run(notebook: Path, home: Path) -> Run:
    """Run one notebook in a folder of its own."""
    folder = home / notebook.stem
    folder.mkdir()
    result = home / f"{notebook.stem}.result.ipynb"
    command = [PYTHON, HERE / "run_notebook.py", notebook, result, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment(home), timeout=200)
    if done.returncode:
        return Run(notebook, [], done.stderr[-3_000:] or f"ended with {done.returncode}")
    return Run(notebook, json.loads(result.read_text())["cells"], "")


def run_all(notebooks: Iterable[Path], home: Path) -> list[Run]:
    """Run them, two at a time: as many as the smallest machine has processors."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda notebook: run(notebook, home), notebooks))
