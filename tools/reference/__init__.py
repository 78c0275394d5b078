"""The reference pages, drawn from the code: `python -m tools.reference` writes them, `--check` compares.

Each module draws one page with small pure functions; this one knows which page is whose.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

REFERENCE = Path("docs/reference")
CONTRACT = Path("contracts/openapi.json")
MESSAGES = Path("kit/python/src/commonplace/locale/commonplace_kit.pot")
DRAWN = {
    REFERENCE / "settings.md": "settings",
    REFERENCE / "commands.md": "commands",
    REFERENCE / "permissions.md": "permissions",
    REFERENCE / "errors.md": "errors",
    REFERENCE / "api.md": "api",
    REFERENCE / "audit-events.md": "events",
    REFERENCE / "data.md": "data",
    REFERENCE / "kit.md": "kit",
    CONTRACT: "openapi",
    MESSAGES: "kit_messages",
}

Drawing = Callable[[], str]


def _drawing(module: str) -> Drawing:
    # imported only now, since most of them need Django to be ready
    drawing: Drawing = import_module(f"tools.reference.{module}").draw
    return drawing


def drawings() -> dict[Path, Drawing]:
    """Every drawn file, relative to the checkout, with the function that draws it. Needs a configured Django."""
    return {path: _drawing(module) for path, module in DRAWN.items()}


def write(root: Path, drawn: Mapping[Path, Drawing]) -> list[Path]:
    """Write what has changed; answers which."""
    changed = []
    for path, draw in drawn.items():
        text, goal = draw(), root / path
        if not goal.exists() or goal.read_text() != text:
            goal.parent.mkdir(parents=True, exist_ok=True)
            goal.write_text(text)
            changed.append(path)
    return changed


def stale(root: Path, drawn: Mapping[Path, Drawing]) -> Iterator[str]:
    """A sentence for each file that no longer says what the code says."""
    for path, draw in drawn.items():
        if not (root / path).exists():
            yield f"{path} is missing; write it with `python -m tools.reference`"
        elif (root / path).read_text() != draw():
            yield f"{path} differs from the code; write it anew with `python -m tools.reference`"
