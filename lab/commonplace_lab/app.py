"""How this extension joins a Jupyter server: its routes, its renames, its background work."""

import asyncio
import os
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join

from commonplace_lab import shelf
from commonplace_lab.errors import Trouble
from commonplace_lab.handlers import ROUTES
from commonplace_lab.services import Services
from commonplace_lab.settings import Settings

RENAMES = "https://events.jupyter.org/jupyter_server/contents_service/v1"


def load(server: ServerApp) -> None:
    """Add the routes below `/commonplace/`."""
    services = Services.build(Settings.read(os.environ), root=Path(server.root_dir), data=Path(jupyter_data_dir()))
    server.web_app.settings["commonplace"] = services
    base = server.web_app.settings["base_url"]
    routes = [(url_path_join(base, "commonplace", name), handler) for name, handler in ROUTES]
    server.web_app.add_handlers(".*$", routes)  # type: ignore[no-untyped-call]
    _follow_renames(server, services)


async def start(server: ServerApp) -> None:
    """Fill the folders of starred and recent notebooks in the background; the server does not wait for it."""
    services = server.web_app.settings["commonplace"]
    # The task is held here: one that nobody holds may vanish before it is done.
    server.web_app.settings["commonplace_shelf"] = asyncio.create_task(shelf.fill(services.gallery, services.copies))


def _follow_renames(server: ServerApp, services: Services) -> None:
    async def renamed(logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        if data.get("action") != "rename":
            return
        try:
            services.copies.follow(data["source_path"], data["path"])
        except Trouble as trouble:
            server.log.warning("A renamed copy is no longer recognised: %s", trouble.sentence)

    if server.event_logger is not None:
        server.event_logger.add_listener(schema_id=RENAMES, listener=renamed)
