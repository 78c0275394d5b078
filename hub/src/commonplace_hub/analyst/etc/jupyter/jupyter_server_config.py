"""Jupyter's settings in people's servers (the folder beside this file can only switch extensions on and off)."""

import os
from datetime import UTC, datetime
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.ioloop import PeriodicCallback

IDLE_SECONDS = int(os.environ.get("COMMONPLACE_IDLE_SECONDS", "3600"))
LOOK_EVERY = min(60.0, IDLE_SECONDS / 6)


class BusyIsActive(AsyncMappingKernelManager):
    """A cell that runs for hours without a word is use: without this, its server would be ended as idle."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)  # type: ignore[no-untyped-call]
        self._watch = PeriodicCallback(self._note, LOOK_EVERY * 1000)
        self._watch.start()

    def _note(self) -> None:
        if any(kernel.execution_state == "busy" for kernel in self._kernels.values()):
            web_app: Any = getattr(self.parent, "web_app")  # noqa: B009 - known only while running
            web_app.settings["last_activity_times"]["running_cells"] = datetime.now(UTC)


c = get_config()  # type: ignore[name-defined] # noqa: F821 - Jupyter provides it
c.ServerApp.kernel_manager_class = BusyIsActive
# every account of the machine can connect to a kernel's ports; without the key it hears nothing
c.KernelManager.transport_encryption = "auto"
c.FileContentsManager.delete_to_trash = False
c.LabApp.extension_manager = "readonly"
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
# Voilà's own page fetches icons, diagrams and formulas from public servers
c.VoilaConfiguration.template = "commonplace"
c.ServerApp.tornado_settings = {"mathjax_url": ""}
# made for JupyterLab's own pages
c.VoilaConfiguration.extension_denylist = [
    "@jupyter-notebook/lab-extension",
    "@jupyterhub/jupyter-server-proxy",
    "commonplace-lab",
]
