"""Python imports this at its start: every connection that would leave this machine is refused."""

import ipaddress
import socket
from typing import Any

_connect, _connect_ex, _look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


def _stay(host: object) -> None:
    """Raise unless the host is this machine."""
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        local = ipaddress.ip_address(name).is_loopback or ipaddress.ip_address(name).is_unspecified
    except ValueError:
        local = name in {"localhost", socket.gethostname()}
    if not local:
        raise PermissionError(f"Notebooks of the demo use no network, but this one tried to reach {name}.")


def _checked(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX:
            _stay(address[0])
        return connect(self, address)

    return guarded


def _guarded_look_up(host: Any, *rest: Any, **options: Any) -> Any:
    _stay(host)
    return _look_up(host, *rest, **options)


socket.socket.connect = _checked(_connect)  # type: ignore[method-assign]
socket.socket.connect_ex = _checked(_connect_ex)  # type: ignore[method-assign]
socket.getaddrinfo = _guarded_look_up
