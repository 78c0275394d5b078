"""The one way in which a clean notebook is written down."""

from __future__ import annotations

import json

from commonplace_clean.results import Notebook


def dump(notebook: Notebook) -> bytes:
    """Return the notebook as canonical JSON in UTF-8: equal notebooks give equal bytes."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()
