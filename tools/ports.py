"""Says in time that somebody else already listens where the product is about to start."""

import socket
from collections.abc import Mapping

from tools.failure import Failure


def is_taken(host: str, port: int) -> bool:
    """True if another process listens on this port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError:
            return True
    return False


def need_free_ports(environ: Mapping[str, str]) -> None:
    """Raise `Failure` where the gallery's or the hub's port is taken."""
    host = environ.get("COMMONPLACE_HOST") or "127.0.0.1"
    gallery = environ.get("PORT") or "8000"
    if not gallery.isdecimal():
        return  # `commonplace check` explains wrong settings
    hub = environ.get("COMMONPLACE_HUB_PORT") or str(int(gallery) + 100)
    for name, port in (("PORT", gallery), ("COMMONPLACE_HUB_PORT", hub)):
        if port.isdecimal() and is_taken(host, int(port)):
            raise Failure(
                f"Port {port} on {host} is in use. If Commonplace runs already, open it, or stop it with "
                f"Ctrl-C. Otherwise choose another port: make run {name}={int(port) + 10}"
            )


def free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
