"""Spark's own pages: closed to everybody who shares this machine, open to the person through their Jupyter.

Spark asks each request for a signed header. The kernel knows it, and hands it to the person's Jupyter server in a
file that nobody else can read; the server's extension adds it to what the signed-in person asks for.
"""

import base64
import hashlib
import hmac
import http.client
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILTER = "org.apache.spark.ui.JWSFilter"
PLACE = "commonplace-spark-{port}"  # in Jupyter's folder for what runs now
FILE = "ui.json"
PATIENCE = 20


@dataclass(frozen=True)
class Jupyter:
    """The Jupyter server that started this kernel: its folder for what runs now, and its base address."""

    folder: Path
    base: str


def jupyter() -> Jupyter | None:
    """The server of this kernel; None for a kernel that no server started."""
    try:
        from jupyter_core.paths import jupyter_runtime_dir  # noqa: PLC0415 - only kernels have it
    except ModuleNotFoundError:
        return None
    folder = Path(jupyter_runtime_dir())
    try:
        said = json.loads((folder / f"jpserver-{os.environ.get('JPY_PARENT_PID', '')}.json").read_text())
    except (OSError, ValueError):
        return None
    return Jupyter(folder, str(said.get("base_url", "/")))


class Pages:
    """The pages of one Spark."""

    def __init__(self, port: int) -> None:
        """Make the secret; the port is that of Spark's pages on this machine."""
        self.port = port
        self._secret = secrets.token_bytes(32)
        self._jupyter = jupyter()
        self._application = ""

    def __repr__(self) -> str:
        """Without the secret."""
        return f"Pages({self.port})"

    @property
    def link(self) -> str:
        """Where the person's browser finds them; empty where no Jupyter server leads to them."""
        return f"{self._base}/jobs/" if self._jupyter else ""

    @property
    def _base(self) -> str:
        return f"{self._jupyter.base.rstrip('/')}/commonplace/spark/{self.port}" if self._jupyter else ""

    def settings(self) -> dict[str, str]:
        """What Spark has to be told."""
        key = base64.urlsafe_b64encode(self._secret).decode()
        away = {"spark.ui.proxyBase": self._base, "spark.ui.proxyRedirectUri": "/"} if self._base else {}
        return away | {
            "spark.ui.port": str(self.port),
            "spark.ui.killEnabled": "false",
            "spark.ui.filters": FILTER,
            f"spark.{FILTER}.param.secretKey": key,
        }

    def publish(self) -> Path | None:
        """Hand the header to the person's Jupyter server; answers the folder that is to be removed at the end."""
        if self._jupyter is None:
            return None
        folder = self._jupyter.folder / PLACE.format(port=self.port)
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump({"authorization": self._header()}, file)
        return folder

    def _header(self) -> str:
        signed = b".".join((_text(b'{"alg":"HS256","typ":"JWT"}'), _text(b"{}")))
        return f"Bearer {(signed + b'.' + _text(hmac.digest(self._secret, signed, hashlib.sha256))).decode()}"

    def ask(self, what: str) -> Any:
        """Spark's answer about its application, such as `jobs`; None where it gives none."""
        if not self._application:
            known = self._get("/api/v1/applications") or [{"id": ""}]
            self._application = known[0]["id"]
        return self._get(f"/api/v1/applications/{self._application}/{what}") if self._application else None

    def _get(self, path: str) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Authorization": self._header()})
            answer = connection.getresponse()
            return json.loads(answer.read()) if answer.status == http.HTTPStatus.OK else None
        except (OSError, ValueError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def _text(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")
