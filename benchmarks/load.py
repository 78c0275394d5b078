"""A client that costs next to nothing: kept-alive connections, raw sockets, so that the server is what is measured."""

import socket
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A page and the cookie with which it is asked for."""

    host: str
    port: int
    path: str
    cookie: str = ""

    @property
    def request(self) -> bytes:
        """The whole request."""
        lines = [f"GET {self.path} HTTP/1.1", f"Host: {self.host}:{self.port}", "Accept: text/html"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


def read_answer(connection: socket.socket) -> int:
    """Read one answer; answers its status."""
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(65536)
    headers, _, body = head.partition(b"\r\n\r\n")
    lines = headers.lower().split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:"))
    left = length - len(body)
    while left > 0:
        left -= len(connection.recv(min(left, 1 << 20)))
    return int(headers.split(b" ", 2)[1])


def _work(target: Target, until: float, counts: list[int]) -> None:
    done = 0
    with socket.create_connection((target.host, target.port)) as connection:
        while time.perf_counter() < until:
            connection.sendall(target.request)
            if read_answer(connection) != 200:
                raise RuntimeError(f"{target.path} did not answer 200")
            done += 1
    counts.append(done)


def requests_per_second(target: Target, seconds: float, clients: int = 4) -> float:
    """Throughput of a page with several clients at once."""
    counts: list[int] = []
    start = time.perf_counter()
    workers = [threading.Thread(target=_work, args=(target, start + seconds, counts)) for _ in range(clients)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if len(counts) != clients:
        raise RuntimeError("a client failed; there is no figure")
    return sum(counts) / (time.perf_counter() - start)
