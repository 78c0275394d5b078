"""Jupyter's settings in people's servers that are more than a value."""

import os
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import utcnow
from tornado.ioloop import PeriodicCallback

IDLE_SECONDS = int(os.environ.get("COMMONPLACE_IDLE_SECONDS", "3600"))
LOOK_EVERY = min(60.0, IDLE_SECONDS / 6)


class BusyIsActive(AsyncMappingKernelManager):  # type: ignore[misc]
    """A cell that runs for hours without a word is use: without this, its server would be ended as idle."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._watch = PeriodicCallback(self._note, LOOK_EVERY * 1000)
        self._watch.start()

    def _note(self) -> None:
        if any(kernel.execution_state == "busy" for kernel in self._kernels.values()):
            self.parent.web_app.settings["last_activity_times"]["running_cells"] = utcnow()


get_config().ServerApp.kernel_manager_class = BusyIsActive  # type: ignore[name-defined] # noqa: F821 - Jupyter's
