"""Draws the contract that the API's clients are written against, in an order that does not change by itself."""

import json
from typing import Any

from gallery.site.api import api

from tools.reference.routes import PREFIX


def document() -> dict[str, Any]:
    """The OpenAPI document as the API itself answers it."""
    return dict(json.loads(json.dumps(api.get_openapi_schema(path_prefix=f"{PREFIX}/"))))


def draw() -> str:
    """The document as text."""
    return json.dumps(document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
