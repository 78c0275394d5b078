"""What the demo consists of, read once for the tests beside it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gallery.demo

FOLDER = Path(gallery.demo.__file__).parent
NOTEBOOKS = FOLDER / "notebooks"


@dataclass(frozen=True)
class DemoNotebook:
    """One notebook: its file, its JSON, and the name that tests are shown under."""

    path: Path
    content: dict[str, Any]

    @property
    def language(self) -> str:
        """The language of its code: `python`, `r` or `julia`."""
        return str(self.content["metadata"]["kernelspec"]["language"]).lower()

    def sources(self, kind: str) -> list[str]:
        """The text of all cells of a kind."""
        return ["".join(cell["source"]) for cell in self.content["cells"] if cell["cell_type"] == kind]

    @property
    def title(self) -> str:
        """The heading of the first cell."""
        return self.sources("markdown")[0].splitlines()[0].removeprefix("# ")


def read_plan() -> dict[str, Any]:
    """The people and notebooks of `demo.json`."""
    plan: dict[str, Any] = json.loads((FOLDER / "demo.json").read_text())
    return plan


def read_notebooks() -> list[DemoNotebook]:
    """All notebook files, by name."""
    return [DemoNotebook(path, json.loads(path.read_text())) for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
