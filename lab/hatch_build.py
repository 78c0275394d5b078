"""Puts the built JupyterLab extension into the wheel; `python lab/build.py` builds it."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = "commonplace_lab/labextension"
INSTALLED = "share/jupyter/labextensions/commonplace-lab"


class LabExtension(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    """Adds what was built; an editable install without it has the server's half alone, for tests."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Stop a wheel that would have no browser's half."""
        if (Path(self.root) / BUILT / "package.json").is_file():
            build_data["shared_data"][BUILT] = INSTALLED
        elif version != "editable":
            raise RuntimeError("The JupyterLab extension is not built. Build it first: python lab/build.py")
