"""What the kernel is told about connections: whoever takes nothing of an answer for a while is let go."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

DEAF_SECONDS = 60


def let_go_of_the_deaf() -> None:
    """Let the kernel end connections whose other side takes nothing any more; those to come inherit it (tcp(7))."""
    if not hasattr(socket, "TCP_USER_TIMEOUT"):
        return
    for listener in _listeners():
        with listener:
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAF_SECONDS * 1000)


def _listeners() -> Iterator[socket.socket]:
    """Yield this process's sockets that listen: the server opens its own and does not hand them out."""
    for descriptor in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError):
            if not descriptor.readlink().name.startswith("socket:"):
                continue
            found = socket.socket(fileno=os.dup(int(descriptor.name)))
            if found.family in {socket.AF_INET, socket.AF_INET6} and found.getsockopt(
                socket.SOL_SOCKET, socket.SO_ACCEPTCONN
            ):
                yield found
            else:
                found.close()
