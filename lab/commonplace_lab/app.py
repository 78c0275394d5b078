"""How this extension joins a Jupyter server: its routes, its renames, its background work and its end."""

import asyncio
import os
from pathlib import Path
from typing import Any, cast

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join

from commonplace_lab import execution_handlers, handlers, shelf, spark_pages
from commonplace_lab.errors import Trouble
from commonplace_lab.services import Services
from commonplace_lab.settings import Settings

RENAMES = "https://events.jupyter.org/jupyter_server/contents_service/v1"


class Commonplace(ExtensionApp):
    """The extension; Jupyter calls the methods below."""

    name = "commonplace_lab"

    def initialize_handlers(self) -> None:
        """Add the routes below `/commonplace/`."""
        server = self._server
        services = Services.build(Settings.read(os.environ), root=Path(server.root_dir), data=Path(jupyter_data_dir()))
        server.web_app.settings["commonplace"] = services
        base = server.web_app.settings["base_url"]
        routes = [*handlers.ROUTES, *execution_handlers.ROUTES, (spark_pages.ROUTE, spark_pages.SparkPages)]
        ours = [(url_path_join(base, "commonplace", name), handler) for name, handler in routes]
        server.web_app.add_handlers(".*$", ours)  # type: ignore[no-untyped-call]
        _follow_renames(server, services)

    async def _start_jupyter_server_extension(self, serverapp: ServerApp) -> None:
        """Begin the work in the background; the server does not wait for it."""
        services = self._services
        # The task is held here: one that nobody holds may vanish before it is done.
        self._shelf = asyncio.create_task(shelf.fill(services.gallery, services.copies))
        services.sender.start()

    async def stop_extension(self) -> None:
        """The server ends: hand over what still waits."""
        await self._services.sender.finish()

    @property
    def _server(self) -> ServerApp:
        return cast("ServerApp", self.serverapp)

    @property
    def _services(self) -> Services:
        return cast("Services", self._server.web_app.settings["commonplace"])


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
