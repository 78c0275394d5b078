"""Messages over a socket: four bytes of length, then that many bytes."""

import socket
import struct

MAX_MESSAGE = 256_000_000
_LENGTH = struct.Struct("!I")
_READ_AT_ONCE = 256 * 1024


class ClosedError(ConnectionError):
    """The other side is gone."""


class Channel:
    """One end of a connection that carries whole messages."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._received = bytearray()

    def send(self, message: bytes, limit: float | None = None) -> None:
        """Send one message. Raises `TimeoutError` when the other side does not take it within `limit` seconds."""
        self._connection.settimeout(limit)
        self._connection.sendall(_LENGTH.pack(len(message)) + message)

    def receive(self, limit: float | None = None) -> bytes:
        """The next message.

        Raises `TimeoutError` when nothing arrives for `limit` seconds and `ClosedError` when the other side is gone.
        """
        self._connection.settimeout(limit)
        size: int = _LENGTH.unpack(self._take(_LENGTH.size))[0]
        if size > MAX_MESSAGE:
            raise ClosedError("A message is longer than any may be.")
        return self._take(size)

    def _take(self, size: int) -> bytes:
        while len(self._received) < size:
            piece = self._connection.recv(_READ_AT_ONCE)
            if not piece:
                raise ClosedError("The other side is gone.")
            self._received += piece
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
