"""Commonplace in JupyterLab: open, save and run gallery notebooks.

This room decides how notebooks travel between somebody's own Jupyter server and the gallery: with which token, under
which file name, and that no copy is ever overwritten. What leaves is built by `commonplace_clean` before it is sent.
The browser's half is in `src/`, built into `labextension/`.
"""

from typing import Any

from commonplace_lab.app import load, start

__version__ = "0.1.0"

# The names that Jupyter looks for.
_load_jupyter_server_extension = load
_start_jupyter_server_extension = start


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "commonplace_lab"}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "commonplace-lab"}]
