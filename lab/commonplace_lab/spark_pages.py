"""The pages of a Spark that runs in one of this server's kernels, for the person alone.

Spark listens on this machine and wants a signed header, which the kernel leaves in a file that only its owner can
read. Whoever is signed in to this Jupyter may look; nothing can be changed from here.
"""

import json
from pathlib import Path

import httpx
from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from commonplace_lab.messages import _

ROUTE = r"spark/(\d{4,5})/(.*)"
PLACE, FILE = "commonplace-spark-{port}", "ui.json"  # where the kit leaves it
KEPT = ("Content-Type", "Cache-Control", "Last-Modified")
PATIENCE = 60  # seconds; a busy Spark draws its pages slowly


class SparkPages(JupyterHandler):
    """One of its pages, as it is."""

    auth_resource = "commonplace"

    @web.authenticated
    @authorized
    async def get(self, port: str, path: str) -> None:
        """Fetch it with the header; a Spark that has ended is told in a sentence."""
        address = f"http://127.0.0.1:{port}/{path}"
        try:
            headers = {"Authorization": _authorization(port), "Accept": self.request.headers.get("Accept", "*/*")}
            async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
                answer = await client.get(f"{address}?{self.request.query}", headers=headers)
        except (OSError, ValueError, KeyError, httpx.HTTPError):
            sentence = _("This Spark has ended. Start it again in the notebook: cp.spark.start()")
            self.set_status(404)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(sentence)
            return
        self.set_status(answer.status_code)
        for name in (*KEPT, "Location"):
            if name in answer.headers:
                self.set_header(name, answer.headers[name])
        self.finish(answer.content)


def _authorization(port: str) -> str:
    kept = json.loads((Path(jupyter_runtime_dir()) / PLACE.format(port=port) / FILE).read_text())
    return str(kept["authorization"])
