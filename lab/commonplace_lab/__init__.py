"""Commonplace in JupyterLab: open, save and run gallery notebooks.

This room decides how notebooks travel between somebody's own Jupyter server and the gallery: with which token, under
which file name, and that no copy is ever overwritten. What leaves is built by `commonplace_clean` before it is sent.
It also tells the gallery how the cells of its notebooks fared: never their code, output or words of an exception.
The browser's half is in `src/`, built into `labextension/`.
"""

from typing import Any

from commonplace_lab.app import Commonplace

__version__ = "0.1.0"


# The names that Jupyter looks for.
def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "commonplace_lab", "app": Commonplace}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "commonplace-lab"}]
