"""What was removed, counted and in words."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Stripped:
    """Numbers of things that were dropped; `bytes` is the difference in size between the file and the clean one."""

    outputs: int = 0
    execution_counts: int = 0
    metadata_keys: int = 0
    widgets: int = 0
    attachments: int = 0
    bytes: int = 0

    @property
    def nothing(self) -> bool:
        """Whether the notebook was clean already."""
        return not (self.outputs or self.execution_counts or self.metadata_keys or self.widgets or self.attachments)


@dataclass(frozen=True)
class Finding:
    """Something in a cell that its author should look at. Never holds the value itself; cells count from 1."""

    kind: str
    cell: int | None
    message: str


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def sentences(stripped: Stripped, notebook: dict[str, Any]) -> list[str]:
    """What leaves and what was removed, a plain line each."""
    cells = notebook["cells"]
    lines = [f"{_counted(len(cells), 'cell leaves', 'cells leave')}: code and prose only"]
    named = (
        (stripped.outputs, "output removed", "outputs removed"),
        (stripped.execution_counts, "execution number removed", "execution numbers removed"),
        (stripped.widgets, "widget state removed", "widget states removed"),
        (stripped.attachments, "attached picture removed", "attached pictures removed"),
        (stripped.metadata_keys, "other entry removed", "other entries removed"),
    )
    lines += [_counted(number, one, many) for number, one, many in named if number]
    return lines if not stripped.nothing else [*lines, "Nothing had to be removed"]
