"""What data scientists import: `import commonplace as cp`.

Importing it costs almost nothing; pandas, Arrow and the drivers of sources are imported when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commonplace import checkpoint as checkpoint
    from commonplace import errors as errors
    from commonplace import field as field
    from commonplace import plots as plots
    from commonplace import spark as spark
    from commonplace.conditions import col as col
    from commonplace.forms.form import form as form
    from commonplace.frames import sample_of as sample_of
    from commonplace.needs import need as need
    from commonplace.outliers import remove_outliers as remove_outliers
    from commonplace.reading import source as source
    from commonplace.reading import sources as sources
    from commonplace.times import in_zone as in_zone
    from commonplace.times import last_days as last_days
    from commonplace.times import timestamps as timestamps
    from commonplace.user_agents import device_type as device_type

# The public names and the module in which each lives: read by `__getattr__`, and by the reference.
PUBLIC = {
    "sources": "reading",
    "source": "reading",
    "col": "conditions",
    "sample_of": "frames",
    "remove_outliers": "outliers",
    "timestamps": "times",
    "in_zone": "times",
    "last_days": "times",
    "device_type": "user_agents",
    "form": "forms.form",
    "need": "needs",
}
MODULES = ("checkpoint", "errors", "field", "plots", "spark")

__all__ = [*PUBLIC, *MODULES]  # noqa: PLE0604 - the names are in one table


def __getattr__(name: str) -> Any:
    """Import a public name at its first use."""
    if name in MODULES:
        return import_module(f"commonplace.{name}")
    if name in PUBLIC:
        found = getattr(import_module(f"commonplace.{PUBLIC[name]}"), name)
        globals()[name] = found
        return found
    raise AttributeError(f"commonplace has no “{name}”; it has {', '.join(__all__)}.")


def __dir__() -> list[str]:
    """What completion offers."""
    return sorted(__all__)
