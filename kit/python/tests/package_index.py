"""A package index of our own on this machine: wheels made on the spot, served the way that pip asks for them."""

import base64
import hashlib
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Index:
    """A folder for each package, and which addresses were asked for."""

    folder: Path
    url: str = ""
    asked: list[str] = field(default_factory=list)

    def wheel(self, name: str, version: str, code: str = "", needs: Sequence[str] = ()) -> None:
        """Offer a package with one module, which says its version."""
        place = self.folder / name.replace("_", "-")
        place.mkdir(parents=True, exist_ok=True)
        about = f"{name}-{version}.dist-info"
        required = "".join(f"Requires-Dist: {one}\n" for one in needs)
        files = {
            f"{name}.py": f"VERSION = {version!r}\n{code}",
            f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{required}",
            f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        with zipfile.ZipFile(place / f"{name}-{version}-py3-none-any.whl", "w") as archive:
            for path, text in files.items():
                archive.writestr(path, text)
            archive.writestr(f"{about}/RECORD", _record(files, about))

    def source_only(self, name: str, version: str) -> None:
        """Offer a package whose installation would run its own code."""
        place = self.folder / name.replace("_", "-")
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}-{version}.tar.gz").write_bytes(b"never opened")


def _record(files: dict[str, str], about: str) -> str:
    def line(path: str, text: str) -> str:
        hashed = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        return f"{path},sha256={hashed},{len(text.encode())}\n"

    return "".join(line(path, text) for path, text in files.items()) + f"{about}/RECORD,,\n"


@contextmanager
def package_index(folder: Path) -> Iterator[Index]:
    """Serve the folder on this machine until the end; the listing of a folder is what pip calls a simple page."""
    folder.mkdir()
    index = Index(folder)

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *words: Any) -> None:  # noqa: A002 - the name that is overridden
            index.asked.append(self.path)

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        index.url = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield index
        finally:
            server.shutdown()
            thread.join()
