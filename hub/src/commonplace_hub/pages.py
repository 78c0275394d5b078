"""Addresses of our own in the hub: starting a server, waiting for it, the style sheet and the script."""

from pathlib import Path
from typing import Any

from jupyterhub.handlers.pages import SpawnHandler, SpawnPendingHandler
from jupyterhub.utils import url_path_join
from tornado.httputil import url_concat
from tornado.web import HTTPError, StaticFileHandler

STATIC = Path(__file__).with_name("static")
TEMPLATES = Path(__file__).with_name("templates")


class StartPage(SpawnHandler):  # type: ignore[misc] # JupyterHub has no types
    """Starts a server. One that fails at once is explained on the waiting page, like one that fails later."""

    async def _wrap_spawn_single_user(self, user: Any, server_name: str, *rest: Any) -> None:
        try:
            await super()._wrap_spawn_single_user(user, server_name, *rest)
        except HTTPError:
            if not user.spawners[server_name]._failed:  # refused before it was tried: all places are taken
                raise
            self.redirect(self._get_pending_url(user, server_name))


class WaitingPage(SpawnPendingHandler):  # type: ignore[misc]
    """JupyterHub's page for a starting server. *Try again* keeps the address that was wanted."""

    def render_template(self, name: str, sync: bool = False, **names: Any) -> Any:
        if "spawn_url" in names and (wanted := self.get_argument("next", "")):
            names["spawn_url"] = url_concat(names["spawn_url"], {"next": wanted})
        return super().render_template(name, sync, **names)


class Asset(StaticFileHandler):
    """Our style sheet and script: public, and nothing else may be loaded through them."""

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Content-Security-Policy", "default-src 'none'; sandbox")
        self.set_header("X-Content-Type-Options", "nosniff")


def handlers(app: Any) -> list[tuple[Any, ...]]:
    """Our handlers, by addresses relative to the hub's."""
    del app  # the same for every hub
    return [
        (r"/spawn", StartPage),
        (r"/spawn/([^/]+)", StartPage),
        (r"/spawn-pending/([^/]+)", WaitingPage),
        (r"/commonplace/(.*)", Asset, {"path": str(STATIC)}),
    ]


def links(base_url: str, gallery_url: str) -> dict[str, str]:
    """What every template may use."""
    return {"gallery_url": gallery_url, "assets": url_path_join(base_url, "hub/commonplace/")}
